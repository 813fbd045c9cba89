"""``leakage talks``."""

import dataclasses
import json
from contextlib import closing
from datetime import datetime

import typer
from rich.markup import escape
from rich.table import Column, Table

from pipeline.settings import Settings
from pipeline.talks import Talks
from ui.commands.progress import say


def list_talks(settings: Settings, *, as_json: bool) -> None:
    """Print the caller's conversations, the latest first."""
    with closing(Talks(settings)) as kept:
        talks = kept.of(settings.caller)
    if as_json:
        listed = [dataclasses.asdict(talk) for talk in talks]
        typer.echo(json.dumps(listed, default=str, indent=2))
        return
    shown = Table(Column("Conversation", overflow="fold"), "Last asked", Column("Questions", justify="right"), "Last")
    for talk in talks:
        moment = _moment(settings, talk.asked_at)
        shown.add_row(escape(talk.conversation_id), moment, str(len(talk.questions)), escape(talk.questions[-1]))
    nothing = 'You have no conversations yet. Next: leakage ask --conversation monday "What\'s breaking today?"'
    say(shown if talks else nothing)


def show_talk(settings: Settings, conversation: str, *, as_json: bool) -> None:
    """Print one conversation of the caller's: what was asked, how it was read, and what became of it.

    Raises:
        TalkError: The caller has no such conversation.
    """
    with closing(Talks(settings)) as kept:
        said = kept.read(conversation, settings.caller)
    if as_json:
        typer.echo(json.dumps([dataclasses.asdict(one) for one in said], default=str, indent=2))
        return
    shown = Table(Column("", justify="right"), "Asked", "Question", "Read as", "Outcome")
    for one in said:
        outcome = one.label or one.status
        shown.add_row(
            str(one.turn), _moment(settings, one.asked_at), escape(one.question), escape(one.reading or ""), outcome
        )
    say(shown)


def _moment(settings: Settings, moment: datetime) -> str:
    return f"{moment.astimezone(settings.zone):%Y-%m-%d %H:%M}"
