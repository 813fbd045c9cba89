"""``leakage history``, ``restore`` and ``optimize``."""

import dataclasses
import json

import typer
from rich.table import Column, Table

from pipeline.maintain import optimize, restore
from pipeline.runs import Run, history
from pipeline.settings import Settings
from ui.commands.progress import say


def show_history(settings: Settings, *, as_json: bool) -> None:
    """Print the runs, the newest first: one line a run, however far it came."""
    last = {run.run_id: run for run in history(settings)}
    newest_first = sorted(last.values(), key=lambda run: run.run_id, reverse=True)
    if as_json:
        typer.echo(json.dumps([dataclasses.asdict(run) for run in newest_first], default=str))
        return
    whole = {name: Column(name, no_wrap=True) for name in ("Run", "Outcome", "Engine", "Gold rows")}
    shown = Table(whole["Run"], Column("What", overflow="fold"), whole["Outcome"], whole["Engine"], whole["Gold rows"])
    for run in newest_first:
        shown.add_row(run.run_id, _what(run), _outcome(run), run.engine, _gold_rows(run))
    say(shown if newest_first else f"No runs in {settings.home} yet. Next: leakage build")


def _what(run: Run) -> str:
    since = f" since {run.since}" if run.since else ""
    return f"{run.kind}{since}{f': {run.message}' if run.message else ''}"


def _outcome(run: Run) -> str:
    return "did not end" if run.status == "started" else run.status


def _gold_rows(run: Run) -> str:
    rows = [figures.get("rows", 0) for table, figures in run.tables.items() if table.startswith("gold.")]
    return f"{int(sum(rows)):,}" if rows else "-"


def restore_run(settings: Settings, run_id: str, wait: float) -> None:
    """Put gold back and say so."""
    run = restore(settings, run_id, wait)
    say(f"Gold is as of run {run_id} again, published as run {run.run_id}.")


def optimize_tables(settings: Settings, wait: float) -> None:
    """Tidy up and say so."""
    run = optimize(settings, wait)
    kept = f"files of the last {settings.retention_hours} hours were kept"
    say(f"Tables compacted and published as run {run.run_id}; {kept}.")
