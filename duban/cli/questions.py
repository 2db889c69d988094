"""What of a notice waits for a person, as numbered questions, and what an answer does."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlmodel import Session, col, select

from actions.doubts import answer_doubt
from actions.matching import decide_match, undecided_matches
from actions.register import load_register
from actions.register_data import name_equivalents
from actions.review import accept_task, drop_task, progress_of
from actions.suggestions import accept_suggestion, suggestions_of
from actions.wordings import words_of
from duban.cli.lookup import department_named
from models import Department, Doubt, Notice, Task
from notices.reading import Doubt as ReadDoubt
from notices.reading import Reading
from rules.errors import NotAllowed, NotFound
from rules.notices import OVER
from rules.tasks import TaskStatus

AROUND = 30  # characters of the text shown on either side
LONGEST = 120
DATE_LENGTH = 8  # digits of 20240930: shorter numbers are choices
NOT_A_TASK = "不是任务，剔除"


@dataclass(frozen=True, slots=True)
class Choice:
    """One numbered answer."""

    label: str
    answer: str
    reason: str = ""


@dataclass(frozen=True, slots=True)
class Question:
    """One thing to decide; `kind` says what an answer does: doubt, owner, match."""

    id: str
    kind: str
    number: int  # of the doubt, the task or the match
    why: str
    context: tuple[str, str, str]
    choices: tuple[Choice, ...] = ()
    hint: str = ""

    def as_data(self) -> dict[str, Any]:
        """Return it for programs."""
        before, words, after = self.context
        return {
            "id": self.id,
            "why": self.why,
            "words": words,
            "before": before,
            "after": after,
            "choices": [{"label": c.label, "reason": c.reason} for c in self.choices],
        }


def open_questions(session: Session, notice_id: int, *, now: datetime) -> list[Question]:
    """Return what waits for a person, in the order of the text; equal questions once."""
    notice = session.get(Notice, notice_id)
    if notice is None:
        raise NotFound("notice", notice_id)
    if notice.status in OVER:
        return []
    matches = [
        _of_match(session, notice, row.number) for row in undecided_matches(session, notice_id)
    ]
    return [*_of_doubts(session, notice), *_of_owners(session, notice, now), *matches]


def summary_of(session: Session, notice_id: int) -> dict[str, int]:
    """Return the counts that follow the questions."""
    progress = progress_of(session, notice_id)
    return {
        "findings": progress.findings,
        "doubts": progress.doubts,
        "drafts": progress.drafts,
        "ready": progress.ready,
    }


def question_of_file(reading: Reading, doubt: ReadDoubt) -> Question:
    """Return a doubt of a file that is not stored: nothing can be answered yet."""
    context = _context(reading.text, doubt.span.start, doubt.span.end)
    choices = tuple(Choice(str(choice), str(choice)) for choice in doubt.choices)
    return Question("", "file", 0, doubt.why, context, choices)


def _context(text: str, start: int, end: int) -> tuple[str, str, str]:
    words = " ".join(text[start:end].split())
    if len(words) > LONGEST:
        words = words[: LONGEST - 1] + "…"
    before, after = text[max(0, start - AROUND) : start], text[end : end + AROUND]
    return "".join(before.split()), words, "".join(after.split())


def _of_doubts(session: Session, notice: Notice) -> list[Question]:
    found: dict[object, Question] = {}
    doubts = session.exec(
        select(Doubt)
        .where(Doubt.notice_id == notice.number, col(Doubt.answer).is_(None))
        .order_by(col(Doubt.span_start), col(Doubt.id))
    )
    for doubt in doubts:
        task = session.get(Task, doubt.task_id) if doubt.task_id else None
        if doubt.kind == "no-owner" or (task and task.status is not TaskStatus.DRAFT):
            continue  # asked with its suggestions, or about what is no draft any more
        same = (doubt.kind, doubt.quote) if doubt.kind == "unknown-unit" else doubt.number
        why = f"任务{task.key}：{doubt.why}" if task else doubt.why
        choices = tuple(Choice(str(choice), str(choice)) for choice in doubt.choices)
        context = _context(notice.text, doubt.span_start, doubt.span_end)
        question = Question(f"doubt-{doubt.id}", "doubt", doubt.number, why, context, choices)
        found.setdefault(same, question)
    return list(found.values())


def _of_owners(session: Session, notice: Notice, now: datetime) -> list[Question]:
    """Ask who does what nobody is named for; each suggestion with its reason."""
    register = load_register(session, name_equivalents())
    questions = []
    for number, ideas in suggestions_of(session, notice, register=register, now=now).items():
        task = session.get_one(Task, number)
        choices = [
            Choice(f"{idea.department.short_name}牵头", idea.department.code, idea.reason)
            for idea in ideas
        ]
        questions.append(
            Question(
                f"owner-{number}",
                "owner",
                number,
                f"任务{task.key}“{task.title}”没有写明责任单位，由谁牵头？",
                _context(notice.text, task.span_start, task.span_end),
                (*choices, Choice(NOT_A_TASK, NOT_A_TASK)),
                "也可直接写单位名称；以上仅为建议",
            )
        )
    return questions


def _of_match(session: Session, notice: Notice, match_id: int) -> Question:
    from actions.differences import differences
    from models import TaskMatch

    match = session.get_one(TaskMatch, match_id)
    old = session.get_one(Task, match.old_task_id)
    new = session.get(Task, match.new_task_id) if match.new_task_id else None
    gone = Choice("不再列入", "none")
    if new is None:
        why = f"原任务{old.key}“{old.title}”在修订件中没有对应，是否不再列入？"
        words = words_of(session, old)[:LONGEST]
        hint = "也可写修订件中的任务号，如 7"
        return Question(f"match-{match_id}", "match", match_id, why, ("", words, ""), (gone,), hint)
    changed = "；".join(
        f"{one.label}：{one.before or '无'} → {one.after or '无'}"
        for one in differences(session, old, new)
        if one.kind != "words"
    )
    why = f"原任务{old.key}“{old.title}”与新任务{new.key}“{new.title}”相近度 {match.score:.0f}%"
    why += f"。变化：{changed}" if changed else "，文字有改动"
    choices = (Choice(f"同一项，由新任务{new.key}承接", new.key), gone)
    context = _context(notice.text, new.span_start, new.span_end)
    return Question(
        f"match-{match_id}", "match", match_id, why, context, choices, "也可写另一项任务号"
    )


def settle(session: Session, question: Question, typed: str, *, now: datetime, actor: str) -> str:
    """Do what an answer says, a number or words; return a sentence about it."""
    answer, reason = typed, "由人指定"
    if typed.isdecimal() and 1 <= int(typed) <= len(question.choices):
        chosen = question.choices[int(typed) - 1]
        answer, reason = chosen.answer, chosen.reason or reason
    elif typed.isdecimal() and question.kind != "match" and len(typed) < DATE_LENGTH:
        raise NotAllowed(f"没有第 {typed} 个答复。", "请填所列编号，或直接写出答复。")
    if question.kind == "doubt":
        register = load_register(session, name_equivalents())
        answer_doubt(
            session, question.number, answer=answer, register=register, now=now, actor=actor
        )
        return f"已答复：{answer}"
    if question.kind == "owner":
        return _settle_owner(session, question.number, answer, reason, now=now, actor=actor)
    return _settle_match(session, question.number, answer, now=now, actor=actor)


def _settle_owner(
    session: Session, task_id: int, answer: str, reason: str, *, now: datetime, actor: str
) -> str:
    task = session.get_one(Task, task_id)
    if answer == NOT_A_TASK:
        drop_task(session, task_id, reason="核对时认定不是任务", now=now, actor=actor)
        return f"任务{task.key}已剔除"
    found = session.exec(select(Department).where(Department.code == answer)).first()
    row = found or department_named(session, answer, notice_id=task.notice_id, now=now)
    accept_suggestion(session, task_id, row, reason=reason, now=now, actor=actor)
    accept_task(session, task_id, now=now, actor=actor)
    return f"任务{task.key}由{row.short_name}牵头"


def _settle_match(
    session: Session, match_id: int, answer: str, *, now: datetime, actor: str
) -> str:
    from models import TaskMatch

    match = session.get_one(TaskMatch, match_id)
    old = session.get_one(Task, match.old_task_id)
    if answer == "none":
        decide_match(session, match_id, None, now=now, actor=actor)
        return f"原任务{old.key}不再列入"
    new = session.exec(
        select(Task).where(Task.notice_id == match.notice_id, Task.key == answer)
    ).first()
    if new is None:
        raise NotAllowed(f"修订件中没有任务“{answer}”。", "请写任务号，如 7 或 7.1。")
    decide_match(session, match_id, new.number, now=now, actor=actor)
    return f"原任务{old.key}由新任务{new.key}承接"
