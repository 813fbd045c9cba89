"""``leakage build``."""

import json
import time
from datetime import date

import typer
from rich.table import Column, Table

from pipeline.build import Report, build
from pipeline.serving import served
from pipeline.settings import Settings
from ui.commands.progress import say, shown
from ui.commands.summary import business_tables


def run(settings: Settings, since: date | None, *, full: bool, wait: float, as_json: bool, verbose: bool) -> None:
    """Build, then say what was built and what it means for the business."""
    begun = time.perf_counter()
    with shown(settings, verbose=verbose) as progress:
        report = build(settings, since, full=full, wait_seconds=wait, progress=progress)
        files = served(settings)
    seconds = time.perf_counter() - begun
    if as_json:
        typer.echo(json.dumps(_as_dict(report, seconds), default=str))
        return
    if not report.unchanged:
        for table in (_tables(report), *_taken_in(report), *_quality(report)):
            say(table)
    for table in business_tables(files.database):
        say(table)
    say(_last_line(report, seconds))


def _last_line(report: Report, seconds: float) -> str:
    if report.unchanged:
        return f"Nothing new: run {report.run.run_id} stands. `leakage build --full` recomputes all the same."
    since = f" from {report.run.since} on" if report.run.since else ""
    since += f" ({report.note})" if report.note else ""
    return f'Published run {report.run.run_id}{since} in {seconds:.1f} s. Next: leakage ask "What\'s breaking today?"'


def _as_dict(report: Report, seconds: float) -> dict[str, object]:
    return {
        "run_id": report.run.run_id,
        "unchanged": report.unchanged,
        "since": report.run.since,
        "note": report.note,
        "seconds": round(seconds, 3),
        "tables": report.run.tables,
        "versions": report.run.versions,
        "ingested": [vars(item) for item in report.ingested],
        "quality": [vars(item) for item in report.findings if item.rows_failed],
    }


def _tables(report: Report) -> Table:
    shown_table = Table("Table", "Rows", "Size", "Seconds", title="Tables", title_justify="left")
    for name, figures in report.run.tables.items():
        rows = f"{int(figures['rows']):,}" if "rows" in figures else "-"
        size = f"{figures['bytes'] / 1e6:,.1f} MB" if "bytes" in figures else "-"
        shown_table.add_row(name, rows, size, f"{figures['seconds']:.2f}")
    return shown_table


def _taken_in(report: Report) -> list[Table]:
    shown_table = Table(_name(), "Files", "Rows", "Lines set aside", title="Taken in", title_justify="left")
    for item in report.ingested:
        if item.new or item.changed:
            aside = ", ".join(f"{reason} {lines:,}" for reason, lines in sorted(item.rejected.items())) or "-"
            changed = f" ({len(item.changed)} changed)" if item.changed else ""
            shown_table.add_row(item.table, f"{len(item.new) + len(item.changed)}{changed}", f"{item.rows:,}", aside)
    return [shown_table] if shown_table.row_count else []


def _quality(report: Report) -> list[Table]:
    shown_table = Table(_name(), "Expectation", "Rows", "What happens", title="Quality", title_justify="left")
    for item in report.findings:
        if item.rows_failed:
            shown_table.add_row(item.table, item.reason, f"{item.rows_failed:,}", _what_happens(item.action))
    return [shown_table] if shown_table.row_count else []


def _what_happens(action: str) -> str:
    return "set aside" if action == "quarantine" else "kept, counted"


def _name() -> Column:
    return Column("Table", no_wrap=True)
