"""Who a proxy that signs people in says that somebody is: the headers that Databricks Apps sends to its apps."""

from collections.abc import Mapping
from typing import Protocol

from doors.sign_in import Users, users_file, users_of
from pipeline.settings import Role, Settings

NAMES = ("x-forwarded-email", "x-forwarded-user")
"""The headers that name somebody, the best first. The access token that may come along is not read."""
MOST_NAME = 320


class Gate(Protocol):
    """Knows in which role somebody may be here."""

    def role_of(self, name: str) -> Role | None:
        """A user's role as it is now; None for nobody who may be here."""


class Forwarded:
    """The people whom a proxy has signed in. Only for a server that nobody reaches but through that proxy.

    Args:
        users: Their roles, by e-mail address or name; passwords are not asked.
        otherwise: The role of those who have none there; None turns them away.
    """

    def __init__(self, users: Users, otherwise: Role | None) -> None:
        self._users = users
        self._otherwise = otherwise

    def name_of(self, headers: Mapping[str, str]) -> str | None:
        """Whom the headers of a request name, if they may be here; None for anybody else."""
        given = (headers.get(name, "").strip() for name in NAMES)
        name = next((one for one in given if one), "")
        known = name and len(name) <= MOST_NAME and name.isprintable() and self.role_of(name)
        return name.casefold() if known else None

    def role_of(self, name: str) -> Role | None:
        """A user's role as the users file says now, else everybody's; None for nobody who may be here."""
        every = {known.casefold(): user.role for known, user in self._users.all().items()}
        return every.get(name.casefold(), self._otherwise)


def gate_of(settings: Settings) -> Users | Forwarded | None:
    """How people get to the page: signed in by a proxy, by the users file, or, None, not at all."""
    if settings.sign_in == "databricks_app":
        return Forwarded(Users(users_file(settings)), settings.sign_in_role)
    return users_of(settings)
