"""The server as a program: who leaves frees a worker, what runs is finished at the end, its log keeps questions out."""

import json
import os
import signal
import socket
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import AbstractContextManager, closing, contextmanager
from pathlib import Path
from typing import Any

import httpx
import pytest
import uvicorn

from agent.answer import Agent
from doors.context import Context
from doors.serving.app import build_app
from doors.serving.desk import Desk
from doors.serving.run import OPTIONS
from pipeline.audit import AuditLog
from pipeline.settings import Settings

pytestmark = pytest.mark.slow

LEAKAGE = Path(sys.executable).parent / "leakage"
FOREVER = "SELECT SUM(a.range * b.range) FROM range(1000000) AS a, range(1000000) AS b"
Running = Callable[..., AbstractContextManager[Any]]


@contextmanager
def in_a_thread(context: Context, desk: Desk) -> Iterator[str]:
    """A real server in a thread of this process; its address."""
    with socket.create_server(("127.0.0.1", 0)) as door:
        server = uvicorn.Server(uvicorn.Config(build_app(context, None, desk), **OPTIONS))
        thread = threading.Thread(target=server.run, kwargs={"sockets": [door]})
        thread.start()
        try:
            yield f"http://127.0.0.1:{door.getsockname()[1]}"
        finally:
            server.should_exit = True
            thread.join()


@pytest.mark.parametrize("path", ["/ask", "/responses"])
def test_who_leaves_has_their_query_stopped(built: Settings, monkeypatch: pytest.MonkeyPatch, path: str) -> None:
    ended: list[str] = []

    def asking(agent: Agent, *_: object, **__: object) -> None:
        try:
            agent._engines["main"].run([FOREVER])
        except Exception as error:
            ended.append(type(error).__name__)
            raise

    monkeypatch.setattr(Agent, "ask", asking)
    body = {"question": "cost"} if path == "/ask" else {"input": "cost", "stream": True}
    with Context(built) as context, closing(Desk(1, 0, 60)) as desk, in_a_thread(context, desk) as address:
        assert httpx.get(f"{address}/ready", timeout=60).status_code == 200
        with pytest.raises(httpx.ReadTimeout):
            httpx.post(address + path, json=body, timeout=1).raise_for_status()
        deadline = time.monotonic() + 30
        while desk.taken and time.monotonic() < deadline:
            time.sleep(0.01)
        assert desk.taken == 0
    assert ended == ["StoppedError"]


def test_too_many_at_once_are_told_and_no_answer_is_anothers(built: Settings, running: Running) -> None:
    questions = [f"top {number} error codes" for number in range(1, 13)]
    few = {"LEAKAGE_SERVE_RUNNING": "1", "LEAKAGE_SERVE_WAITING": "3"}
    with running(built, "serve", **few) as (address, _), httpx.Client(base_url=address, timeout=60) as client:
        alone = {one: client.post("/ask", json={"question": one}).json()["rows"] for one in questions}

        def ask(question: str) -> tuple[int, bool]:
            reply = client.post("/ask", json={"question": question})
            if reply.status_code == 200:
                return 200, reply.json()["rows"] == alone[question]
            return reply.status_code, int(reply.headers["retry-after"]) > 0

        with ThreadPoolExecutor(36) as pool:
            told = list(pool.map(ask, questions * 3))
    assert {status for status, _ in told} == {200, 429}
    assert all(right for _, right in told)


def test_the_end_finishes_what_runs_and_what_is_recorded(built: Settings, running: Running) -> None:
    with running(built, "serve") as (address, process):
        with ThreadPoolExecutor(4) as pool:
            asked = [pool.submit(_asked, address, number) for number in range(4)]
            while AuditLog(built).read(1, user="leaver") == [] and not all(one.done() for one in asked):
                time.sleep(0.01)
            process.send_signal(signal.SIGTERM)
            told = [one.result() for one in asked]
        assert process.wait(60) == 0
    assert {status for status in told if status} <= {200}
    assert len(AuditLog(built).read(10, user="leaver")) == told.count(200)
    assert AuditLog(built).verify().slips == ()


def _asked(address: str, number: int) -> int:
    try:
        body = {"question": f"top {number + 1} error codes", "user": "leaver"}
        return httpx.post(f"{address}/ask", json=body, timeout=60).status_code
    except httpx.ConnectError:
        return 0


def test_the_log_keeps_questions_and_secrets_out(built: Settings, tmp_path: Path) -> None:
    environment = os.environ | {"LEAKAGE_HOME": str(built.home), "LEAKAGE_USER": "vera"}
    with (
        (tmp_path / "log").open("w") as log,
        subprocess.Popen(
            [LEAKAGE, "serve", "--port", "0"], env=environment, stdout=subprocess.PIPE, stderr=log, text=True
        ) as process,
    ):
        assert process.stdout is not None
        address = next(word for word in process.stdout.readline().split() if word.startswith("http://"))
        asked = {"question": "a very secret question", "user": "vera"}
        httpx.post(f"{address}/ask?key=hidden", json=asked, headers={"authorization": "Bearer hush"}, timeout=60)
        httpx.get(f"{address}/hidden/path")
        process.terminate()
        process.wait(60)
    said = (tmp_path / "log").read_text()
    lines = [json.loads(line) for line in said.splitlines()]
    requests = [line for line in lines if line["event"] == "request"]
    assert [(one["path"], one["status"]) for one in requests] == [("/ask", 200), ("other", 404)]
    assert (requests[0]["user"], requests[0]["method"]) == ("vera", "POST")
    assert not [word for word in ("secret question", "hidden", "hush") if word in said]


def test_it_listens_elsewhere_only_where_people_sign_in(built: Settings) -> None:
    for verb in (("serve",), ("mcp", "--http")):
        told = subprocess.run(
            [LEAKAGE, *verb, "--host", "0.0.0.0"],
            env=os.environ | {"LEAKAGE_HOME": str(built.home)},
            capture_output=True,
            text=True,
            check=False,
        )
        assert (told.returncode, "nobody signs in to this server" in told.stderr) == (1, True)
