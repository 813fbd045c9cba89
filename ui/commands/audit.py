"""``leakage audit``."""

import dataclasses
import json
from typing import Any

import typer
from rich.markup import escape
from rich.table import Column, Table

from pipeline.audit import AuditLog
from pipeline.errors import AuditError
from pipeline.settings import Settings
from ui.commands.progress import say


def show(settings: Settings, last: int, chosen: dict[str, str], as_json: bool) -> None:
    """Print the latest records that have the chosen values."""
    records = AuditLog(settings).read(last, **chosen)
    if as_json:
        typer.echo(json.dumps(records, default=str, indent=2))
        return
    shown = Table(
        Column("", justify="right"), "Asked", "Door", "User", "Question", "Became", Column("ms", justify="right")
    )
    for one in records:
        shown.add_row(*(escape(cell) for cell in _cells(settings, one)))
    say(shown if records else 'Nothing of that kind was recorded. Next: leakage ask "What\'s breaking today?"')


def _cells(settings: Settings, one: dict[str, Any]) -> tuple[str, ...]:
    moment = f"{one['asked_at'].astimezone(settings.zone):%Y-%m-%d %H:%M:%S}"
    who = f"{one['user']} ({one['role']})"
    became = one["label"] or ": ".join(filter(None, (one["status"], one["code"])))
    return str(one["record"]), moment, one["door"], who, one["question"], became, f"{one['ms']:.0f}"


def verify(settings: Settings, known_hash: str | None, as_json: bool) -> None:
    """Check the chain and print what was found.

    Raises:
        AuditError: A record was altered, taken out or moved.
    """
    verdict = AuditLog(settings).verify(known_hash)
    if as_json:
        typer.echo(json.dumps(dataclasses.asdict(verdict), indent=2))
    elif not verdict.slips:
        say(f"{verdict.records:,} records, each as it was written. The last one's hash: {verdict.head}")
    else:
        for slip in verdict.slips:
            say(escape(slip.said))
    if verdict.slips:
        raise AuditError(f"{len(verdict.slips)} slips in {verdict.records:,} records; {verdict.slips[0].said}.")
