"""A person at a browser: opens pages, fills in forms as they stand there, presses a button."""

from dataclasses import dataclass
from urllib.parse import urljoin, urlsplit

import httpx
from lxml import html


class PageRefused(Exception):
    """A page answered with an error; the message is what it said."""

    def __init__(self, address: str, status: int, said: str) -> None:
        super().__init__(f"{address}: {status} {said}")


@dataclass(frozen=True, slots=True)
class Page:
    """One page as it arrived."""

    address: str
    root: html.HtmlElement

    def find(self, path: str) -> list[html.HtmlElement]:
        """Return the elements that an XPath names."""
        found = self.root.xpath(path)
        return [one for one in found if isinstance(one, html.HtmlElement)]

    def text(self) -> str:
        """Return everything that can be read on it, blanks folded."""
        return " ".join(str(self.root.text_content()).split())

    def forms(self, action: str) -> list[html.HtmlElement]:
        """Return the forms whose address ends with `action`."""
        return [
            form for form in self.find("//form") if str(form.get("action", "")).endswith(action)
        ]


class Browser:
    """One browser with its cookies; errors of a page become `PageRefused`."""

    def __init__(self, url: str, *, username: str = "", password: str = "") -> None:
        self.username, self.password = username, password
        self.http = httpx.Client(base_url=url, follow_redirects=True, timeout=60, trust_env=False)

    def open(self, address: str) -> Page:
        """Open an address; who was signed out overnight signs in again first."""
        page = self._page(self.http.get(address))
        if self.username and urlsplit(page.address).path == "/sign-in":
            form = page.find("//form[.//input[@name='password']]")[0]
            self.submit(page, form, username=self.username, password=self.password)
            page = self._page(self.http.get(address))
        return page

    def submit(self, page: Page, form: html.HtmlElement, **fields: str | list[str]) -> Page:
        """Send a form of `page` with some of its fields filled in; the rest goes as it stands."""
        data: dict[str, str | list[str]] = {}
        for name, value in form.form_values():
            known = data.get(name)
            data[name] = value if known is None else [*_listed(known), value]
        data.update(fields)
        address = urljoin(page.address, str(form.get("action") or page.address))
        return self._page(self.http.post(address, data=data))

    def press(self, page: Page, action: str, **fields: str | list[str]) -> Page:
        """Send the first form of `page` whose address ends with `action`."""
        forms = page.forms(action)
        if not forms:
            raise PageRefused(page.address, 0, f"no form for {action}")
        return self.submit(page, forms[0], **fields)

    def close(self) -> None:
        """Close the browser."""
        self.http.close()

    def _page(self, response: httpx.Response) -> Page:
        root = html.fromstring(response.content or b"<html></html>", parser=_PARSER)
        page = Page(str(response.url), root)
        if response.is_error:
            raise PageRefused(str(response.url), response.status_code, page.text()[:300])
        return page


_PARSER = html.HTMLParser(encoding="utf-8")


def _listed(value: str | list[str]) -> list[str]:
    return value if isinstance(value, list) else [value]
