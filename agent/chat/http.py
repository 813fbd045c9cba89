"""An HTTP client that reads no more of a reply than it may, and follows no redirect: questions go to one address."""

from collections.abc import AsyncIterator, Awaitable, Callable

import httpx2
from openai import DefaultAsyncHttpxClient


class ReplyTooLargeError(Exception):
    """A server sends more than it may."""


class _Capped(httpx2.AsyncByteStream):
    def __init__(self, inner: httpx2.AsyncByteStream, most: int) -> None:
        self._inner = inner
        self._most = most

    async def __aiter__(self) -> AsyncIterator[bytes]:
        size = 0
        async for part in self._inner:
            size += len(part)
            if size > self._most:
                raise ReplyTooLargeError
            yield part

    async def aclose(self) -> None:
        await self._inner.aclose()


def capped_client(most: int) -> httpx2.AsyncClient:
    """Make a client for replies of up to so many bytes; they come uncompressed, so that none unfolds into more."""
    return DefaultAsyncHttpxClient(
        event_hooks={"response": [_cap(most)]},
        headers={"Accept-Encoding": "identity"},
        follow_redirects=False,
    )


def _cap(most: int) -> Callable[[httpx2.Response], Awaitable[None]]:
    async def cap(response: httpx2.Response) -> None:
        if response.headers.get("content-encoding", "identity") != "identity":
            raise ReplyTooLargeError
        if isinstance(response.stream, httpx2.AsyncByteStream):
            response.stream = _Capped(response.stream, most)

    return cap
