"""Who may sign in, and in which role: the users file, which keeps of passwords and tokens hashes only."""

import hashlib
import hmac
import ipaddress
import os
import secrets
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
    """One user: their role, the Argon2 hash of their password, and the SHA-256 of their token.

    Without a password they come by a token, or by a proxy that has signed them in.
    """

    role: Role
    password: str | None = None
    token: str | None = None


class Users:
    """The users of one home.

    Args:
        path: The users file.
    """

    def __init__(self, path: Path) -> None:
        self._path = path
        self._read: tuple[object, dict[str, User]] = (None, {})

    def accepts(self, name: str, password: str) -> bool:
        """Whether this is a user's password."""
        user = self.all().get(name)
        known = user.password if user else None
        try:
            _HASHER.verify(known or _NOBODY, password)
        except (VerificationError, InvalidHashError):
            return False
        return known is not None

    def role_of(self, name: str) -> Role | None:
        """A user's role as the file says now; None for nobody who may sign in."""
        user = self.all().get(name)
        return user.role if user else None

    def of_token(self, token: str) -> str | None:
        """Whose token it is; None for nobody's."""
        hashed, found = _hashed(token), None
        for name, user in self.all().items():
            if hmac.compare_digest(user.token or "", hashed):
                found = name
        return found

    def mark(self, name: str) -> str | None:
        """Something that changes with a user's password; None for nobody who may sign in."""
        user = self.all().get(name)
        return user.password if user else None

    def put_token(self, name: str) -> str:
        """Give a user a new token in the place of the old one, and return it: it is kept nowhere.

        Raises:
            SettingsError: There is no such user.
        """
        users, token = dict(self.all()), f"lk_{secrets.token_urlsafe(32)}"
        if name not in users:
            raise SettingsError(f"there is no user '{name}' in {self._path}.", "`leakage user add NAME` adds one.")
        users[name] = users[name].model_copy(update={"token": _hashed(token)})
        self._write(users)
        return token

    def put(self, name: str, role: Role, password: str | None) -> None:
        """Add a user, or give one another role and password; None for one who needs no password here.

        Raises:
            SettingsError: The password is too short, or the file can't be written.
        """
        if password is not None and len(password) < LEAST_PASSWORD:
            raise SettingsError(f"a password has at least {LEAST_PASSWORD} characters.")
        hashed = _HASHER.hash(password) if password is not None else None
        users = self.all() | {name: User(role=role, password=hashed)}
        self._write(users)

    def remove(self, name: str) -> None:
        """Take a user out.

        Raises:
            SettingsError: There is no such user.
        """
        users = dict(self.all())
        if users.pop(name, None) is None:
            raise SettingsError(f"there is no user '{name}' in {self._path}.")
        self._write(users)

    def all(self) -> dict[str, User]:
        """Every user by name, as the file says now; none where there is no file.

        Raises:
            SettingsError: The file is not as it must be.
        """
        try:
            state = self._path.stat()
            version = (state.st_ino, state.st_mtime_ns, state.st_size)
            if self._read[0] != version:
                self._read = version, self._parsed()
        except FileNotFoundError:
            return {}
        return self._read[1]

    def _parsed(self) -> dict[str, User]:
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


def refuse_strangers(host: str, users: object | None, what: str) -> None:
    """Let something listen where other machines reach it only if people sign in to it.

    Args:
        host: The address that it listens on.
        users: Who may sign in; None where nobody need.
        what: What listens, in words.

    Raises:
        SettingsError: Nobody signs in, and the address can be reached from elsewhere.
    """
    if users is None and not is_own_machine(host):
        raise SettingsError(
            f"nobody signs in to this {what}, so it can't listen on {host}, where other machines reach it.",
            "Add users with `leakage user add NAME`, or leave --host at 127.0.0.1.",
        )


def is_own_machine(host: str) -> bool:
    """Whether an address or name is this machine's own, for itself alone."""
    try:
        return ipaddress.ip_address(host.strip("[]")).is_loopback
    except ValueError:
        return host == "localhost"


def _hashed(token: str) -> str:
    """A token has as many bits as its hash, so that it need not be made slow to guess."""
    return hashlib.sha256(token.encode("utf-8", "backslashreplace")).hexdigest()
