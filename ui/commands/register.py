"""``leakage register``."""

import dataclasses
import json

import typer
from rich.markup import escape

from doors.tracing.store import open_store
from doors.tracing.versions import evaluated_version
from doors.tracking.register import Forced, Registered, refuse_unfit, register
from evals.recorded import Recorded, latest, recorded
from pipeline.errors import TrackingError
from pipeline.serving import served
from pipeline.settings import Settings
from ui.commands.eval import Wanted, evaluated
from ui.commands.progress import say


def run(settings: Settings, *, bundle: bool, why: str | None, as_json: bool, verbose: bool) -> None:
    """Log and register the agent, on the latest evaluation of what it is now; without one, it is evaluated first.

    Raises:
        TrackingError: The evaluation fails and nobody says why it should be registered all the same.
        PublishError: Nothing has been published yet.
    """
    forced = _forced(settings, why)
    files = served(settings)
    found = _found(settings, verbose=verbose)
    refuse_unfit(found, forced)
    made = register(open_store(settings), settings, found, forced, files.database if bundle else None)
    if as_json:
        typer.echo(json.dumps(dataclasses.asdict(made), indent=2))
    else:
        say(_said(made, found, forced))


def _forced(settings: Settings, why: str | None) -> Forced | None:
    if why is None:
        return None
    if not why.strip():
        raise TrackingError("--force needs a reason.", 'For example: --force "a trial for the pilot group".')
    return Forced(settings.caller, why.strip())


def _found(settings: Settings, *, verbose: bool) -> Recorded:
    version = evaluated_version()
    known = latest(settings.state, version)
    return known or recorded(evaluated(settings, Wanted(), verbose=verbose), version)


def _said(made: Registered, found: Recorded, forced: Forced | None) -> str:
    how = f"forced by {forced.who}: {forced.why}" if forced and not found.passed else "the gate passed"
    return f"Registered {escape(made.name)} version {made.version} ({escape(how)}). Model: {made.model_uri}"
