"""``leakage generate``."""

from pathlib import Path
from typing import Any

from rich.table import Table

from pipeline.generate.generate import Summary, generate
from pipeline.generate.request import Request
from pipeline.settings import Settings
from ui.commands.progress import say, shown


def run(settings: Settings, given: dict[str, Any], world: Path | None, out: Path | None, *, verbose: bool) -> None:
    """Make the data set and say what was made."""
    landing = out or settings.landing
    answer_key = out.with_name(f"{out.name}-answer-key") if out else settings.home / "answer_key"
    request = Request(
        **{name: value for name, value in given.items() if value is not None}, time_zone=settings.time_zone
    )
    with shown(settings, verbose=verbose) as tell:
        summary = generate(request, landing, answer_key, progress=lambda words: tell(words, 1, 1), world=world)
    say(_table(summary))
    say(f"{summary.first_day} to {summary.last_day} in {summary.seconds:.1f} s. Landing zone: {landing}")
    say(f"{summary.chance_calls:,} of {summary.unrelated_calls:,} unrelated calls follow a failure by chance.")
    say(f"The answer key, for evaluation only: {summary.answer_key}. Next: leakage build")


def _table(summary: Summary) -> Table:
    shown_table = Table("Source", "Rows", "Spoiled copies added", title="Made up", title_justify="left")
    for source, rows in summary.rows.items():
        shown_table.add_row(source, f"{rows:,}", f"{summary.spoiled.get(source, 0):,}")
    return shown_table
