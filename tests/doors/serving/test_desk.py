"""Places at the desk: a few run, some wait, the rest is sent away; who leaves, waits too long or is last is seen to."""

import asyncio
import threading
from collections.abc import Callable, Coroutine, Iterator
from contextlib import closing
from typing import Any

import pytest

from agent.stop import go_on
from doors.serving.desk import LEFT, Desk
from pipeline.errors import RequestError, StoppedError

Finished = Callable[[Coroutine[Any, Any, Any]], Any]


@pytest.fixture
def desk() -> Iterator[Desk]:
    with closing(Desk(1, 1, 30)) as found:
        yield found


def until_stopped(seen: list[str]) -> Callable[[], None]:
    """Work that goes on until nobody wants it."""

    def work() -> None:
        try:
            while True:
                go_on()
        except StoppedError:
            seen.append("stopped")
            raise

    return work


def test_those_who_are_too_many_are_sent_away_until_there_is_room(desk: Desk, finished: Finished) -> None:
    go = threading.Event()

    async def run() -> None:
        first, second = desk.begin(go.wait), desk.begin(lambda: "second")
        with pytest.raises(RequestError) as refused:
            desk.begin(lambda: "third")
        assert refused.value.status == 429
        go.set()
        assert (await first.result(), await second.result()) == (True, "second")
        assert await desk.begin(lambda: "third").result() == "third"

    finished(run())


def test_who_leaves_stops_their_work_and_frees_the_place(desk: Desk, finished: Finished) -> None:
    seen: list[str] = []

    async def leave() -> None:
        await asyncio.sleep(0.05)

    async def run() -> None:
        with pytest.raises(RequestError) as left:
            await desk.begin(until_stopped(seen)).result(leave)
        assert left.value.status == LEFT
        assert await desk.begin(lambda: "next").result() == "next"

    finished(run())
    assert seen == ["stopped"]


def test_who_leaves_while_waiting_is_never_begun(desk: Desk, finished: Finished) -> None:
    go, begun = threading.Event(), threading.Event()

    async def leave() -> None:
        await asyncio.sleep(0.05)

    async def run() -> None:
        first = desk.begin(go.wait)
        with pytest.raises(RequestError):
            await desk.begin(begun.set).result(leave)
        go.set()
        await first.result()
        await desk.begin(lambda: None).result()

    finished(run())
    assert not begun.is_set()


def test_what_takes_too_long_is_stopped(finished: Finished) -> None:
    seen: list[str] = []

    async def run(desk: Desk) -> None:
        with pytest.raises(RequestError) as late:
            await desk.begin(until_stopped(seen)).result()
        assert late.value.status == 504

    with closing(Desk(1, 1, 0.05)) as desk:
        finished(run(desk))
    assert seen == ["stopped"]


def test_an_error_is_that_of_the_work(desk: Desk, finished: Finished) -> None:
    def broken() -> None:
        raise ValueError("no")

    async def run() -> None:
        with pytest.raises(ValueError, match="no"):
            await desk.begin(broken).result()

    finished(run())
    assert desk.taken == 0


def test_when_the_server_ends_nothing_is_begun_any_more(desk: Desk) -> None:
    desk.close()
    with pytest.raises(RequestError) as refused:
        desk.begin(lambda: None)
    assert refused.value.status == 503
