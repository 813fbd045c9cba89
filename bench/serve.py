"""What the server does under load, over a built home: serve.py HOME.

Fifty questions at once (all must be answered) and two hundred (those that are too many must be sent away at once), each
answer that of its own question, and how long `/health` takes meanwhile. Then how soon a client that leaves a query
which would never end frees the place that it had.
"""

import asyncio
import json
import os
import socket
import statistics
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from contextlib import closing, contextmanager, redirect_stdout
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import httpx
import uvicorn

from agent.answer import Agent
from doors.context import Context
from doors.serving.app import build_app
from doors.serving.desk import Desk
from doors.serving.run import OPTIONS
from pipeline.settings import load_settings

AT_ONCE, TOO_MANY, DAYS = 50, 200, 20
QUESTION = "leaked calls by journey on November {}"
SLOWEST = 60.0
LEAVES = 5
FOREVER = "SELECT SUM(a.range * b.range) FROM range(1000000) AS a, range(1000000) AS b"


@dataclass
class Reply:
    """What became of one request: its status, how long it took, and whether it was its own answer."""

    status: int
    ms: float
    own: bool = True


@contextmanager
def served(home: str) -> Iterator[str]:
    """Serve a home; its address."""
    command = [str(Path(sys.executable).parent / "leakage"), "serve", "--port", "0"]
    environment = os.environ | {"LEAKAGE_HOME": home}
    pipes: dict[str, Any] = {"stdout": subprocess.PIPE, "stderr": subprocess.DEVNULL, "text": True}
    with subprocess.Popen(command, env=environment, **pipes) as process:
        try:
            yield next(word for line in process.stdout or () for word in line.split() if word.startswith("http://"))
        finally:
            process.terminate()


async def asked(client: httpx.AsyncClient, number: int, alone: dict[int, Any]) -> Reply:
    """Ask about a day, and compare with what was answered when nobody else asked."""
    day, start = number % DAYS + 1, time.perf_counter()
    reply = await client.post("/ask", json={"question": QUESTION.format(day)})
    ms = (time.perf_counter() - start) * 1000
    return Reply(reply.status_code, ms, reply.status_code != 200 or reply.json()["rows"] == alone[day])


async def healthy(client: httpx.AsyncClient, until: asyncio.Event) -> list[float]:
    """Look after the server's health, twenty times a second, until told to stop."""
    took = []
    while not until.is_set():
        start = time.perf_counter()
        (await client.get("/health")).raise_for_status()
        took.append((time.perf_counter() - start) * 1000)
        await asyncio.sleep(0.05)
    return took


async def under_load(
    client: httpx.AsyncClient, apart: httpx.AsyncClient, many: int, alone: dict[int, Any]
) -> dict[str, Any]:
    """Ask many questions at once, and look after the server's health meanwhile."""
    until = asyncio.Event()
    watching = asyncio.create_task(healthy(apart, until))
    replies = await asyncio.gather(*(asked(client, number, alone) for number in range(many)))
    until.set()
    health = await watching
    answered = [one.ms for one in replies if one.status == 200]
    shed = [one.ms for one in replies if one.status == 429]
    return {
        "requests": many,
        "answered": len(answered),
        "answered_p95_ms": round(percentile(answered, 95)),
        "shed": len(shed),
        "shed_slowest_ms": round(max(shed, default=0)),
        "other": sorted({one.status for one in replies} - {200, 429}),
        "crossed": sum(not one.own for one in replies),
        "health_p99_ms": round(percentile(health, 99)),
    }


def percentile(values: list[float], which: int) -> float:
    """A percentile of values; of none, 0."""
    return statistics.quantiles(values, n=100, method="inclusive")[which - 1] if len(values) > 1 else sum(values)


async def measured(address: str) -> dict[str, Any]:
    """Measure a server."""
    limits = httpx.Limits(max_connections=TOO_MANY)
    async with (
        httpx.AsyncClient(base_url=address, timeout=SLOWEST, limits=limits) as client,
        httpx.AsyncClient(base_url=address, timeout=SLOWEST) as apart,
    ):
        alone, took = {}, []
        for day in range(1, DAYS + 1):
            start = time.perf_counter()
            alone[day] = (await client.post("/ask", json={"question": QUESTION.format(day)})).json()["rows"]
            took.append((time.perf_counter() - start) * 1000)
        loads = {f"at_once_{many}": await under_load(client, apart, many, alone) for many in (AT_ONCE, TOO_MANY)}
        return {"alone_median_ms": round(statistics.median(took)), **loads}


def left(home: str) -> dict[str, Any]:
    """How long the place of a client that leaves stays taken: the slowest of some, each on the only place there is."""
    Agent.ask = lambda agent, *_, **__: agent._engines["main"].run([FOREVER])  # type: ignore[method-assign,assignment]
    with Context(load_settings(home=home)) as context, closing(Desk(1, 0, SLOWEST)) as desk:
        context.warm_up()
        with in_a_thread(context, desk) as address:
            freed = [_leave(address, desk) for _ in range(LEAVES)]
    return {"leaves": LEAVES, "freed_slowest_ms": round(max(freed))}


@contextmanager
def in_a_thread(context: Context, desk: Desk) -> Iterator[str]:
    """A server in a thread of this process, so that its places can be looked at; its address."""
    with socket.create_server(("127.0.0.1", 0)) as door:
        server = uvicorn.Server(uvicorn.Config(build_app(context, None, desk), **OPTIONS))
        thread = threading.Thread(target=server.run, kwargs={"sockets": [door]})
        thread.start()
        try:
            yield f"http://127.0.0.1:{door.getsockname()[1]}"
        finally:
            server.should_exit = True
            thread.join()


def _leave(address: str, desk: Desk) -> float:
    """Ask, leave after a second, and wait until nobody has a place; milliseconds."""
    try:
        httpx.post(f"{address}/ask", json={"question": "cost"}, timeout=1)
        raise SystemExit("The query that never ends ended.")
    except httpx.ReadTimeout:
        start = time.perf_counter()
    while desk.taken:
        time.sleep(0.005)
    return (time.perf_counter() - start) * 1000


def main() -> None:
    """Print what was measured."""
    with served(sys.argv[1]) as address:
        loads = asyncio.run(measured(address))
    with redirect_stdout(sys.stderr):  # the access log of a server in this process
        freed = left(sys.argv[1])
    print(json.dumps(loads | {"left": freed}, indent=2))


if __name__ == "__main__":
    main()
