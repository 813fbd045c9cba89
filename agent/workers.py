"""Worker processes: one that can be killed at any moment, and a few of them for people who ask at once."""

import json
import os
import select
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import IO, Any

from agent.limits import ExecuteLimits
from agent.stop import LOOK_SECONDS, go_on
from pipeline.errors import ExecuteError

_FILE = Path(__file__).with_name("worker.py")
_KEPT = ("PATH", "PYTHONPATH", "LANG", "LD_LIBRARY_PATH")


class Worker:
    """One process over one database, started at once and in the background.

    Args:
        database: A DuckDB file that holds what may be read, and nothing else.
        limits: What one request may cost.
    """

    def __init__(self, database: Path, limits: ExecuteLimits) -> None:
        self._limits = limits
        self._ready = False
        self.process = subprocess.Popen(  # noqa: S603 - our own interpreter and file
            [sys.executable, "-P", str(_FILE), json.dumps(limits.model_dump() | {"database": str(database)})],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            env={name: os.environ[name] for name in _KEPT if name in os.environ} | {"TZ": "UTC"},
        )

    @property
    def alive(self) -> bool:
        """Whether it can take a request."""
        return self.process.poll() is None

    def ask(self, request: dict[str, Any]) -> dict[str, Any] | None:
        """The reply to a request; None when it died over it, or kept silent or talked for too long, and was killed."""
        into, out = self._pipes()
        self._wait_until_ready(out.fileno())
        try:
            into.write(json.dumps(request).encode() + b"\n")
            into.flush()
            line = self._read_line(out.fileno(), self._limits.seconds)
        except BrokenPipeError:
            line = None
        if line is None:
            self.kill()
        return None if line is None else dict(json.loads(line))

    def _wait_until_ready(self, pipe: int) -> None:
        if not self._ready and self._read_line(pipe, self._limits.start_seconds) is None:
            self.kill()
            raise ExecuteError("the process that runs queries does not start.", "Is there memory left?")
        self._ready = True

    def kill(self) -> None:
        """End it, whatever it does."""
        self.process.kill()
        self.process.wait()
        for pipe in self._pipes():
            with suppress(BrokenPipeError):
                pipe.close()

    def _read_line(self, pipe: int, seconds: float) -> bytes | None:
        end, line = time.monotonic() + seconds, bytearray()
        while not line.endswith(b"\n"):
            part = self._read_part(pipe, end)
            line += part
            if not part or len(line) > self._limits.megabytes << 20:
                return None
        return bytes(line)

    def _read_part(self, pipe: int, end: float) -> bytes:
        """What the process says next; nothing when it says no more, or not in time."""
        while (left := end - time.monotonic()) > 0:
            go_on()
            ready, _, _ = select.select([pipe], [], [], min(left, LOOK_SECONDS))
            if ready:
                return os.read(pipe, 1 << 16)
        return b""

    def _pipes(self) -> tuple[IO[bytes], IO[bytes]]:
        if self.process.stdin is None or self.process.stdout is None:
            raise RuntimeError("the worker has no pipes")
        return self.process.stdin, self.process.stdout


class Workers:
    """A few workers over one database; each serves one request at a time, and more are started as they are needed.

    Args:
        database: The file.
        limits: How many there may be, how long one waits for one, and what one request may cost.
    """

    def __init__(self, database: Path, limits: ExecuteLimits) -> None:
        self._database, self._limits = database, limits
        self._idle: list[Worker] = []
        self._lent: set[Worker] = set()
        self._changed = threading.Condition()

    @property
    def running(self) -> int:
        """How many processes there are."""
        with self._changed:
            return sum(worker.alive for worker in (*self._idle, *self._lent))

    def start(self) -> None:
        """Start one, so that the first question need not wait for it."""
        with self._changed:
            if not self._idle and not self._lent:
                self._idle.append(self._new())

    @contextmanager
    def lend(self) -> Iterator[Worker]:
        """Lend a worker; one that died is replaced at once, so that the next question finds it ready.

        Raises:
            ExecuteError: All were busy for too long.
        """
        worker = self._take()
        try:
            yield worker
        except BaseException:
            worker.kill()
            raise
        finally:
            self._give_back(worker)

    def close(self) -> None:
        """End all of them; those that are lent end when they come back. A later request starts anew."""
        with self._changed:
            for worker in self._idle:
                worker.kill()
            self._idle.clear()
            self._lent.clear()

    def _take(self) -> Worker:
        with self._changed:
            self._wait_for_room(time.monotonic() + self._limits.wait_seconds)
            worker = next((one for one in self._drain() if one.alive), None) or self._new()
            self._lent.add(worker)
            return worker

    def _wait_for_room(self, end: float) -> None:
        while not self._changed.wait_for(self._has_room, LOOK_SECONDS):
            go_on()
            if time.monotonic() > end:
                raise ExecuteError("everybody who runs queries is busy.", "Ask again in a moment.")

    def _has_room(self) -> bool:
        return bool(self._idle) or len(self._lent) < self._limits.workers

    def _drain(self) -> Iterator[Worker]:
        while self._idle:
            yield self._idle.pop()

    def _give_back(self, worker: Worker) -> None:
        with self._changed:
            if worker in self._lent:
                self._lent.remove(worker)
                self._idle.append(worker if worker.alive else self._new())
            else:
                worker.kill()
            self._changed.notify()

    def _new(self) -> Worker:
        return Worker(self._database, self._limits)
