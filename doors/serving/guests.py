"""Who sends a request: a user by token or password, each in their role; on one's own machine whoever it says."""

import asyncio
import base64
import hashlib
import secrets
import time

from agent.planner import Caller
from doors.serving.limits import serving_limits
from doors.sign_in import Users
from pipeline.errors import RequestError

_HINT = "Send `Authorization: Bearer TOKEN` (leakage user token NAME makes one), or a name and password (Basic)."


class Guests:
    """Tells who sends a request.

    Args:
        users: Who may sign in; None where nobody need.
        usual: Who asks where nobody signs in and the request names nobody.
    """

    def __init__(self, users: Users | None, usual: Caller) -> None:
        self._users, self._usual = users, usual
        self._remembered: dict[bytes, float] = {}
        self._key = secrets.token_bytes(32)
        self._waiting = 0
        self._one_at_a_time = asyncio.Lock()

    async def caller(self, authorization: str | None) -> Caller:
        """Who sends a request with this header, in the role that they have now.

        Raises:
            RequestError: Nobody who may.
        """
        if self._users is None:
            return self._usual
        name = await self._signed_in(self._users, authorization or "")
        role = self._users.role_of(name) if name else None
        if name is None or role is None:
            raise RequestError(401, "nobody is signed in.", _HINT)
        return Caller(name, role)

    def named(self, caller: Caller, name: str | None) -> Caller:
        """The one whom a request names, who is the sender where people sign in.

        Raises:
            RequestError: It is somebody else.
        """
        if name is None or name == caller.user:
            return caller
        if self._users is not None:
            raise RequestError(403, "the request names another user than the one who is signed in.")
        return Caller(name, caller.role)

    async def _signed_in(self, users: Users, authorization: str) -> str | None:
        scheme, _, said = authorization.partition(" ")
        if scheme.lower() == "bearer":
            return users.of_token(said.strip())
        name, password = _name_and_password(said) if scheme.lower() == "basic" else ("", "")
        return name if name and await self._accepts(users, name, password) else None

    async def _accepts(self, users: Users, name: str, password: str) -> bool:
        """Check a password in a thread, one at a time: each check is made to take a while."""
        known = hashlib.blake2b(repr((name, password, users.mark(name))).encode(), key=self._key).digest()
        if self._remembered.get(known, 0) > time.monotonic():
            return True
        if self._waiting >= serving_limits().sign_ins:
            raise RequestError(429, "too many passwords are being checked.", "Use a token, or try again in a moment.")
        self._waiting += 1
        try:
            async with self._one_at_a_time:
                right = await asyncio.to_thread(users.accepts, name, password)
        finally:
            self._waiting -= 1
        if right:
            self._remember(known)
        return right

    def _remember(self, known: bytes) -> None:
        now = time.monotonic()
        self._remembered = {one: until for one, until in self._remembered.items() if until > now}
        self._remembered[known] = now + serving_limits().remembered_seconds


def _name_and_password(said: str) -> tuple[str, str]:
    try:
        name, _, password = base64.b64decode(said, validate=True).decode("utf-8").partition(":")
    except ValueError:
        return "", ""
    return name, password
