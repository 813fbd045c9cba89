"""Who asked may say what an answer was worth: kept, told to whoever wants to know, never in the answer's way."""

import logging
import threading
from collections import OrderedDict
from collections.abc import Callable
from dataclasses import dataclass, fields
from datetime import UTC, datetime

from agent.planner import Caller
from agent.reply import Answer
from pipeline.audit import AuditLog
from pipeline.errors import FeedbackError
from pipeline.feedback import Feedback, Judged, checked, new_feedback_id
from pipeline.settings import Settings

_log = logging.getLogger(__name__)

Told = Callable[[Judged], None]
"""Whoever is told of a judgement."""
MOST_REMEMBERED = 5000
"""Answers that can be judged without a look at what was recorded of them."""


@dataclass(frozen=True)
class Answered:
    """What is needed to judge an answer: who asked what, and what became of it."""

    user: str
    question: str
    language: str | None
    status: str
    label: str | None
    reading: str | None


class Judging:
    """Takes what people say of answers. Safe to use from several threads.

    Args:
        settings: The home.
        told: Who is told of each judgement, in the background.
    """

    def __init__(self, settings: Settings, told: tuple[Told, ...] = ()) -> None:
        self.feedback = Feedback(settings)
        self._settings = settings
        self._told = told
        self._lock = threading.Lock()
        self._answered: OrderedDict[str, Answered] = OrderedDict()

    def remember(self, question: str, answer: Answer, asker: Caller) -> None:
        """Keep in mind who got an answer."""
        reading = answer.plan.said if answer.plan else None
        found = Answered(asker.user, question, answer.language, answer.status, answer.label, reading)
        with self._lock:
            self._answered[answer.trace_id] = found
            while len(self._answered) > MOST_REMEMBERED:
                self._answered.popitem(last=False)

    def take(
        self,
        trace_id: str,
        verdict: str,
        asker: Caller,
        door: str,
        reason: str | None = None,
        comment: str | None = None,
    ) -> Judged:
        """Keep what somebody says of an answer that they got.

        Args:
            trace_id: The answer's trace.
            verdict: up or down.
            asker: Who says it.
            door: Where it comes in.
            reason: What is wrong: wrong_number, misread, not_answered, unclear or other.
            comment: The same in own words.

        Raises:
            FeedbackError: There is no such answer of theirs, or what they say is none of the words for it.
        """
        said, why, words = checked(verdict, reason, comment)
        found = self._answered.get(trace_id) or self._recorded(trace_id)
        if found is None or found.user != asker.user:
            raise FeedbackError(f"'{trace_id}' is not an answer of yours.", "Each answer comes with its trace_id.")
        judged = Judged(
            feedback_id=new_feedback_id(),
            trace_id=trace_id,
            user=asker.user,
            role=asker.role,
            door=door,
            verdict=said,
            reason=why,
            comment=words,
            question=found.question,
            language=found.language,
            status=found.status,
            label=found.label,
            reading=found.reading,
            recorded_at=datetime.now(UTC),
        )
        self.feedback.put(judged)
        self._tell(judged)
        return judged

    def close(self) -> None:
        """Write what is not written yet."""
        self.feedback.close()

    def _recorded(self, trace_id: str) -> Answered | None:
        """An answer that another program, or an earlier one, has given."""
        for row in AuditLog(self._settings).read(1, trace_id=trace_id):
            return Answered(**{one.name: row[one.name] for one in fields(Answered)})
        return None

    def _tell(self, judged: Judged) -> None:
        if self._told:
            threading.Thread(target=self._tell_all, args=(judged,), name="judged").start()

    def _tell_all(self, judged: Judged) -> None:
        for one in self._told:
            try:
                one(judged)
            except Exception as failed:  # whatever it is: the judgement itself is kept
                _log.warning("Nobody could be told of the judgement %s: %s", judged.feedback_id, failed)
