"""Prefect fixes its server's address when it is imported: the engine must load it later."""

import subprocess
import sys


def test_the_server_starts_without_loading_prefect() -> None:
    look = "import sys, duban.engine.serve; print('prefect' in sys.modules)"
    said = subprocess.run(
        [sys.executable, "-c", look], capture_output=True, text=True, check=True
    ).stdout
    assert said.strip() == "False"
