"""Policy files as they were applied, whole: what a limit was on any day can be looked up."""

from datetime import datetime

from models.base import Row


class PolicyVersion(Row, table=True):
    """One policy file that was put in force."""

    sha256: str
    text: str
    applied_by: str
    applied_at: datetime
