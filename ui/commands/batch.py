"""Files of questions or statements, one JSON object a line: no line, however wrong, ends the batch."""

import json
import math
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import IO, Any, get_args

from agent.reply import Answer
from pipeline.errors import LeakageError, PlanError
from pipeline.settings import Role

LONGEST_LINE = 1 << 23
"""Bytes of one line; a longer one is not read."""

Id = str | int | float | None


class LineError(LeakageError):
    """A line does not hold what it should; ``identity`` is its id as far as that could be read."""

    phase = "line"

    def __init__(self, message: str, identity: Id = None) -> None:
        super().__init__(message)
        self.identity = identity


@dataclass(frozen=True)
class Question:
    """A line: a question, and the earlier ones of its talk; ``role`` when the line names who asks."""

    identity: Id
    question: str
    conversation: tuple[str, ...]
    role: str | None


@dataclass(frozen=True)
class Statement:
    """A line: a statement, and the dialect that it is written in; None when the line names none."""

    identity: Id
    sql: str
    dialect: str | None


def read_lines(file: Path) -> Iterator[tuple[int, bytes | None]]:
    """The lines of a file (``-``: stdin) that are not blank, with their numbers; None for one that is too long.

    Raises:
        PlanError: The file cannot be read.
    """
    try:
        with _opened(file) as stream:
            for number, line in enumerate(iter(lambda: stream.readline(LONGEST_LINE + 1), b""), 1):
                if len(line) > LONGEST_LINE:
                    _skip(stream, line)
                    yield number, None
                elif line.strip():
                    yield number, line
    except OSError as refused:
        raise PlanError(f"{file} cannot be read: {refused.strerror}.") from None


def check_there(file: Path) -> None:
    """Say at once that a file is not there, before anything is opened for it.

    Raises:
        PlanError: There is no such file.
    """
    if str(file) != "-" and not file.exists():
        raise PlanError(f"{file} cannot be read: no such file.")


@contextmanager
def _opened(file: Path) -> Iterator[IO[bytes]]:
    if str(file) == "-":
        yield sys.stdin.buffer
    else:
        with file.open("rb") as stream:
            yield stream


def _skip(stream: IO[bytes], line: bytes) -> None:
    while line and not line.endswith(b"\n"):
        line = stream.readline(LONGEST_LINE)


def read_question(line: bytes | None) -> Question:
    """Read one line.

    Raises:
        LineError: It does not hold a question; the message says what is wrong with it.
    """
    found, identity = _object(line)
    with _about(identity):
        return Question(identity, _text(found, "question"), _conversation(found), _role(found))


def read_statement(line: bytes | None) -> Statement:
    """Read one line of a file of statements.

    Raises:
        LineError: It does not hold a statement; the message says what is wrong with it.
    """
    found, identity = _object(line)
    with _about(identity):
        dialect = None if found.get("dialect") is None else _text(found, "dialect")
        return Statement(identity, _text(found, "sql"), dialect)


@contextmanager
def _about(identity: Id) -> Iterator[None]:
    try:
        yield
    except LineError as wrong:
        raise LineError(wrong.message, identity) from None


def _object(line: bytes | None) -> tuple[dict[str, Any], Id]:
    if line is None:
        raise LineError(f"the line is longer than {LONGEST_LINE:,} bytes.")
    try:
        found = json.loads(line.decode("utf-8-sig"))
    except UnicodeDecodeError as broken:
        raise LineError(f"the line is not text in UTF-8 (byte {broken.start + 1}).") from None
    except ValueError as broken:
        raise LineError(f"the line is not JSON: {broken}.") from None
    except RecursionError:
        raise LineError("the line is not JSON that can be read: too many brackets within each other.") from None
    if not isinstance(found, dict):
        raise LineError('the line must be an object such as {"id": "1", ...}.')
    return found, _identity(found)


def _identity(found: dict[str, Any]) -> Id:
    identity = found.get("id")
    if identity is None:
        raise LineError("'id' is missing.")
    if not isinstance(identity, str | int | float) or isinstance(identity, bool) or not _finite(identity):
        raise LineError("'id' must be a text or a number.")
    return identity


def _finite(identity: str | float) -> bool:
    return isinstance(identity, str | int) or math.isfinite(identity)


def _conversation(found: dict[str, Any]) -> tuple[str, ...]:
    earlier = found.get("conversation")
    if earlier is None:
        return ()
    if not isinstance(earlier, list):
        raise LineError("'conversation' must be a list of the earlier questions.")
    return tuple(_checked(one, f"'conversation', question {place},") for place, one in enumerate(earlier, 1))


def _role(found: dict[str, Any]) -> str | None:
    role = found.get("role")
    if role is not None and role not in get_args(Role):
        raise LineError(f"'role' must be one of {', '.join(get_args(Role))}.")
    return role


def _text(found: dict[str, Any], name: str) -> str:
    if name not in found:
        raise LineError(f"'{name}' is missing.")
    return _checked(found[name], f"'{name}'")


def _checked(value: Any, where: str) -> str:
    if not isinstance(value, str):
        raise LineError(f"{where} must be a text.")
    if not is_text(value):
        raise LineError(f"{where} holds half a character (a lone surrogate).")
    return value


def is_text(value: str) -> bool:
    """Whether a text can be written in UTF-8; one with halves of characters in it can't."""
    return not any("\ud800" <= letter <= "\udfff" for letter in value)


def failed(reason: str) -> Answer:
    """The answer to a line that could not be asked."""
    return Answer(status="failed", answer=reason, trace_id="")


def as_line(identity: Id, answer: Answer) -> str:
    """An answer as one line."""
    return json.dumps({"id": identity} | answer.model_dump(mode="json"))
