"""Where a partial refresh begins: where it was asked to, or earlier where equality with a full refresh needs it."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta

from pipeline.contract import Contract, load_contracts
from pipeline.delta import table_path
from pipeline.engines.protocol import Engine
from pipeline.refresh import models
from pipeline.runs import Run
from pipeline.settings import Settings
from pipeline.sql import Parameters, parse_query
from pipeline.touched import earliest_touched

SUMMARY = "gold.daily_leakage_summary"


@dataclass(frozen=True)
class Beginning:
    """From which business date to recompute (None: everything), and why that is not what was asked for."""

    since: date | None
    reason: str | None = None


def beginning(
    engine: Engine, settings: Settings, given: Parameters, asked: date, last: Run | None, definition: str
) -> Beginning:
    """Decide where a partial refresh begins.

    Args:
        engine: What reads the tables.
        settings: Where they are.
        given: The settings that SQL sees.
        asked: The date that was asked for.
        last: The published run to build on.
        definition: What the tables are to follow now.
    """
    if last is None:
        return Beginning(None, "nothing was published before")
    if last.definition != definition:
        return Beginning(None, "SQL, contracts or settings have changed")
    uncovered = next(_uncovered(given), None)
    if uncovered:
        return Beginning(None, uncovered)
    return _earliest(engine, settings, given, asked, last)


def _uncovered(given: Parameters) -> Iterator[str]:
    """Settings under which a table looks back further than its contract says."""
    for contract in models(load_contracts()).values():
        for name, most in contract.covers.items():
            if int(given[name] or 0) > most:
                yield f"{name} is above {most}, further than {contract.table} looks back in a partial refresh"


def _earliest(engine: Engine, settings: Settings, given: Parameters, asked: date, last: Run) -> Beginning:
    bounds = {asked: None, _first_unfinished(engine, settings, last): "the last run ended there"}
    touched = earliest_touched(engine, settings, given, last)
    if touched is not None:
        bounds.setdefault(touched, "files have come that touch earlier days")
    since = min(bounds)
    if since == date.min:
        return Beginning(None, "a table was not there before")
    return Beginning(since, f"{asked} was asked for, but {bounds[since]}" if bounds[since] else None)


def _first_unfinished(engine: Engine, settings: Settings, last: Run) -> date:
    """Return the first day that the last run did not see whole: a later one would leave it as it was."""
    contract: Contract = load_contracts()[SUMMARY]
    engine.load("old.last_summary", table_path(settings.tables, contract), last.versions[SUMMARY])
    unfinished = "MIN(CASE WHEN NOT is_complete_day THEN summary_date END) AS unfinished"
    found = engine.rows(parse_query(f"SELECT MAX(summary_date) AS day, {unfinished} FROM old.last_summary", {}))[0]
    engine.drop("old.last_summary")
    last_day: date | None = found["day"]
    return min(last_day + timedelta(days=1), found["unfinished"] or date.max) if last_day else date.min
