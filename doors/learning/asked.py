"""What was asked, what became of it, and what people said of that: the audit and the judgements put together."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from doors.learning.rules import rules
from pipeline.audit import AuditLog
from pipeline.feedback import Feedback, Judged
from pipeline.settings import Settings

MISSED = frozenset({"declined", "clarify", "failed"})


@dataclass(frozen=True)
class Asked:
    """One question.

    Attributes:
        code: Why there was no answer.
        said: What people said of the answer, each their last word.
    """

    trace_id: str
    user: str
    conversation: str | None
    asked_at: datetime
    question: str
    language: str
    status: str
    code: str | None
    label: str | None
    said: tuple[Judged, ...] = ()

    @property
    def missed(self) -> bool:
        """Whether it got no answer."""
        return self.status in MISSED

    @property
    def unhappy(self) -> bool:
        """Whether somebody said that the answer was not good."""
        return any(one.verdict == "down" for one in self.said)

    @property
    def accepted(self) -> bool:
        """Whether somebody said that the answer was good, and nobody that it was not."""
        return bool(self.said) and not self.unhappy

    @property
    def comments(self) -> tuple[str, ...]:
        """What was said in own words of what is not good."""
        return tuple(one.comment for one in self.said if one.verdict == "down" and one.comment)


def asked_in(settings: Settings) -> list[Asked]:
    """The latest questions of a home, the oldest first."""
    rows = AuditLog(settings).read(rules().latest, act="ask")
    return with_said((_asked(row) for row in rows if row["trace_id"]), Feedback(settings).latest())


def with_said(asked: Iterable[Asked], judged: Iterable[Judged]) -> list[Asked]:
    """Questions with what people said of their answers; one whose record is gone is known by its judgement."""
    found = {one.trace_id: one for one in asked}
    said: dict[str, list[Judged]] = {}
    for one in judged:
        said.setdefault(one.trace_id, []).append(one)
        found.setdefault(one.trace_id, _judged(one))
    both = (_with(one, tuple(said.get(one.trace_id, ()))) for one in found.values())
    return sorted(both, key=lambda one: (one.asked_at, one.trace_id))


def _with(one: Asked, said: tuple[Judged, ...]) -> Asked:
    return Asked(**{**one.__dict__, "said": said})


def _asked(row: dict[str, object]) -> Asked:
    named = {name: row[name] for name in ("trace_id", "user", "asked_at", "question", "status", "code", "label")}
    return Asked(**named, conversation=row["conversation_id"], language=row["language"] or "en")  # type: ignore[arg-type]


def _judged(one: Judged) -> Asked:
    named = {name: getattr(one, name) for name in ("trace_id", "user", "question", "status", "label")}
    return Asked(**named, conversation=None, asked_at=one.recorded_at, language=one.language or "en", code=None)
