"""The body of a request, taken in with a limit on its size, on its time and on what all of them hold."""

import asyncio
from contextlib import contextmanager
from typing import TYPE_CHECKING

from doors.serving.asked import read_json
from doors.serving.limits import serving_limits
from pipeline.errors import RequestError

if TYPE_CHECKING:
    from collections.abc import Iterator
    from typing import Any

    from starlette.requests import Request

_QUICK = 1 << 15
"""Bytes of a body that is read in a moment."""


class Intake:
    """Takes bodies in; all that are under way together hold no more than some of the greatest would."""

    def __init__(self) -> None:
        self._limits = serving_limits()
        self._held = 0

    async def json(self, request: "Request") -> "dict[str, Any]":
        """Take in one JSON object.

        Raises:
            RequestError: It is too large, too slow, no JSON object, or said to be something else.
        """
        self._check_said(request)
        body = bytearray()
        with self._holding(body):
            try:
                async with asyncio.timeout(self._limits.body_seconds):
                    async for part in request.stream():
                        self._take(body, part)
            except TimeoutError:
                raise RequestError(408, f"the body took more than {self._limits.body_seconds:g} s.") from None
            whole = bytes(body)
            return read_json(whole) if len(whole) < _QUICK else await asyncio.to_thread(read_json, whole)

    def _check_said(self, request: "Request") -> None:
        kind = request.headers.get("content-type", "").partition(";")[0].strip().lower()
        if kind != "application/json":
            raise RequestError(415, "the body must be JSON.", "Send Content-Type: application/json.")
        if request.headers.get("content-encoding", "identity").lower() != "identity":
            raise RequestError(415, "the body must not be compressed.")
        said = request.headers.get("content-length", "0")
        if said.isdigit() and int(said[:20]) > self._limits.body_bytes:
            raise self._too_large()

    def _take(self, body: bytearray, part: bytes) -> None:
        if len(body) + len(part) > self._limits.body_bytes:
            raise self._too_large()
        if self._held + len(part) > self._limits.held_bodies * self._limits.body_bytes:
            raise RequestError(429, "too many large requests arrive at once.", "Again in a moment.")
        self._held += len(part)
        body += part

    @contextmanager
    def _holding(self, body: bytearray) -> "Iterator[None]":
        try:
            yield
        finally:
            self._held -= len(body)

    def _too_large(self) -> RequestError:
        return RequestError(413, f"the body is larger than {self._limits.body_bytes:,} bytes.")
