"""What a person typed into a form, taken apart with advice where something is missing."""

import math
from collections.abc import Mapping
from datetime import date

from starlette.datastructures import FormData, UploadFile

from rules.errors import NotAllowed


class Form:
    """The fields of one submitted form, without the blanks around them."""

    def __init__(self, data: FormData) -> None:
        self.data = data

    def text(self, name: str) -> str:
        """Return a field, or an empty string."""
        value = self.data.get(name, "")
        return value.strip() if isinstance(value, str) else ""

    def texts(self, name: str) -> list[str]:
        """Return every value of a repeated field that is not empty."""
        return [v.strip() for v in self.data.getlist(name) if isinstance(v, str) and v.strip()]

    def required(self, name: str, label: str) -> str:
        """Return a field, or raise `NotAllowed` asking for it."""
        if value := self.text(name):
            return value
        raise NotAllowed(f"“{label}”没有填写。", "请返回上一页填写后再提交。")

    def day(self, name: str, label: str) -> date | None:
        """Return a day typed as YYYY-MM-DD, None if empty; raise `NotAllowed` if it is no day."""
        value = self.text(name)
        try:
            return date.fromisoformat(value) if value else None
        except ValueError:
            raise NotAllowed(
                f"“{label}”的日期“{value}”无法识别。", "请按“2024-09-30”的格式填写。"
            ) from None

    def figure(self, name: str, label: str) -> float | None:
        """Return a figure, None if empty; raise `NotAllowed` if it is none."""
        value = self.text(name).replace(",", "").replace("，", "")
        try:
            figure = float(value) if value else None
        except ValueError:
            figure = math.nan
        if figure is not None and not math.isfinite(figure):
            raise NotAllowed(f"“{label}”须是数字，不能是“{value}”。", "请只填数字，不带单位。")
        return figure

    def number(self, name: str) -> int | None:
        """Return a row number chosen from a list, or None."""
        value = self.text(name)
        return int(value) if value.isascii() and value.isdigit() else None

    def file(self, name: str) -> UploadFile | None:
        """Return an uploaded file, None if none was chosen."""
        value = self.data.get(name)
        return value if isinstance(value, UploadFile) and value.filename else None

    def files(self, name: str) -> list[UploadFile]:
        """Return every uploaded file of a field."""
        values = self.data.getlist(name)
        return [v for v in values if isinstance(v, UploadFile) and v.filename]

    def typed(self) -> Mapping[str, str]:
        """Return all text fields, to show them again."""
        return {name: v for name, v in self.data.items() if isinstance(v, str)}
