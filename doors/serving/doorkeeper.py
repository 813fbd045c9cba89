"""What stands round every request: its line in the access log, the headers of every reply, strangers sent away."""

import json
import time
import uuid
from collections.abc import Awaitable, Callable, MutableMapping
from typing import Any

import structlog

from doors.serving.limits import serving_limits
from doors.serving.replies import AGAIN, failure
from doors.sign_in import is_own_machine
from pipeline.errors import RequestError

Scope = MutableMapping[str, Any]
Receive = Callable[[], Awaitable[MutableMapping[str, Any]]]
Send = Callable[[MutableMapping[str, Any]], Awaitable[None]]
App = Callable[[Scope, Receive, Send], Awaitable[None]]

_HEADERS = (
    (b"cache-control", b"no-store"),
    (b"x-content-type-options", b"nosniff"),
    (b"content-security-policy", b"default-src 'none'; style-src 'unsafe-inline'; frame-ancestors 'none'"),
)
_log = structlog.get_logger("leakage.access")


class Doorkeeper:
    """Logs each request in one line, without what it says: when, what, who, how it ended, how long it took.

    Args:
        app: What answers.
        own_machine_only: Whether only addresses of this machine may be asked for, as where nobody signs in: else a
            web page could reach the server under a name of its own.
        refuse_when_full: Raises a RequestError when there is no place for a question, so that it costs next to nothing.
    """

    def __init__(self, app: App, *, own_machine_only: bool, refuse_when_full: Callable[[], None] | None = None) -> None:
        self._app, self._own_machine_only, self._refuse_when_full = app, own_machine_only, refuse_when_full

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Take a request through."""
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        start, told = time.perf_counter(), {"status": 0, "bytes": 0}
        scope["state"] = noted = {"request_id": uuid.uuid4().hex}
        try:
            await self._pass(scope, receive, _telling(send, told, noted["request_id"]))
        finally:
            _write_line(scope, noted, told, (time.perf_counter() - start) * 1000)

    async def _pass(self, scope: Scope, receive: Receive, send: Send) -> None:
        host = dict(scope["headers"]).get(b"host", b"").decode("latin-1")
        try:
            self._check(_name_in(host), scope["method"])
        except RequestError as error:
            await _refuse(send, error)
        else:
            await self._app(scope, receive, send)

    def _check(self, name: str, method: str) -> None:
        if self._own_machine_only and not is_own_machine(name):
            raise RequestError(421, "this server answers to this machine's own names only.")
        if self._refuse_when_full and method == "POST":
            self._refuse_when_full()


def _telling(send: Send, told: dict[str, int], request_id: str) -> Send:
    async def sending(message: MutableMapping[str, Any]) -> None:
        if message["type"] == "http.response.start":
            told["status"] = message["status"]
            message["headers"] = [*message.get("headers", ()), *_HEADERS, (b"x-request-id", request_id.encode())]
        else:
            told["bytes"] += len(message.get("body", b""))
        await send(message)

    return sending


def _write_line(scope: Scope, noted: dict[str, Any], told: dict[str, int], ms: float) -> None:
    route = getattr(scope.get("route"), "path", "other")
    client = (scope.get("client") or ("",))[0]
    _log.info("request", method=scope["method"][:16], path=route, client=client, ms=round(ms, 1), **told, **noted)


async def _refuse(send: Send, error: RequestError) -> None:
    body = json.dumps(failure(error)).encode()
    headers = [(b"content-type", b"application/json"), (b"content-length", str(len(body)).encode())]
    if error.status in AGAIN:
        headers.append((b"retry-after", str(serving_limits().retry_seconds).encode()))
    await send({"type": "http.response.start", "status": error.status, "headers": headers})
    await send({"type": "http.response.body", "body": body})


def _name_in(host: str) -> str:
    """The name or address in a Host header, without the port."""
    return host.partition("]")[0] + "]" if host.startswith("[") else host.partition(":")[0]
