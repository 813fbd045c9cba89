"""The verbs that say what is to be done, and what becomes of it."""

from datetime import datetime
from decimal import Decimal
from typing import Annotated, Any

import typer

from ui.verbs.options import Home, Json, Set, settings_of

app = typer.Typer(help="What to do about leakage: list the actions, accept, ship, measure or reject them.")

Named = Annotated[str, typer.Argument(metavar="ACTION", help="Its number in the list, its id, or its name.")]
Role = Annotated[str | None, typer.Option(help="Who decides: operator or care_ops.")]


def _day(text: str) -> Any:
    return typer.Option(formats=["%Y-%m-%d"], help=text)


@app.callback(invoke_without_command=True)
def actions(context: typer.Context, home: Home = None, json: Json = False, given: Set = None) -> None:
    """What to do about leakage: list the actions, accept, ship, measure or reject them."""
    if context.invoked_subcommand is None:
        from ui.commands.actions import show

        show(settings_of(given, home=home), as_json=json)


@app.command()
def accept(
    action: Named,
    owner: Annotated[str | None, typer.Option(help="The team that does it; default: the one proposed.")] = None,
    due: Annotated[datetime | None, _day("The day that it is promised for.")] = None,
    role: Role = None,
    home: Home = None,
    json: Json = False,
    given: Set = None,
) -> None:
    """Accept an action: who does it, and by when; again to change either."""
    _decide(action, "accepted", settings_of(given, home=home, role=role), json, owner=owner, due_on=_date(due))


@app.command()
def ship(
    action: Named,
    on: Annotated[datetime | None, _day("The first day that members have it; default: today.")] = None,
    share: Annotated[float, typer.Option(min=0, max=1, help="The share of the slice's members that have it.")] = 1.0,
    role: Role = None,
    home: Home = None,
    json: Json = False,
    given: Set = None,
) -> None:
    """Say that members have it, since when and how many of them; again when more do."""
    settings = settings_of(given, home=home, role=role)
    shipped = _date(on) or datetime.now(settings.zone).date()
    _decide(action, "shipped", settings, json, shipped_on=shipped, exposed_share=Decimal(str(share)))


@app.command()
def reject(
    action: Named,
    reason: Annotated[str, typer.Option(help="Why it is not done.")],
    role: Role = None,
    home: Home = None,
    json: Json = False,
    given: Set = None,
) -> None:
    """Decide that an action is not done; it is not proposed again."""
    _decide(action, "rejected", settings_of(given, home=home, role=role), json, reason=reason)


@app.command()
def reopen(action: Named, role: Role = None, home: Home = None, json: Json = False, given: Set = None) -> None:
    """Propose a rejected action again."""
    _decide(action, "proposed", settings_of(given, home=home, role=role), json)


@app.command()
def measure(
    action: Annotated[str | None, typer.Argument(metavar="ACTION", help="Record what this one saves a year.")] = None,
    role: Role = None,
    home: Home = None,
    json: Json = False,
    given: Set = None,
) -> None:
    """What shipped actions have really saved; of one that is named it is recorded in the ledger."""
    from ui.commands.impacts import record, show

    settings = settings_of(given, home=home, role=role)
    if action is None:
        show(settings, as_json=json)
    else:
        record(settings, action, as_json=json)


@app.command()
def log(home: Home = None, json: Json = False, given: Set = None) -> None:
    """Every decision, by whom and when, the latest first."""
    from ui.commands.actions import show_log

    show_log(settings_of(given, home=home), as_json=json)


def _decide(action: str, state: str, settings: Any, as_json: bool, **details: Any) -> None:
    from ui.commands.actions import decide_about

    decide_about(settings, action, state, details, as_json=as_json)


def _date(moment: datetime | None) -> Any:
    return moment.date() if moment else None
