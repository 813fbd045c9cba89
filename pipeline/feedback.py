"""What people say of answers: kept for good in ``ops.feedback``, the latest word of each on an answer counts."""

import uuid
from collections.abc import Iterable
from dataclasses import asdict, dataclass, fields
from datetime import datetime
from typing import Literal, cast, get_args

from pipeline.contract import load_contracts
from pipeline.delta import read_rows, table_path
from pipeline.errors import FeedbackError, did_you_mean
from pipeline.row_writer import RowWriter
from pipeline.settings import Settings

FEEDBACK = "ops.feedback"
MOST_COMMENT = 2000

Verdict = Literal["up", "down"]
Reason = Literal["wrong_number", "misread", "not_answered", "unclear", "other"]


@dataclass(frozen=True)
class Judged:
    """One judgement of an answer; see the contract of ``ops.feedback``."""

    feedback_id: str
    trace_id: str
    user: str
    role: str
    door: str
    verdict: Verdict
    reason: Reason | None
    comment: str | None
    question: str
    language: str | None
    status: str
    label: str | None
    reading: str | None
    recorded_at: datetime


class Feedback:
    """The judgements of one home; they are written in the background. Safe to use from several threads.

    Args:
        settings: The home.
    """

    def __init__(self, settings: Settings) -> None:
        self._path = table_path(settings.tables, load_contracts()[FEEDBACK])
        self._writer = RowWriter(settings, FEEDBACK)

    def put(self, judged: Judged) -> None:
        """Keep a judgement."""
        self._writer.put(asdict(judged))

    def every(self) -> list[Judged]:
        """Every judgement, the oldest first, those that are still being written too."""
        waiting = self._writer.waiting
        rows = {row["feedback_id"]: row for row in (*read_rows(self._path), *waiting)}
        found = (Judged(**{one.name: row[one.name] for one in fields(Judged)}) for row in rows.values())
        return sorted(found, key=lambda one: (one.recorded_at, one.feedback_id))

    def latest(self) -> list[Judged]:
        """The last word of each person on each answer, the oldest first."""
        return latest_of(self.every())

    def close(self) -> None:
        """Write what is not written yet."""
        self._writer.close()


def latest_of(judged: Iterable[Judged]) -> list[Judged]:
    """The last word of each person on each answer; those come oldest first."""
    last = {(one.trace_id, one.user): one for one in judged}
    return sorted(last.values(), key=lambda one: (one.recorded_at, one.feedback_id))


def new_feedback_id() -> str:
    """Return an id that nothing else has."""
    return uuid.uuid4().hex


def checked(verdict: str, reason: str | None, comment: str | None) -> tuple[Verdict, Reason | None, str | None]:
    """What somebody says of an answer, as it is kept.

    Raises:
        FeedbackError: It is not one of the words for it, or too much.
    """
    said = " ".join((comment or "").split()) or None
    if said and len(said) > MOST_COMMENT:
        raise FeedbackError(f"a comment has up to {MOST_COMMENT} characters, this one {len(said)}.")
    _refuse_other("verdict", verdict, get_args(Verdict))
    if reason:
        _refuse_other("reason", reason, get_args(Reason))
    if verdict == "up" and reason:
        raise FeedbackError("a good answer has no reason.", "A reason says what is wrong: leave it out, or say down.")
    return cast("Verdict", verdict), cast("Reason | None", reason or None), said


def _refuse_other(what: str, given: str, known: tuple[str, ...]) -> None:
    if given not in known:
        hint = did_you_mean(given, known) or f"It is one of {', '.join(known)}."
        raise FeedbackError(f"'{given}' is no {what}.", hint)
