"""Every question leaves a record, whatever became of it: made while it is answered, written in the background."""

import json
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime
from functools import cache
from importlib.metadata import PackageNotFoundError, version
from typing import Any, Literal

from agent.planner import Caller
from agent.reply import Answer
from pipeline.audit import AuditLog
from pipeline.errors import LeakageError
from pipeline.settings import Settings

Act = Literal["ask", "explain"]
DISTRIBUTION = "leakage-command-center"


@dataclass
class Entry:
    """What is to be recorded of one question; who answers it adds what it was answered from, and the answer."""

    question: str
    caller: Caller
    door: str
    act: Act = "ask"
    conversation: str | None = None
    run_id: str | None = None
    model: str | None = None
    answer: Answer | None = None
    code: str | None = None
    asked_at: datetime = field(default_factory=lambda: datetime.now(UTC))


class Audit:
    """Records what is asked through one door.

    Args:
        settings: The home.
        door: The door's name.
        kept: Whether there is anything to keep: a home that is not there is not made for its sake.
    """

    def __init__(self, settings: Settings, door: str, *, kept: bool = True) -> None:
        self._settings, self._door, self._kept = settings, door, kept
        self._log = AuditLog(settings)

    @contextmanager
    def record(self, question: str, caller: Caller, door: str | None = None, **more: Any) -> Iterator[Entry]:
        """Record a question when it has been answered, or when that has failed, however.

        Args:
            question: As asked.
            caller: Who asks.
            door: Another door than this one's own.
            more: What else is known at once of the entry.
        """
        entry, start = Entry(question, caller, door or self._door, **more), time.perf_counter()
        try:
            yield entry
        except LeakageError as error:
            entry.code = error.phase
            raise
        except BaseException as error:
            entry.code = type(error).__name__
            raise
        finally:
            if self._kept:
                self._log.put(_row(entry, self._settings, (time.perf_counter() - start) * 1000))

    def close(self) -> None:
        """Write what is not written yet."""
        self._log.close()


def _row(entry: Entry, settings: Settings, ms: float) -> dict[str, Any]:
    return {
        "asked_at": entry.asked_at,
        "door": entry.door,
        "act": entry.act,
        "user": _text(entry.caller.user),
        "role": entry.caller.role,
        "conversation_id": entry.conversation and _text(entry.conversation),
        "question": _text(entry.question),
        **_outcome(entry),
        "run_id": entry.run_id,
        "model": entry.model,
        "chat_model": settings.chat_model,
        "product": product_version(),
        "ms": round(ms, 3),
    }


def _outcome(entry: Entry) -> dict[str, Any]:
    answer = entry.answer or Answer(status="failed", answer="", code=entry.code, language="", trace_id="")
    queries = answer.queries
    return {
        "language": answer.language or None,
        "status": answer.status,
        "label": answer.label,
        "code": answer.code,
        "reading": answer.plan.said if answer.plan else None,
        "sql": json.dumps([one.sql for one in queries]) if queries else None,
        "tables": json.dumps(sorted({table for one in queries for table in one.tables})) if queries else None,
        "row_count": sum(one.row_count or 0 for one in queries) if queries else None,
        "trace_id": answer.trace_id or None,
    }


def _text(said: str) -> str:
    """A text that can be written: half of a surrogate pair, which no file takes, as its number."""
    return said.encode("utf-8", "backslashreplace").decode()


@cache
def product_version() -> str:
    """The product's version; of a tree that is not installed, ``source``."""
    try:
        return version(DISTRIBUTION)
    except PackageNotFoundError:
        return "source"
