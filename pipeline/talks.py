"""Conversations that outlive the program: whose they are, what was asked in them, and in which order."""

import threading
import uuid
from collections import OrderedDict
from collections.abc import Iterable
from dataclasses import asdict, dataclass, fields
from datetime import UTC, datetime

from pipeline.contract import load_contracts
from pipeline.delta import read_rows, table_path
from pipeline.errors import TalkError
from pipeline.row_writer import Row, RowWriter
from pipeline.settings import Settings

TALKS = "ops.conversations"
MOST_NAME = 80
MOST_KEPT = 1000
"""Conversations that are held in memory; the others are read when they are gone on with."""


@dataclass(frozen=True)
class Said:
    """A question of a conversation, and what became of it; see the contract of ``ops.conversations``."""

    conversation_id: str
    user: str
    role: str
    turn: int
    asked_at: datetime
    question: str
    language: str
    status: str
    label: str | None
    reading: str | None
    trace_id: str


@dataclass(frozen=True)
class TalkSummary:
    """A conversation in a list of them: when its last question was asked, and all of them, the oldest first."""

    conversation_id: str
    asked_at: datetime
    questions: tuple[str, ...]


class _Talk:
    """A conversation in memory; a question has its place as soon as it is asked."""

    def __init__(self, user: str, said: Iterable[Said] = ()) -> None:
        self.user = user
        self.asked: dict[int, str] = {one.turn: one.question for one in said}
        self.under_way: set[int] = set()
        self.stale = False

    def begin(self, question: str) -> int:
        turn = max(self.asked, default=0) + 1
        self.asked[turn] = question
        self.under_way.add(turn)
        return turn

    def before(self, turn: int, most: int) -> tuple[str, ...]:
        return tuple(question for place, question in sorted(self.asked.items()) if place < turn)[-most:]


class Talks:
    """The conversations of one home. Safe to use from several threads, and beside other programs.

    Args:
        settings: The home.
    """

    def __init__(self, settings: Settings) -> None:
        self._settings = settings
        self._path = table_path(settings.tables, load_contracts()[TALKS])
        self._writer = RowWriter(settings, TALKS)
        self._lock = threading.Lock()
        self._kept: OrderedDict[str, _Talk] = OrderedDict()

    def new(self, user: str) -> str:
        """Return the id of a new conversation that nobody has named."""
        conversation = uuid.uuid4().hex
        with self._lock:
            self._hold(conversation, _Talk(user))
        return conversation

    def begin(self, conversation: str, user: str, question: str) -> tuple[int, tuple[str, ...]]:
        """Give a question its place, and return that with the questions before it, the oldest first.

        Raises:
            TalkError: The conversation is another user's, or its name can't be one.
        """
        talk = self._talk(conversation, user)
        with self._lock:
            turn = talk.begin(question)
            return turn, talk.before(turn, self._settings.conversation_turns)

    def earlier(self, conversation: str, user: str) -> tuple[str, ...]:
        """Return what was asked so far, the oldest first.

        Raises:
            TalkError: The conversation is another user's, or its name can't be one.
        """
        talk = self._talk(conversation, user)
        with self._lock:
            return talk.before(max(talk.asked, default=0) + 1, self._settings.conversation_turns)

    def keep(self, said: Said) -> None:
        """Keep what became of a question; it is written in the background."""
        self._writer.put(asdict(said))
        self._end(said.conversation_id, said.turn)

    def drop(self, conversation: str, turn: int) -> None:
        """Take a question back that nothing became of."""
        with self._lock:
            if conversation in self._kept:
                self._kept[conversation].asked.pop(turn, None)
        self._end(conversation, turn)

    def read(self, conversation: str, user: str) -> tuple[Said, ...]:
        """Return a conversation's questions with what became of them, the oldest first.

        Raises:
            TalkError: There is none of this name, or it is another user's: nobody learns which.
        """
        found = self._rows(conversation_id=checked_name(conversation))
        if not found or found[0].user != user:
            raise _not_yours(conversation)
        return tuple(one for one in found if one.user == user)

    def of(self, user: str) -> list[TalkSummary]:
        """Return a user's conversations, the latest first."""
        talks: dict[str, list[Said]] = {}
        for one in self._rows(user=user):
            talks.setdefault(one.conversation_id, []).append(one)
        return sorted(map(_summary, talks.values()), key=lambda talk: talk.asked_at, reverse=True)

    def close(self) -> None:
        """Write what is not written yet."""
        self._writer.close()

    def _end(self, conversation: str, turn: int) -> None:
        with self._lock:
            if conversation in self._kept:
                self._kept[conversation].under_way.discard(turn)

    def _talk(self, conversation: str, user: str) -> _Talk:
        self._notice_others()
        talk = self._kept.get(conversation)
        if talk is None or (talk.stale and not talk.under_way):
            talk = self._loaded(conversation, user, talk)
        if talk.user != user:
            raise _not_yours(conversation)
        return talk

    def _notice_others(self) -> None:
        """What another program has written may go on with any conversation."""
        if self._writer.others_wrote():
            with self._lock:
                for talk in self._kept.values():
                    talk.stale = True

    def _loaded(self, conversation: str, user: str, known: _Talk | None) -> _Talk:
        """A conversation as it is in the table, or a new one of this user; read while nobody else has to wait."""
        said = self._rows(conversation_id=checked_name(conversation))
        owner = said[0].user if said else known.user if known else user
        with self._lock:
            if self._kept.get(conversation) is known:
                self._hold(conversation, _Talk(owner, said))
            return self._kept[conversation]

    def _hold(self, conversation: str, talk: _Talk) -> None:
        self._kept[conversation] = talk
        self._kept.move_to_end(conversation)
        while len(self._kept) > MOST_KEPT:
            self._kept.popitem(last=False)

    def _rows(self, **equal: str) -> list[Said]:
        """The rows that are written and those that wait; what waits is looked at first, so that none is missed."""
        waiting = [row for row in self._writer.waiting if all(row[name] == value for name, value in equal.items())]
        found = {row["trace_id"]: _said(row) for row in (*read_rows(self._path, **equal), *waiting)}
        return sorted(found.values(), key=lambda one: (one.turn, one.asked_at))


def now() -> datetime:
    """Return the moment, as conversations keep it."""
    return datetime.now(UTC)


def checked_name(conversation: str) -> str:
    """Return a conversation's name if it can be one.

    Raises:
        TalkError: It can't.
    """
    if not conversation.strip() or len(conversation) > MOST_NAME or not conversation.isprintable():
        raise TalkError(
            f"a conversation's name has 1 to {MOST_NAME} printable characters.", "For example: monday-review"
        )
    return conversation


def _not_yours(conversation: str) -> TalkError:
    hint = "`leakage talks` lists yours; another name begins a new one."
    return TalkError(f"'{conversation}' is not a conversation of yours.", hint)


def _said(row: Row) -> Said:
    return Said(**{field.name: row[field.name] for field in fields(Said)})


def _summary(said: list[Said]) -> TalkSummary:
    latest = max(one.asked_at for one in said)
    return TalkSummary(said[0].conversation_id, latest, tuple(one.question for one in said))
