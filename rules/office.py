"""Who the coordinating office is: what letters are signed with and links begin with."""

from dataclasses import dataclass, field
from typing import Literal

Standing = Literal["督查机构", "受指定部门", "牵头协调部门"]


@dataclass(frozen=True, slots=True)
class Office:
    """The coordinating office (统筹办公室) of one installation."""

    name: str  # 临澜市科学技术局
    standing: Standing  # decides the words that may be printed (国令第733号, art. 7)
    place: str  # 临澜市; may be empty
    email: str  # duban@example.gov.cn: replies go to duban+<token>@example.gov.cn
    url: str  # what links begin with, no slash at the end
    keys: tuple[str, ...] = field(default=(), repr=False)  # signing keys, newest first

    @property
    def domain(self) -> str:
        """The domain of our addresses and Message-IDs."""
        return self.email.rpartition("@")[2] or "localhost"
