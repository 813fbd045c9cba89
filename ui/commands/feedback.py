"""``leakage feedback``."""

import json
from collections.abc import Sequence
from contextlib import closing
from datetime import UTC, datetime, timedelta
from functools import partial
from importlib.resources import files
from pathlib import Path

import typer
from rich.markup import escape
from rich.table import Column, Table

from doors.context import Context
from doors.learning.asked import asked_in
from doors.learning.clusters import Cluster, clusters
from doors.learning.patch import Files, diff_of, trial_of
from doors.learning.patch import accept as put_into_effect
from doors.learning.proposals import Proposals
from doors.learning.proposals import propose as proposals_of
from evals.suite import suite
from pipeline.errors import FeedbackError
from pipeline.settings import Settings
from ui.commands.progress import say

_NOTHING = "Nobody was unhappy with an answer, and every question got one."


def show(settings: Settings, days: int | None, *, as_json: bool) -> None:
    """Print what people were unhappy with, then what got no answer, each put together by what it is about."""
    since = datetime.now(UTC) - timedelta(days) if days else None
    asked = [one for one in asked_in(settings) if since is None or one.asked_at >= since]
    unhappy = clusters(one for one in asked if one.unhappy)
    missed = clusters(one for one in asked if one.missed and not one.unhappy)
    if as_json:
        typer.echo(json.dumps({"unhappy": _plain(unhappy), "missed": _plain(missed)}, default=str, indent=2))
        return
    for title, found in (("Not good", unhappy), ("No answer", missed)):
        if found:
            say(_table(title, found))
    if not unhappy and not missed:
        say(_NOTHING)


def add(settings: Settings, trace: str, verdict: str, reason: str | None, comment: str | None) -> None:
    """Keep what the caller says of an answer that they got.

    Raises:
        FeedbackError: There is no such answer of theirs, or what they say is none of the words for it.
    """
    with closing(Context(settings, door="command")) as context:
        judged = context.judge(trace, verdict, reason=reason, comment=comment)
    say(f"Noted: {judged.verdict} for “{escape(judged.question)}”.")


def propose(settings: Settings, out: Path | None, model: Path | None, golden: Path | None) -> None:
    """Print or write the diff of what would put right what went wrong."""
    there = _files(settings, model, golden)
    with Context(settings, there.model, door="command") as context, context.current() as lent:
        trial = partial(trial_of, settings, there, lent.database)
        today = datetime.now(settings.zone).date()
        found = proposals_of(asked_in(settings), lent.agent, trial, suite().data, today)
    diff = diff_of(found, there) if found else ""
    if out is None or not diff:
        typer.echo(diff, nl=False)
        say(_said(found)) if not diff else None
        return
    try:
        out.write_text(diff, encoding="utf-8")
    except OSError as refused:
        raise FeedbackError(f"{out} can't be written: {refused.strerror}.") from None
    say(f"{_said(found)} Review {escape(str(out))}, then: leakage feedback accept {escape(str(out))}")


def accept(settings: Settings, diff: Path, model: Path | None, golden: Path | None) -> None:
    """Put a reviewed diff into effect.

    Raises:
        FeedbackError: There is no such file, it does not apply, or git is missing.
    """
    if not diff.is_file():
        raise FeedbackError(f"there is no file {diff}.", "`leakage feedback propose --out FILE` writes one.")
    put_into_effect(diff, _files(settings, model, golden))
    say("Done. Next: leakage eval")


def _files(settings: Settings, model: Path | None, golden: Path | None) -> Files:
    own = Path(str(files("agent") / "semantic"))
    return Files(model or settings.model or own, golden or Path(str(files("evals") / "golden")))


def _said(found: Proposals) -> str:
    if not found:
        return "Nothing to propose: no question was put in other words, and no answer accepted."
    counted = (
        (len(found.synonyms), "synonyms"),
        (len(found.golden), "golden questions"),
        (len(found.certified), "certified answers"),
    )
    return f"Proposed: {', '.join(f'{count} {name}' for count, name in counted)}."


def _table(title: str, found: Sequence[Cluster]) -> Table:
    counts = (Column(name, justify="right") for name in ("Asked", "People"))
    shown = Table(Column(title, overflow="fold"), *counts, "Why", "Said")
    for one in found:
        said = " · ".join(f"“{escape(comment)}”" for comment in one.comments)
        shown.add_row(escape(one.question), str(len(one.asked)), str(one.people), ", ".join(one.reasons), said)
    return shown


def _plain(found: Sequence[Cluster]) -> list[dict[str, object]]:
    return [
        {
            "question": one.question,
            "asked": len(one.asked),
            "people": one.people,
            "reasons": one.reasons,
            "comments": one.comments,
            "traces": [each.trace_id for each in one.asked],
        }
        for one in found
    ]
