"""Who is served: a few questions run, some wait, others are sent away at once; whoever leaves frees their place."""

import asyncio
import threading
from collections.abc import Awaitable, Callable
from concurrent.futures import Future, ThreadPoolExecutor
from typing import Any, Generic, TypeVar

from agent.stop import go_on, stopped_by
from doors.serving.limits import serving_limits
from pipeline.errors import RequestError

Made = TypeVar("Made")
Gone = Callable[[], Awaitable[None]]
"""Returns when whoever asked has left."""

LEFT = 499
"""The status in the log of a request whose sender has left; nobody reads it."""


class Desk:
    """Works on questions in threads; safe to use from several threads.

    Args:
        running: How many are worked on at once.
        waiting: How many more may wait.
        seconds: How long one may take, its waiting included.
    """

    def __init__(self, running: int, waiting: int, seconds: float) -> None:
        self._most, self._seconds = running + waiting, seconds
        self._threads = ThreadPoolExecutor(running, thread_name_prefix="answering")
        self._lock = threading.Lock()
        self._taken, self._closing = 0, False

    @property
    def taken(self) -> int:
        """How many places are taken."""
        return self._taken

    def begin(self, make: Callable[[], Made]) -> "Work[Made]":
        """Take up work, or send it away at once.

        Raises:
            RequestError: All places are taken, or the server is about to end.
        """
        self._take()
        stop = threading.Event()
        try:
            work = self._threads.submit(_made, make, stop)
        except BaseException:
            self._give_back()
            raise
        work.add_done_callback(lambda _: self._give_back())
        return Work(work, stop, self._seconds)

    def refuse_when_full(self) -> None:
        """Send a request away before anything is read of it.

        Raises:
            RequestError: All places are taken, or the server is about to end.
        """
        self.refuse_when_closing()
        if self._taken >= self._most:
            raise RequestError(429, "everybody who answers is busy.", f"Again in {serving_limits().retry_seconds} s.")

    def refuse_when_closing(self) -> None:
        """Send a request away because the server is about to end.

        Raises:
            RequestError: It is.
        """
        if self._closing:
            raise RequestError(503, "the server is about to end.", "Ask again in a moment.")

    def close(self) -> None:
        """Take no more, wait for what runs, and drop what waits."""
        self._closing = True
        self._threads.shutdown(wait=True, cancel_futures=True)

    def _take(self) -> None:
        with self._lock:
            self.refuse_when_full()
            self._taken += 1

    def _give_back(self) -> None:
        with self._lock:
            self._taken -= 1


class Work(Generic[Made]):
    """Work that was taken up; it keeps its place until it has really ended."""

    def __init__(self, work: Future[Made], stop: threading.Event, seconds: float) -> None:
        self._work, self._stop, self._seconds = work, stop, seconds

    async def result(self, gone: Gone | None = None) -> Made:
        """Wait for it, as long as somebody wants it and the time lasts; else stop it.

        Args:
            gone: Returns when whoever asked has left.

        Raises:
            RequestError: It took too long, or whoever asked has left.
        """
        work = asyncio.wrap_future(self._work)
        leaving = [asyncio.ensure_future(gone())] if gone else []
        waited_for: list[asyncio.Future[Any]] = [work, *leaving]
        try:
            ended = asyncio.FIRST_COMPLETED
            done, _ = await asyncio.wait(waited_for, timeout=self._seconds, return_when=ended)
            if work in done:
                return work.result()
            raise self._given_up(left=bool(done))
        finally:
            self._stop.set()
            for one in waited_for:
                one.cancel()

    def _given_up(self, *, left: bool) -> RequestError:
        if left:
            return RequestError(LEFT, "whoever asked has left.")
        return RequestError(504, f"the answer took more than {self._seconds:g} s.", "Ask for less.")


def _made(make: Callable[[], Made], stop: threading.Event) -> Made:
    with stopped_by(stop):
        go_on()
        return make()
