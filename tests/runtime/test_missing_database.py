"""A database that is gone is never replaced by an empty one."""

import pytest

from rules.errors import StorageFailed
from runtime.settings import Settings
from runtime.wiring import Runtime, database_file, get_runtime, runtime_of_process


def test_only_init_makes_a_database(runtime: Runtime, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("DUBAN_HOME", str(runtime.settings.home))
    file = database_file(Settings(home=runtime.settings.home))
    assert file is not None
    runtime_of_process.cache_clear()
    file.unlink(missing_ok=True)

    with pytest.raises(StorageFailed, match="没有新建空库"):
        get_runtime()

    assert not file.exists()
