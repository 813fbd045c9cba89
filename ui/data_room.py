"""What is known of the data: the last runs, the published tables, what the expectations found, the definitions."""

from dataclasses import dataclass
from datetime import datetime

from agent.define import define
from agent.placeholders import capitalised
from doors.context import Context
from pipeline.contract import load_contracts
from pipeline.quality import Finding
from pipeline.runs import Run, history, quality_of
from ui.page_file import page_file
from ui.page_freshness import write_moment


@dataclass(frozen=True)
class RunLine:
    """A run: when, what became of it, how long its tables took."""

    moment: str
    kind: str
    status: str
    seconds: float | None
    message: str


@dataclass(frozen=True)
class TableLine:
    """A table of the published run."""

    table: str
    about: str
    rows: int
    megabytes: float


@dataclass(frozen=True)
class DataRoom:
    """Everything that the room shows; ``met`` counts the expectations that every row met."""

    runs: tuple[RunLine, ...]
    tables: tuple[TableLine, ...]
    found: tuple[Finding, ...]
    met: int
    definitions: tuple[tuple[str, str], ...]


def data_room(context: Context, language: str) -> DataRoom:
    """Gather what is known of the data of a home.

    Raises:
        PublishError: Nothing has been published yet.
    """
    settings = context.settings
    with context.current() as lent:
        run, model = lent.run, lent.agent.knowledge.model
    recorded = list({one.run_id: one for one in history(settings)}.values())  # the last record of each
    findings = quality_of(settings, run.run_id) if run else []
    missed = tuple(one for one in findings if one.rows_failed)
    definitions = (define(name, model, language) for name in dict.fromkeys([*model.notes.headline, *model.measure]))
    return DataRoom(
        runs=tuple(_line(one, context, language) for one in recorded[: -page_file().limits.runs_shown - 1 : -1]),
        tables=tuple(_tables(run)),
        found=missed,
        met=len(findings) - len(missed),
        definitions=tuple((capitalised(label), text) for label, text in definitions),
    )


def _line(run: Run, context: Context, language: str) -> RunLine:
    moment = (run.recorded_at or datetime.min).astimezone(context.settings.zone)
    seconds = sum(table["seconds"] for table in run.tables.values()) if run.tables else None
    return RunLine(write_moment(moment, language), run.kind, run.status, seconds, run.message or "")


def _tables(run: Run | None) -> list[TableLine]:
    contracts = load_contracts()
    figures = run.tables if run else {}
    return [
        TableLine(name, contracts[name].about if name in contracts else "", int(one["rows"]), one["bytes"] / 1e6)
        for name, one in sorted(figures.items())
        if "rows" in one
    ]
