"""Take raw files in: each once, as text, malformed lines aside with the reason."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path

import structlog
from sqlglot import exp

from pipeline.bronze.landing import LandingFile, SortedOut, find_files, find_names, in_batches, sort_out
from pipeline.bronze.mapping import Reading
from pipeline.bronze.plain_text import as_plain_text
from pipeline.bronze.set_aside import SetAside, moment_of_intake
from pipeline.contract import Contract, load_contracts
from pipeline.delta import ensure_table, latest_version, table_path
from pipeline.engines.protocol import Engine, RawFiles
from pipeline.errors import MappingError
from pipeline.sql import literal

log = structlog.get_logger()

REJECTED = "bronze.rejected_lines"


@dataclass
class Ingested:
    """What was taken in for one kind of file of one source.

    Attributes:
        table: The bronze table.
        new: Names of files seen for the first time.
        changed: Names of files whose content, or mapping, is another than when they were taken in; their rows are
            replaced.
        let_go: Names of files that a mapping no longer gives to this source; their rows are gone.
        rows: Rows taken in.
        rejected: Malformed lines kept aside, by reason.
    """

    table: str
    new: list[str] = field(default_factory=list)
    changed: list[str] = field(default_factory=list)
    let_go: list[str] = field(default_factory=list)
    rows: int = 0
    rejected: dict[str, int] = field(default_factory=dict)


@dataclass(frozen=True)
class _Known:
    """The files taken in before: all with their fingerprints, and those of which lines were set aside."""

    fingerprints: dict[str, str]
    with_rejects: frozenset[str]

    @property
    def names(self) -> set[str]:
        return self.fingerprints.keys() | self.with_rejects


@dataclass(frozen=True)
class _Intake:
    """What the steps of one intake share."""

    engine: Engine
    tables: Path
    contract: Contract
    reading: Reading
    moment: datetime
    known: _Known
    result: Ingested

    @property
    def aside(self) -> SetAside:
        return SetAside(self.contract, self.reading, self.moment)


def ingest(
    engine: Engine, landing: Path, tables: Path, reading: Reading, moment: datetime, batch_bytes: int
) -> Ingested:
    """Bring the new and changed files of one source into its bronze table.

    Args:
        engine: What reads and writes.
        landing: Where raw files arrive.
        tables: Where the Delta tables are.
        reading: Which files, and how their columns become ours.
        moment: The time of intake.
        batch_bytes: How much raw text is held at once.

    Raises:
        MappingError: A file is claimed by two inputs of the source.
    """
    contract = load_contracts()[reading.table]
    ensure_table(tables, contract)
    ensure_table(tables, load_contracts()[REJECTED])
    known = _known_files(engine, tables, contract)
    intake = _Intake(engine, tables, contract, reading, moment, known, Ingested(contract.table))
    found = find_files(landing, reading.patterns, reading.salt)
    _let_go(intake, landing, {file.name for file in found})
    fresh = [file for file in found if known.fingerprints.get(file.name) != file.fingerprint]
    for file in fresh:
        (intake.result.changed if file.name in known.fingerprints else intake.result.new).append(file.name)
    for batch in in_batches(fresh, batch_bytes):
        with as_plain_text(batch, reading.format.encoding, tables.parent / "state" / "reading") as readable:
            _take_in(intake, readable)
    if not found and not known.names:
        log.info("no_files", table=contract.table, looked_for=list(reading.patterns))
    return intake.result


def _known_files(engine: Engine, tables: Path, contract: Contract) -> _Known:
    """Look at the tables themselves: no other record of what was taken in can disagree.

    A file with rejected lines only counts too; one with both kinds only when its rows have arrived, which are written
    last.
    """
    rejected = load_contracts()[REJECTED]
    of_source = exp.column("source").eq(contract.source)
    whole = _fingerprints(engine, tables, rejected, of_source.and_(exp.column("whole_file")))
    taken = _fingerprints(engine, tables, contract, exp.true())
    return _Known(whole | taken, frozenset(_fingerprints(engine, tables, rejected, of_source)))


def _fingerprints(engine: Engine, tables: Path, contract: Contract, which: exp.Expr) -> dict[str, str]:
    path, relation = table_path(tables, contract), "landing.known"
    engine.load(relation, path, latest_version(path) or 0)
    query = (
        exp.select("source_file", "MAX(source_fingerprint) AS fingerprint")
        .from_(relation)
        .where(which)
        .group_by("source_file")
    )
    rows = engine.rows(query)
    engine.drop(relation)
    return {row["source_file"]: row["fingerprint"] for row in rows}


def _let_go(intake: _Intake, landing: Path, found: set[str]) -> None:
    """Drop the rows of files that lie there but are no longer this source's; files that were moved away keep theirs."""
    others = find_names(landing, intake.reading.others).keys()
    if found & others:
        names = ", ".join(sorted(found & others))
        raise MappingError(f"two inputs of {intake.contract.source} claim {names}.", "A file feeds a source once.")
    gone = sorted(name for name in intake.known.names - found - others if (landing / name).is_file())
    if not gone:
        return
    intake.result.let_go += gone
    log.warning("files_let_go", table=intake.contract.table, files=gone)
    _save(intake, load_contracts()[REJECTED], [], _of_source(intake).and_(_of_files(gone)))
    _save(intake, intake.contract, [], _of_files(gone))


