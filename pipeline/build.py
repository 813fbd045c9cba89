"""The orchestrator: raw files to published gold tables, in the order that the SQL files' own references give."""

import time
from collections.abc import Callable
from contextlib import closing
from dataclasses import dataclass, field, replace
from datetime import UTC, date, datetime

import structlog

from pipeline.bronze.ingest import Ingested, ingest
from pipeline.bronze.mapping import readings
from pipeline.compute import Bench, Output, compute, latest_versions, outputs, save
from pipeline.contract import Contract, load_contracts
from pipeline.delta import open_table, table_path
from pipeline.engines.choose import open_engine
from pipeline.engines.protocol import Engine
from pipeline.errors import BuildError, IngestError, LeakageError, QualityError
from pipeline.parameters import parameters
from pipeline.quality import Finding, must_stop
from pipeline.reference import create_references, decision_versions
from pipeline.refresh import build_order, plan_refresh
from pipeline.runs import Run, definition_of, new_run_id, only_run, published, record, record_quality
from pipeline.settings import Settings
from pipeline.since import beginning
from pipeline.sql import Parameters

log = structlog.get_logger()

Progress = Callable[[str, int, int], None]


@dataclass
class Report:
    """What a run did.

    Attributes:
        run: The run, as published; the run that still stands when nothing had changed.
        ingested: What was taken in, by source.
        findings: What each expectation found.
        unchanged: Whether there was nothing to do.
        note: Why the run did not begin where it was asked to.
    """

    run: Run
    ingested: list[Ingested] = field(default_factory=list)
    findings: list[Finding] = field(default_factory=list)
    unchanged: bool = False
    note: str | None = None


@dataclass
class _Work:
    """What the stages of one run share."""

    settings: Settings
    engine: Engine
    run: Run
    given: Parameters
    progress: Progress
    report: Report
    decided: dict[str, int]


def build(
    settings: Settings,
    since: date | None = None,
    *,
    full: bool = False,
    wait_seconds: float = 0,
    progress: Progress | None = None,
) -> Report:
    """Bring everything up to date and publish it.

    Args:
        settings: Where, how, and what the tables follow.
        since: Recompute from this business date only, or from an earlier one that new data touch.
        full: Recompute even when nothing has changed.
        wait_seconds: How long to wait for another run to end.
        progress: Told what is being done: a name, a position and a total.

    Raises:
        LeakageError: Something failed; nothing of this run was published.
    """
    with only_run(settings, wait_seconds):
        run = Run(new_run_id(), "build", settings.engine, definition_of(settings))
        try:
            with closing(open_engine(settings)) as engine:
                work = _Work(
                    settings,
                    engine,
                    run,
                    parameters(settings),
                    progress or _quiet,
                    Report(run),
                    decision_versions(settings.tables),
                )
                return _stages(work, since, full)
        except Exception as failed:
            record(settings, run, "failed", str(failed))
            if isinstance(failed, LeakageError):
                raise
            raise BuildError(f"the run failed: {failed}") from failed


def _stages(work: _Work, since: date | None, full: bool) -> Report:
    _ingest(work)
    _something_must_be_there(work)
    last = published(work.settings)
    if last and not full and _nothing_changed(work, last):
        log.info("nothing_changed", published=last.run_id)
        work.report.run, work.report.unchanged = last, True
        return work.report
    record(work.settings, work.run, "started")
    bench = _bench(work, since, last)
    create_references(work.engine, work.settings, work.decided)
    contracts = load_contracts()
    order = [contracts[table] for table in build_order(contracts)]
    waiting = [
        output
        for position, contract in enumerate(order, 1)
        for output in _table(work, bench, contract, position, len(order))
    ]
    for position, output in enumerate(waiting, 1):
        work.progress(f"write {output.contract.table}", position, len(waiting))
        _save(work, bench, output)
    return _publish(work, bench)


