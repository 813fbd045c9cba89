"""Which reader a question goes to: the built-in one, a chat model, or the one and then the other."""

import threading
import traceback
from collections import OrderedDict
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field, replace
from typing import Literal

from agent.chat.check import check_plannable
from agent.chat.client import Deadline
from agent.chat.failure import ChatFailed
from agent.chat.freehand import Freehand
from agent.chat.offer import Offer
from agent.chat.reader import ChatReader, NeedsSql
from agent.chat.remarks import remark
from agent.declined import Declined
from agent.knowledge import Knowledge
from agent.language import language_of
from agent.limits import limits
from agent.planner import Caller
from agent.reader import Outcome, Reader, Unclear

_FINAL = frozenset({"role", "private", "future", "playback_missing"})
"""Reasons for declining that no other reading changes."""


@dataclass(frozen=True)
class _Asked:
    """One question, with all that its reading depends on."""

    question: str
    conversation: tuple[str, ...]
    knowledge: Knowledge
    caller: Caller
    language: str

    @property
    def key(self) -> tuple[object, ...]:
        """What makes two readings the same."""
        return self.question, self.conversation, self.knowledge.version, self.caller.role, self.language

    def earlier(self) -> "_Asked":
        """The question before this one, within its own talk."""
        question, before = self.conversation[-1], self.conversation[:-1]
        return _Asked(
            question, before, self.knowledge, self.caller, language_of(question, before, self.knowledge.own_words)
        )

    def alone(self) -> "_Asked":
        """The question without its talk."""
        return replace(self, conversation=())


@dataclass(frozen=True)
class HelpedReader:
    """Reads with both readers; see `Reader.read`.

    The built-in reader always reads: it costs next to nothing, and it is what remains when the chat model fails or
    declines too. The chat model is asked when the order says so.

    Attributes:
        builtin: The reader that needs no model.
        chat: The one that asks a chat model.
        freehand: Writes SQL where no plan can say the question; None when it may not.
        order: ``unsure``: the chat model is asked only where the built-in reader can't tell; ``first``: always.
    """

    builtin: Reader
    chat: ChatReader
    freehand: Freehand | None
    order: Literal["unsure", "first"]
    _kept: "_Kept" = field(default_factory=lambda: _Kept(limits().chat.kept))

    def read(
        self, question: str, conversation: Sequence[str], knowledge: Knowledge, caller: Caller, language: str
    ) -> Outcome:
        """Read a question."""
        asked = _Asked(question, tuple(conversation), knowledge, caller, language)
        own = self._own(asked)
        if not self._wants_help(asked, own):
            return own
        try:
            return self._kept.get(asked.key, lambda: self._helped(asked, own))
        except ChatFailed as failed:
            return own.remarked(remark(failed.kind, language))
        except Exception:
            _log_bug()
            return own.remarked(remark("nonsense", language))

    def _own(self, asked: _Asked) -> Outcome:
        """What the built-in reader makes of it; declined too when no plan can be made of what it reads."""
        own = self.builtin.read(asked.question, asked.conversation, asked.knowledge, asked.caller, asked.language)
        try:
            if own.draft:
                check_plannable(own.draft, asked.knowledge, asked.caller)
        except Declined as stop:
            return replace(own, draft=None, stop=stop)
        return own

    def _wants_help(self, asked: _Asked, own: Outcome) -> bool:
        if isinstance(own.stop, Declined) and own.stop.reason in _FINAL:
            return False
        return self.order == "first" or own.stop is not None or self._follows_unread(asked, own)

    def _follows_unread(self, asked: _Asked, own: Outcome) -> bool:
        """Whether a follow-up would be taken for one to an earlier question, since the last one was not understood."""
        if not asked.conversation or self._own(asked.earlier()).draft is not None:
            return False
        return self._own(asked.alone()).draft != own.draft

    def _helped(self, asked: _Asked, own: Outcome) -> Outcome:
        self.chat.client.ready()  # takes seconds the first time; the clock starts after it
        offer = Offer(asked.knowledge, asked.caller, self.chat.tell_values)
        deadline = Deadline(self.chat.seconds)
        try:
            draft = self.chat.ask(asked.question, asked.conversation, offer, deadline)
        except Declined:
            return own
        except Unclear as unclear:
            return own if own.draft or isinstance(own.stop, Unclear) else Outcome(stop=unclear)
        except NeedsSql:
            return self._by_hand(asked, own, offer, deadline)
        return Outcome(draft=draft)

    def _by_hand(self, asked: _Asked, own: Outcome, offer: Offer, deadline: Deadline) -> Outcome:
        if self.freehand is None or own.draft is not None:
            return own
        query = self.freehand.write(asked.question, asked.conversation, offer, deadline)
        return (
            own if query is None else Outcome(query=query, stop=own.stop, remarks=(remark("freehand", asked.language),))
        )


def _log_bug() -> None:
    """Whatever a model's reply makes our own code do, the question is still answered without it."""
    import structlog

    structlog.get_logger(__name__).error("chat_broke", traceback=traceback.format_exc())


class _Kept:
    """The latest outcomes, so that the same question costs once and gets the same reading; failures are not kept."""

    def __init__(self, most: int) -> None:
        self._most = most
        self._lock = threading.Lock()
        self._found: OrderedDict[tuple[object, ...], Outcome] = OrderedDict()

    def get(self, key: tuple[object, ...], make: Callable[[], Outcome]) -> Outcome:
        """The outcome under a key, made when there is none."""
        with self._lock:
            if key in self._found:
                self._found.move_to_end(key)
                return self._found[key]
        made = make()
        with self._lock:
            self._found[key] = made
            while len(self._found) > self._most:
                self._found.popitem(last=False)
        return made