def _take_in(intake: _Intake, batch: Sequence[LandingFile]) -> None:
    """Rejected lines go first, so that a file whose rows have arrived has lost nothing when a run is killed."""
    engine = intake.engine
    _name_files(engine, batch)
    found = sort_out(batch, intake.reading.format)
    for number, group in enumerate(found.groups):
        engine.read_raw(f"landing.raw_{number}", f"landing.rejected_{number}", group)
    _save_rejected(intake, batch, found)
    _save_kept(intake, batch, found)
    for number in range(len(found.groups)):
        engine.drop(f"landing.raw_{number}")
        engine.drop(f"landing.rejected_{number}")
    engine.drop("landing.files")


def _name_files(engine: Engine, batch: Sequence[LandingFile]) -> None:
    named = [
        exp.select(
            literal(str(file.path)).as_("file_path"),
            literal(file.name).as_("source_file"),
            literal(file.fingerprint).as_("source_fingerprint"),
        )
        for file in batch
    ]
    engine.create("landing.files", _union(named))


def _save_rejected(intake: _Intake, batch: Sequence[LandingFile], found: SortedOut) -> None:
    """Keep lines aside in place of those that an earlier or interrupted intake of the same files kept."""
    intake.engine.create("landing.aside", _union(intake.aside.queries(found)))
    counts = exp.select("reason", "COUNT(*) AS lines").from_("landing.aside").group_by("reason")
    rejected = {row["reason"]: row["lines"] for row in intake.engine.rows(counts)}
    for reason, lines in rejected.items():
        intake.result.rejected[reason] = intake.result.rejected.get(reason, 0) + lines
    names = [file.name for file in batch]
    if rejected or intake.known.with_rejects.intersection(names):
        aside = [exp.select("*").from_("landing.aside")]
        _save(intake, load_contracts()[REJECTED], aside, _of_source(intake).and_(_of_files(names)))
    intake.engine.drop("landing.aside")


def _save_kept(intake: _Intake, batch: Sequence[LandingFile], found: SortedOut) -> None:
    parts = [
        _kept(intake, number, group) for number, group in enumerate(found.groups) if not intake.aside.missing(group)
    ]
    names = [file.name for file in batch]
    changed = not set(names).isdisjoint(intake.result.changed)
    if parts or changed:
        intake.result.rows += _save(intake, intake.contract, parts, _of_files(names) if changed else exp.false())


def _kept(intake: _Intake, number: int, group: RawFiles) -> exp.Select:
    reading = intake.reading
    _warn_of_extra(intake, group)
    raw = exp.select(
        *(expression.copy().as_(name) for name, expression in reading.columns.items()),
        moment_of_intake(intake.moment).as_("ingestion_timestamp"),
        "files.source_file",
        "files.source_fingerprint",
    )
    joined = raw.from_(reading.prepared(f"landing.raw_{number}")).join(
        "landing.files AS files", on="files.file_path = raw.file_path"
    )
    return reading.with_date(joined.distinct() if reading.distinct else joined)


def _warn_of_extra(intake: _Intake, group: RawFiles) -> None:
    extra = [name for name in group.header if name not in intake.reading.needs]
    if extra and intake.reading.strict:
        files = [path.name for path in group.paths][:5]
        log.warning("columns_ignored", table=intake.contract.table, columns=extra, files=files)


def _save(intake: _Intake, contract: Contract, parts: Sequence[exp.Query], replaced: exp.Expr) -> int:
    """Write rows in one commit; none of them at all still replaces."""
    rows = _union(parts) if parts else _nothing(contract)
    query = exp.select(*contract.columns).from_(rows.subquery("taken"))
    return intake.engine.save(contract, query, table_path(intake.tables, contract), replaced).rows


def _of_source(intake: _Intake) -> exp.Expr:
    return exp.column("source").eq(intake.contract.source)


def _of_files(names: Collection[str]) -> exp.Expr:
    return exp.column("source_file").isin(*(literal(name) for name in names))


def _union(parts: Sequence[exp.Query]) -> exp.Query:
    return exp.union(*parts, distinct=False) if len(parts) > 1 else parts[0]


def _nothing(contract: Contract) -> exp.Select:
    nulls = (
        exp.cast(exp.null(), column.type, dialect="databricks").as_(name) for name, column in contract.columns.items()
    )
    return exp.select(*nulls).where(exp.false())
