"""Who hears for whom: contacts with their deputies, their absence, and what bounced."""

from dataclasses import dataclass

from sqlalchemy.orm import aliased
from sqlmodel import Session, and_, col, or_, select

from models import Contact, Department
from rules.audiences import LABELS
from rules.channels import shown


@dataclass(frozen=True, slots=True)
class ContactLine:
    """One holder of a post, and who stands in for them."""

    row: Contact
    department: str
    deputy: Contact | None

    @property
    def address(self) -> str:
        """The address as it may be shown: without a robot's key."""
        return shown(self.row.address)

    def as_data(self) -> dict[str, object]:
        """Return it as JSON."""
        return {
            "department": self.department, "post": LABELS[self.row.audience],
            "name": self.row.name, "address": self.address,
            "absent_until": self.row.absent_until,
            "deputy": self.deputy.address if self.deputy else "",
            "undeliverable": self.row.undeliverable_reason or "",
        }  # fmt: skip


def list_contacts(session: Session, words: str = "", *, most: int = 1000) -> list[ContactLine]:
    """Return the holders of posts by department, those whose name or address has the words."""
    deputy = aliased(Contact)
    query = (
        select(Contact, Department.short_name, deputy)
        .join(Department, col(Department.id) == col(Contact.department_id))
        .join(
            deputy,
            and_(col(deputy.deputy_of_id) == col(Contact.id), col(deputy.active).is_(True)),
            isouter=True,
        )
        .where(col(Contact.active).is_(True), col(Contact.deputy_of_id).is_(None))
        .order_by(col(Department.id), col(Contact.audience), col(Contact.id))
        .limit(most)
    )
    if wanted := words.strip():
        places = (Department.short_name, Department.name, Contact.name, Contact.address)
        query = query.where(or_(*(col(p).contains(wanted, autoescape=True) for p in places)))
    return [ContactLine(*found) for found in session.exec(query)]
