"""Who may sign in to the page, and in which role: the users file, whose passwords are kept as Argon2 hashes only."""

import os
from pathlib import Path

import yaml
from argon2 import PasswordHasher
from argon2.exceptions import InvalidHashError, VerificationError
from pydantic import TypeAdapter, ValidationError

from agent.metric_view import Strict
from pipeline.errors import SettingsError
from pipeline.settings import Role, Settings

_HASHER = PasswordHasher()
_NOBODY = _HASHER.hash("nobody's")
"""Checked where there is no such user, so that a wrong name takes as long as a wrong password."""
LEAST_PASSWORD = 10


class User(Strict):
    """One user."""

    role: Role
    password: str


class Users:
    """The users of one home.

    Args:
        path: The users file.
    """

    def __init__(self, path: Path) -> None:
        self._path = path

    def accepts(self, name: str, password: str) -> bool:
        """Whether this is a user's password."""
        user = self.all().get(name)
        try:
            _HASHER.verify(user.password if user else _NOBODY, password)
        except (VerificationError, InvalidHashError):
            return False
        return user is not None

    def role_of(self, name: str) -> Role | None:
        """A user's role as the file says now; None for nobody who may sign in."""
        user = self.all().get(name)
        return user.role if user else None

    def put(self, name: str, role: Role, password: str) -> None:
        """Add a user, or give one another role and password.

        Raises:
            SettingsError: The password is too short, or the file can't be written.
        """
        if len(password) < LEAST_PASSWORD:
            raise SettingsError(f"a password has at least {LEAST_PASSWORD} characters.")
        users = self.all() | {name: User(role=role, password=_HASHER.hash(password))}
        self._write(users)

    def remove(self, name: str) -> None:
        """Take a user out.

        Raises:
            SettingsError: There is no such user.
        """
        users = self.all()
        if users.pop(name, None) is None:
            raise SettingsError(f"there is no user '{name}' in {self._path}.")
        self._write(users)

    def all(self) -> dict[str, User]:
        """Every user by name, as the file says now; none where there is no file.

        Raises:
            SettingsError: The file is not as it must be.
        """
        try:
            content = yaml.safe_load(self._path.read_text(encoding="utf-8"))
        except FileNotFoundError:
            return {}
        except (OSError, UnicodeDecodeError, yaml.YAMLError):
            raise SettingsError(f"the users file {self._path} can't be read.") from None
        try:
            return TypeAdapter(dict[str, User]).validate_python(content or {})
        except ValidationError as invalid:
            place = ".".join(str(part) for part in invalid.errors()[0]["loc"])
            raise SettingsError(f"{self._path}: '{place}' is not as it must be.", "See docs/page.md.") from None

    def _write(self, users: dict[str, User]) -> None:
        unfinished = self._path.with_suffix(f".{os.getpid()}.tmp")
        try:
            self._path.parent.mkdir(parents=True, exist_ok=True)
            unfinished.touch(mode=0o600)
            unfinished.write_text(yaml.safe_dump({name: one.model_dump() for name, one in sorted(users.items())}))
            unfinished.replace(self._path)
        except OSError as refused:
            raise SettingsError(f"{self._path} can't be written: {refused.strerror}.") from None


def users_of(settings: Settings) -> Users | None:
    """The users who must sign in; None where nobody need."""
    path = users_file(settings)
    return Users(path) if path.is_file() else None


def users_file(settings: Settings) -> Path:
    """Where users are kept: the setting's file, else the home's."""
    return settings.users or settings.home / "users.yml"
