"""Reads the workbook on stdin and writes its rows as JSON: run as a process of its own.

The reader reserves memory for whatever a file claims to hold, and ends its process when there is
none: a sheet of 5 KB with one entry in its last corner asks for 500 GB. So it has little to take,
and nothing to lose.
"""

import io
import json
import resource
import sys

from python_calamine import CalamineWorkbook

MOST_MEMORY = 768 * 1024 * 1024  # bytes
MOST_SECONDS = 10  # of the processor


def main() -> None:
    """Print the rows of the first sheets; the limits are the two arguments."""
    sheets, rows = int(sys.argv[1]), int(sys.argv[2])
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    resource.setrlimit(resource.RLIMIT_AS, (MOST_MEMORY, MOST_MEMORY))
    resource.setrlimit(resource.RLIMIT_CPU, (MOST_SECONDS, MOST_SECONDS))
    book = CalamineWorkbook.from_filelike(io.BytesIO(sys.stdin.buffer.read()))
    found = [
        book.get_sheet_by_name(name).to_python(nrows=rows) for name in book.sheet_names[:sheets]
    ]
    json.dump(found, sys.stdout, default=str)


if __name__ == "__main__":
    main()
