"""One reader's conversation: the questions in their order, each with its answer once there is one."""

import threading
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime
from itertools import count

from agent.reply import Answer
from pipeline.feedback import Verdict
from ui.present import View


@dataclass(frozen=True)
class Turn:
    """A question and, once there is one, its answer.

    Attributes:
        question: As asked.
        view: Its answer; None while it is being worked on.
        language: The page's own language, for what is said before there is an answer.
        opening: Whether the page asked it by itself when it was opened.
        asked_at: When it was asked, for a turn of a conversation that was opened again.
        answer: What an opening question got, until the conversation is kept.
        judged: What the reader said of its answer: up or down.
        opined: What the reader said of incidents in it, by incident.
    """

    question: str
    view: View | None = None
    language: str = "en"
    opening: bool = False
    asked_at: datetime | None = None
    answer: Answer | None = None
    judged: Verdict | None = None
    opined: Mapping[str, str] = field(default_factory=dict)


class Talk:
    """The latest turns. Questions that are answered at the same time each find their own place again.

    Args:
        identity: The kept conversation that it is; None as long as nothing was asked in it.
    """

    def __init__(self, identity: str | None = None) -> None:
        self._identity = identity
        self._lock = threading.Lock()
        self._turns: dict[int, Turn] = {}
        self._numbers = count()

    def begin(self, turn: Turn, most: int) -> int:
        """Take up a question and return its place; only so many turns are kept."""
        place = next(self._numbers)
        self._turns[place] = turn
        for oldest in sorted(self._turns)[:-most]:
            self._turns.pop(oldest, None)
        return place

    def finish(self, place: int, turn: Turn) -> None:
        """Put the answer in the question's place, unless it has been left behind."""
        if place in self._turns:
            self._turns[place] = turn

    def kept_as(self, begin: Callable[[], str]) -> str:
        """Return the id under which it is kept; the first question begins it."""
        with self._lock:
            if self._identity is None:
                self._identity = begin()
            return self._identity

    def judge(self, trace_id: str, verdict: Verdict) -> None:
        """Take note of what the reader said of an answer."""
        for place, turn in list(self._turns.items()):
            if turn.view and turn.view.trace_id == trace_id:
                self.finish(place, replace(turn, judged=verdict))

    def opine(self, incident: str, opinion: str) -> None:
        """Take note of what the reader said of an incident, wherever it is shown."""
        for place, turn in list(self._turns.items()):
            if turn.view and any(card.incident == incident for card in turn.view.incidents):
                self.finish(place, replace(turn, opined={**turn.opined, incident: opinion}))

    @property
    def identity(self) -> str | None:
        """The id under which it is kept; None as long as nothing was asked in it."""
        return self._identity

    @property
    def turns(self) -> tuple[Turn, ...]:
        """All turns in their order."""
        return tuple(turn for _, turn in sorted(self._turns.items()))
