"""Status updates (进展反馈): what a department said about one assignment. Append-only."""

from datetime import datetime

from sqlalchemy import CheckConstraint
from sqlmodel import Field

from models.base import Row


class StatusUpdate(Row, table=True):
    """One answer; a correction is another row that names the one it corrects."""

    __table_args__ = (
        CheckConstraint("percent IS NULL OR percent BETWEEN 0 AND 100", name="percent_of_a_whole"),
    )

    assignment_id: int = Field(foreign_key="assignment.id", index=True)
    return_item_id: int | None = Field(default=None, foreign_key="return_item.id", index=True)
    inbound_id: int | None = Field(default=None, foreign_key="inbound_message.id", index=True)
    corrects_id: int | None = Field(default=None, foreign_key="status_update.id")
    carried_from_id: int | None = Field(
        default=None, foreign_key="status_update.id"
    )  # said of the task that this one continues
    percent: float | None = None
    state: str | None = None  # 已完成, 正常推进, 进展滞后, 未启动, 申请延期, 申请办结
    narrative: str = ""
    problems: str = ""
    next_steps: str = ""
    channel: str = "form"  # email | webhook | form | office | undo
    said_by: str = ""  # who said it, as far as we know
    said_at: datetime
