"""Why a report could not be printed."""

from rules.errors import DubanError


class FontsMissing(DubanError):
    """No Chinese font on this machine: a PDF would be full of empty boxes."""

    def __init__(self) -> None:
        super().__init__(
            "no Chinese font found, so no PDF and no charts can be made. Either install one for "
            "the system (Debian: apt-get install fonts-noto-cjk) or install the fonts extra "
            "(pip install 'duban[fonts]')"
        )
