"""``leakage actions measure``."""

import json
from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

import typer
from rich.markup import escape
from rich.table import Column, Table

from pipeline.impacts import impacts, record_measured
from pipeline.ledger import Who
from pipeline.settings import Settings
from ui.commands.actions import show_entry
from ui.commands.progress import say

if TYPE_CHECKING:
    from decimal import Decimal


def show(settings: Settings, *, as_json: bool) -> None:
    """Print what each shipped action has saved, with its interval and what was expected."""
    rows = impacts(settings)
    if as_json:
        typer.echo(json.dumps(rows, default=str, indent=2))
        return
    heads = [Column(name, justify="right") for name in ("Share saved", "expected", "A year, measured", "expected")]
    shown = Table(Column("Action", overflow="fold"), "Shipped", "Days", "What can be said", *heads)
    for row in rows:
        shown.add_row(*_cells(row))
    say(shown if rows else "Nothing has been shipped yet. Next: leakage actions ship 1")


def record(settings: Settings, named: str, *, as_json: bool) -> None:
    """Record what an action saves, as measured.

    Raises:
        ActionError: Nothing can be said of it yet, or the role may not.
    """
    show_entry(record_measured(settings, named, Who(settings.caller, settings.role)), as_json=as_json)


def _cells(row: Mapping[str, Any]) -> tuple[str, ...]:
    needed = f", {row['days_needed']} more" if row["days_needed"] else ""
    return (
        escape(f"{row['action']} ({row['journey_type']}, {row['segment']})"),
        str(row["shipped_on"]),
        f"{row['days_measured']}{needed}",
        row["verdict"].replace("_", " "),
        _between(row, "saved_share", "low_share", "high_share", "{:.1%}"),
        f"{row['expected_share']:.1%}",
        _between(row, "annual_saved_usd", "low_annual_usd", "high_annual_usd", "${:,.0f}"),
        f"${row['expected_annual_usd']:,.0f}",
    )


def _between(row: Mapping[str, Any], middle: str, low: str, high: str, form: str) -> str:
    values: list[Decimal | None] = [row[middle], row[low], row[high]]
    known = [form.format(one) for one in values if one is not None]
    return f"{known[0]} ({known[1]} to {known[2]})" if len(known) == len(values) else ""
