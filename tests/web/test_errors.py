"""Addresses that make no sense are answered as pages, in Chinese."""

import pytest

from tests.web.conftest import Browser


@pytest.mark.parametrize("path", ["/tasks/abc", "/tasks/999999999999999999999", "/outbox/1'"])
def test_an_address_that_cannot_be_is_a_page_that_says_so(coordinator: Browser, path: str) -> None:
    page = coordinator.get(path)
    assert page.status_code == 404
    assert "请从列表重新进入" in page.text
