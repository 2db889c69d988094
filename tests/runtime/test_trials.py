"""Something is tried out on a copy: nothing of it stays, and nobody waits for it."""

from sqlmodel import select

from models import Department
from runtime.wiring import Runtime
from tests.factories import make_department


def test_what_is_tried_is_shown_and_gone(runtime: Runtime) -> None:
    with runtime.transaction() as session:
        make_department(session, "市科技局")
    with runtime.trial() as session:
        row = make_department(session, "市交通局")
        with runtime.transaction() as other:  # a writer meanwhile: it does not wait
            make_department(other, "市财政局")
        assert len(session.exec(select(Department)).all()) == 2
    assert row.short_name == "市交通局"
    with runtime.reading() as session:
        names = {one.short_name for one in session.exec(select(Department))}
    assert names == {"市科技局", "市财政局"}
