"""Run a command that cannot outlive the process that started it.

Called as `python -m duban.engine.die_with_parent PARENT_PID COMMAND…`: it asks the kernel for a
SIGKILL on the parent's death (Linux), then becomes the command. Where the kernel has no such
promise, the parent stops its child when it ends in good order.
"""

import ctypes
import os
import signal
import sys

_PR_SET_PDEATHSIG = 1


def main(parent: int, command: list[str]) -> None:
    """Bind this process to `parent`, then become `command`; does not return."""
    if sys.platform == "linux":
        ctypes.CDLL(None, use_errno=True).prctl(_PR_SET_PDEATHSIG, signal.SIGKILL)
    if os.getppid() != parent:  # it died before the kernel had our request
        raise SystemExit(1)
    os.execv(command[0], command)  # noqa: S606  # nosec B606  # our own command line, no shell


if __name__ == "__main__":
    main(int(sys.argv[1]), sys.argv[2:])
