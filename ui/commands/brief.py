"""``leakage brief``."""

import dataclasses
import json
from collections.abc import Callable
from pathlib import Path

import typer
from rich.markup import escape
from rich.table import Table

from agent.briefing.compose import subject
from doors.context import Context
from pipeline.deliveries import Deliveries
from pipeline.errors import BriefingError, DeliveryError, did_you_mean
from pipeline.settings import Settings
from ui.brief.made import Made, make
from ui.brief.post import Desk, Outcome
from ui.brief.write import as_html, as_markdown, as_sql
from ui.commands.progress import say

FORMS: dict[str, Callable[[Made, Settings], str]] = {
    "markdown": lambda made, _: as_markdown(made.sheet),
    "html": lambda made, settings: as_html(made.sheet, subject(made.briefing, made.outline), settings.page_url),
    "json": lambda made, _: made.briefing.model_dump_json(indent=2) + "\n",
    "sql": lambda made, _: as_sql(made.sheet),
}


def write(settings: Settings, audience: str, language: str, form: str, out: Path | None) -> None:
    """Make a briefing, and print it or write it to a file.

    Raises:
        BriefingError: There is no such form, audience or language, or the figures are not fit for a briefing.
    """
    if form not in FORMS:
        raise BriefingError(f"there is no format '{form}'.", did_you_mean(form, FORMS) or f"There are {_list(FORMS)}.")
    with Context(settings, door="briefing") as context:
        made = make(context, audience, language)
    text = FORMS[form](made, settings)
    if out is None:
        typer.echo(text, nl=False)
        return
    try:
        out.write_text(text, encoding="utf-8")
    except OSError as refused:
        raise BriefingError(f"{out} can't be written: {refused.strerror}.") from None
    say(f"Wrote {escape(str(out))}.")


def send_all(settings: Settings, *, force: bool, as_json: bool = False) -> None:
    """Send every reader theirs, and show what became of it.

    Raises:
        DeliveryError: One or more did not go.
    """
    with Context(settings, door="briefing") as context:
        outcomes = list(Desk(context).send(force=force))
    if as_json:
        typer.echo(json.dumps([dataclasses.asdict(one) for one in outcomes], indent=2))
    else:
        say(_table(outcomes))
    failed = [one for one in outcomes if one.became == "failed"]
    if failed:
        raise DeliveryError(f"{len(failed)} of {len(outcomes)} did not go: {failed[0].reason}", "Run it again.")


def show_log(settings: Settings, *, as_json: bool) -> None:
    """Print how far each briefing came on its way to each reader; as JSON every step."""
    recorded = Deliveries(settings).all()
    if as_json:
        typer.echo(json.dumps([dataclasses.asdict(one) for one in recorded], default=str, indent=2))
        return
    shown = Table("When", "Briefing", "Channel", "To", "Status", "Reason")
    for one in {one.message_id: one for one in recorded}.values():
        moment = f"{one.recorded_at.astimezone(settings.zone):%Y-%m-%d %H:%M}"
        row = (moment, one.briefing, one.channel, one.target, one.status, one.reason or "")
        shown.add_row(*(escape(cell) for cell in row))
    say(shown if recorded else "Nothing has been sent yet. Next: leakage brief --send")


def _table(outcomes: list[Outcome]) -> Table:
    shown = Table("Briefing", "Channel", "To", "Became", "Reason")
    for one in outcomes:
        sent = one.delivery
        shown.add_row(*(escape(cell) for cell in (sent.briefing, sent.channel, sent.target, one.became, one.reason)))
    return shown


def _list(names: dict[str, Callable[[Made, Settings], str]]) -> str:
    return ", ".join(names)
