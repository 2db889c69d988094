"""What stops a notice at the door, in words that an office can act on."""

from rules.errors import DubanError


class NoticeUnreadable(DubanError):
    """The document is at fault, not the code; `advice` says what to do instead."""

    def __init__(self, reason: str, advice: str) -> None:
        self.reason = reason
        self.advice = advice
        super().__init__(f"{reason}{advice}")


class NoticeClassified(DubanError):
    """The document bears a classification mark and must not enter this system."""

    def __init__(self, mark: str) -> None:
        self.mark = mark
        super().__init__(
            f"文件首部标有密级“{mark}”,本系统不得处理涉密文件,已拒绝导入且未保存。"
            "请按保密规定处理原件,并从本机清除不应存放的副本。".replace(",", "，")
        )
