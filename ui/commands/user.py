"""``leakage user``."""

import os
from typing import cast, get_args

import typer
from rich.markup import escape
from rich.table import Table

from doors.sign_in import Users, users_file
from pipeline.errors import SettingsError, did_you_mean
from pipeline.settings import Role, Settings
from ui.commands.progress import say

PASSWORD = "LEAKAGE_PASSWORD"  # noqa: S105 - the name of the variable


def add(settings: Settings, name: str, role: str, *, without_password: bool = False) -> None:
    """Add a user, or give one another role and password; one whom a proxy signs in needs no password here.

    Raises:
        SettingsError: There is no such role, the name or password can't be used, or the file can't be written.
    """
    if role not in get_args(Role):
        raise SettingsError(f"there is no role '{role}'.", did_you_mean(role, get_args(Role)))
    if not name.strip() or not name.isprintable():
        raise SettingsError("a name has printable characters.")
    password = None if without_password else os.environ.get(PASSWORD) or _asked()
    Users(users_file(settings)).put(name, cast("Role", role), password)
    say(f"{escape(name)} may sign in as {role}. A page that is being served asks for it after its next start.")


def _asked() -> str:
    return str(typer.prompt("Password", hide_input=True, confirmation_prompt=True))


def token(settings: Settings, name: str) -> None:
    """Give a user a new token, and print it.

    Raises:
        SettingsError: There is no such user.
    """
    typer.echo(Users(users_file(settings)).put_token(name))


def remove(settings: Settings, name: str) -> None:
    """Take a user out.

    Raises:
        SettingsError: There is no such user.
    """
    Users(users_file(settings)).remove(name)
    say(f"{escape(name)} may not sign in any more.")


def show(settings: Settings) -> None:
    """Print who may sign in."""
    shown = Table("User", "Role")
    users = Users(users_file(settings)).all()
    for name, user in users.items():
        shown.add_row(escape(name), user.role)
    say(shown if users else "Nobody need sign in. Next: leakage user add NAME --role operator")
