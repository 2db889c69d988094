"""Evidence (佐证): attachments, stored by content hash outside the database."""

from datetime import datetime

from sqlmodel import Field

from models.base import Row


class Evidence(Row, table=True):
    """One attachment of one inbound message; `sha256` names its file in the data folder."""

    inbound_id: int = Field(foreign_key="inbound_message.id", index=True)
    update_id: int | None = Field(default=None, foreign_key="status_update.id", index=True)
    name: str
    media_type: str
    size: int  # bytes
    sha256: str | None = None  # None: refused, `reason` says why
    reason: str | None = None
    received_at: datetime
