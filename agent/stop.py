"""Whether the answer that is being made is still wanted: who asked may have left, or waited long enough."""

import threading
from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar

from pipeline.errors import StoppedError

_STOP: ContextVar[threading.Event | None] = ContextVar("stop", default=None)

LOOK_SECONDS = 0.05
"""How often what waits looks up."""


@contextmanager
def stopped_by(event: threading.Event) -> Iterator[None]:
    """Let an event stop the answers that are made meanwhile in this thread."""
    token = _STOP.set(event)
    try:
        yield
    finally:
        _STOP.reset(token)


def go_on() -> None:
    """Go on, if the answer is still wanted.

    Raises:
        StoppedError: It is not.
    """
    event = _STOP.get()
    if event is not None and event.is_set():
        raise StoppedError("nobody waits for the answer any more.")