def _ingest(work: _Work) -> None:
    sources = readings(work.settings.mapping)
    for position, reading in enumerate(sources, 1):
        work.progress(f"read {reading.table}", position, len(sources))
        batch = work.settings.ingest_batch_mb * 1_000_000
        moment = datetime.now(UTC)
        found = ingest(work.engine, work.settings.landing, work.settings.tables, reading, moment, batch)
        log.info(
            "ingested",
            table=found.table,
            rows=found.rows,
            files=len(found.new),
            changed=found.changed,
            rejected=found.rejected,
        )
        work.report.ingested.append(found)


def _something_must_be_there(work: _Work) -> None:
    """Refuse to publish emptiness: without events or without calls there is nothing to say."""
    for contract in (item for item in load_contracts().values() if item.row_date):
        table = open_table(table_path(work.settings.tables, contract))
        if table is None or not table.file_uris():
            hint = f"Put {contract.source}.csv or {contract.source}/*.csv there, or run `leakage generate`."
            raise IngestError(f"{work.settings.landing} has no rows for {contract.source}.", hint)


def _nothing_changed(work: _Work, last: Run) -> bool:
    same = last.definition == work.run.definition
    return same and _versions(work) == last.versions


def _versions(work: _Work) -> dict[str, int]:
    """The version of every table that this run has written or read."""
    written = latest_versions(work.settings.tables, load_contracts())
    known = {table: version for table, version in written.items() if version is not None}
    return known | work.decided


def _bench(work: _Work, asked: date | None, last: Run | None) -> Bench:
    """Decide what to recompute: a partial refresh builds on a published run."""
    since = None
    if asked is not None:
        begins = beginning(work.engine, work.settings, work.given, asked, last, work.run.definition)
        since, work.report.note = begins.since, begins.reason
        log.info("begins", asked=str(asked), since=str(since), reason=begins.reason)
    work.run = work.report.run = replace(work.run, since=since)
    refresh = plan_refresh(load_contracts(), since)
    return Bench(work.engine, work.settings.tables, work.given, refresh, last if since else None)


def _table(work: _Work, bench: Bench, contract: Contract, position: int, total: int) -> list[Output]:
    """Compute and judge a table. Silver is written at once; gold waits until every expectation has been met."""
    work.progress(contract.table, position, total)
    begun = time.perf_counter()
    findings = compute(bench, contract)
    work.report.findings += findings
    _stop_on_failures(work, findings)
    to_write = outputs(bench, contract)
    work.run.tables[contract.table] = {"seconds": round(time.perf_counter() - begun, 3)}
    if contract.schema_name == "gold":
        return to_write
    for output in to_write:
        _save(work, bench, output)
    return []


def _stop_on_failures(work: _Work, findings: list[Finding]) -> None:
    broken = must_stop(findings)
    if broken:
        record_quality(work.settings, work.run, work.report.findings)
        said = "; ".join(
            f"{item.table}.{item.expectation}: {item.rows_failed} of {item.rows_checked} rows ({item.reason})"
            for item in broken
        )
        raise QualityError(f"{said}. No gold table has changed.", "`leakage history` shows the run that still stands.")


def _save(work: _Work, bench: Bench, output: Output) -> None:
    begun = time.perf_counter()
    written = save(bench, output)
    figures = work.run.tables.setdefault(output.contract.table, {"seconds": 0.0})
    figures |= {
        "rows": written.rows,
        "bytes": written.bytes,
        "seconds": round(figures["seconds"] + time.perf_counter() - begun, 3),
    }
    log.info("written", table=output.contract.table, version=written.version, **figures)


def _publish(work: _Work, bench: Bench) -> Report:
    """Make the run's tables visible, all in one commit."""
    record_quality(work.settings, work.run, work.report.findings)
    work.run = work.report.run = replace(work.run, versions=_versions(work))
    record(work.settings, work.run, "published")
    log.info("published", run=work.run.run_id)
    return work.report


def _quiet(name: str, position: int, total: int) -> None:
    """Tell nobody."""
