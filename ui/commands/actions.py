"""``leakage actions``."""

import dataclasses
import json
from decimal import Decimal
from typing import TYPE_CHECKING, Any, cast

import typer
from rich.markup import escape
from rich.table import Column, Table

from pipeline.actions import Standing, decide, standing
from pipeline.ledger import Action, Change, Entry, Ledger, Who
from pipeline.settings import Settings
from ui.commands.progress import say

if TYPE_CHECKING:
    from pipeline.action_rules import State


def show(settings: Settings, *, as_json: bool) -> None:
    """Print the actions as they stand now, those to do first on top."""
    every = standing(settings)
    if as_json:
        typer.echo(json.dumps([_as_json(one) for one in every], default=str, indent=2))
        return
    money = [Column(name, justify="right", no_wrap=True) for name in ("A year, expected", "measured")]
    heads = (Column("", justify="right"), Column("Action", overflow="fold"))
    shown = Table(*heads, "For", "State", "Owner", "Due", *money, "Id")
    for one in every:
        shown.add_row(*_cells(one))
    say(shown if every else "There is nothing to do: the playbook has no action for the last complete day's calls.")


def decide_about(settings: Settings, named: str, state: str, details: dict[str, Any], *, as_json: bool) -> None:
    """Record a decision and say what the action is from then on.

    Raises:
        ActionError: There is no such action, the role may not, or it can't become that.
    """
    change = Change(cast("State", state), **details)
    show_entry(decide(settings, named, change, Who(settings.caller, settings.role)), as_json=as_json)


def show_entry(entry: Entry, *, as_json: bool) -> None:
    """Say what an action is from a decision on."""
    if as_json:
        typer.echo(json.dumps(_entry_json(entry), default=str, indent=2))
    else:
        say(escape(f"{_said(entry.action)} Recorded for {entry.recorded_by} ({entry.role})."))


def show_log(settings: Settings, *, as_json: bool) -> None:
    """Print every decision, the latest first."""
    entries = Ledger(settings).all()[::-1]
    if as_json:
        typer.echo(json.dumps([_entry_json(one) for one in entries], default=str, indent=2))
        return
    shown = Table("When", "Action", "State", "What", "By")
    for one in entries:
        moment = f"{one.recorded_at.astimezone(settings.zone):%Y-%m-%d %H:%M}"
        what, who = _details(one.action), f"{one.recorded_by} ({one.role})"
        shown.add_row(moment, escape(one.action.action), one.action.state, escape(what), escape(who))
    say(shown if entries else "Nobody has decided anything yet. Next: leakage actions accept 1 --due 2026-12-04")


def _cells(one: Standing) -> tuple[str, ...]:
    act = one.action
    due = act.shipped_on or act.due_on
    return (
        str(one.priority or ""),
        escape(act.action),
        escape(f"{act.journey_type} · {act.segment}"),
        act.state,
        escape(act.owner),
        str(due or ""),
        _money(act.predicted_savings_usd),
        _money(act.realised_savings_usd),
        act.action_id,
    )


def _money(amount: Decimal | None) -> str:
    return "" if amount is None else f"${amount:,.0f}"


def _said(action: Action) -> str:
    details = _details(action)
    more = f": {details}" if details else ""
    return f"{action.action} ({action.journey_type}, {action.segment}) is {action.state}{more}."


def _details(action: Action) -> str:
    share = None if action.exposed_share is None else f"{action.exposed_share:.0%} of the members"
    parts = {
        "accepted": (action.owner, action.due_on and f"due {action.due_on}"),
        "shipped": (action.shipped_on and f"since {action.shipped_on}", share),
        "measured": (action.realised_savings_usd is not None and f"{_money(action.realised_savings_usd)} a year",),
        "rejected": (action.reason,),
    }
    return ", ".join(part for part in parts.get(action.state, ()) if part)


def _as_json(one: Standing) -> dict[str, Any]:
    return {"priority": one.priority, **dataclasses.asdict(one.action), **_about(one)}


def _about(one: Standing) -> dict[str, Any]:
    return {name: getattr(one, name) for name in ("effort", "rationale", "changed_on")}


def _entry_json(entry: Entry) -> dict[str, Any]:
    return {**dataclasses.asdict(entry.action), **{k: v for k, v in vars(entry).items() if k != "action"}}
