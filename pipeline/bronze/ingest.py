"""Take raw files in: each once, as text, malformed lines aside with the reason."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path

import structlog
from sqlglot import exp

from pipeline.bronze.landing import LandingFile, find_files, in_batches, readable_together
from pipeline.bronze.mapping import Reading
from pipeline.contract import Contract, load_contracts
from pipeline.delta import ensure_table, latest_version, table_path
from pipeline.engines.protocol import Engine, RawFiles
from pipeline.errors import did_you_mean
from pipeline.sql import literal, parse

log = structlog.get_logger()

REJECTED = "bronze.rejected_lines"


@dataclass
class Ingested:
    """What was taken in for one source.

    Attributes:
        table: The bronze table.
        new: Names of files seen for the first time.
        changed: Names of files whose content is another than when they were taken in; their rows are replaced.
        rows: Rows taken in.
        rejected: Malformed lines kept aside, by reason.
    """

    table: str
    new: list[str] = field(default_factory=list)
    changed: list[str] = field(default_factory=list)
    rows: int = 0
    rejected: dict[str, int] = field(default_factory=dict)


@dataclass(frozen=True)
class _Intake:
    """What the steps of one source's intake share."""

    engine: Engine
    tables: Path
    contract: Contract
    reading: Reading
    moment: datetime


def ingest(
    engine: Engine, landing: Path, tables: Path, reading: Reading, moment: datetime, batch_bytes: int
) -> Ingested:
    """Bring one source's new and changed files into its bronze table.

    Args:
        engine: What reads and writes.
        landing: Where raw files arrive.
        tables: Where the Delta tables are.
        reading: Which files, and how their columns become ours.
        moment: The time of intake.
        batch_bytes: How much raw text is held at once.
    """
    contract = load_contracts()[reading.table]
    intake = _Intake(engine, tables, contract, reading, moment)
    ensure_table(tables, contract)
    ensure_table(tables, load_contracts()[REJECTED])
    known = _known_files(engine, tables, contract)
    fresh = [file for file in find_files(landing, reading.patterns) if known.get(file.name) != file.fingerprint]
    result = Ingested(contract.table)
    for file in fresh:
        (result.changed if file.name in known else result.new).append(file.name)
    for batch in in_batches(fresh, batch_bytes):
        _take_in(intake, batch, result)
    return result


def _known_files(engine: Engine, tables: Path, contract: Contract) -> dict[str, str]:
    """Return the fingerprints of the files taken in, from the tables themselves: no other record can disagree.

    A file with rejected lines only counts too; one with both kinds only when its rows have arrived, which are written
    last.
    """
    known: dict[str, str] = {}
    for table in (REJECTED, contract.table):
        path = table_path(tables, load_contracts()[table])
        relation = "landing.known"
        engine.load(relation, path, latest_version(path) or 0)
        query = (
            exp.select("source_file", "MAX(source_fingerprint) AS fingerprint").from_(relation).group_by("source_file")
        )
        if table == REJECTED:
            query = query.where(exp.column("source").eq(contract.source), exp.column("whole_file"))
        known |= {row["source_file"]: row["fingerprint"] for row in engine.rows(query)}
        engine.drop(relation)
    return known


def _take_in(intake: _Intake, batch: Sequence[LandingFile], result: Ingested) -> None:
    engine = intake.engine
    _name_files(engine, batch)
    groups = readable_together(batch, intake.reading.format)
    for number, group in enumerate(groups):
        engine.read_raw(f"landing.raw_{number}", f"landing.rejected_{number}", group)
    rejected = [part for number, group in enumerate(groups) for part in _rejected(intake, number, group)]
    kept = [_kept(intake, number, group) for number, group in enumerate(groups) if not _missing(intake.reading, group)]
    _save_rejected(intake, batch, rejected, result)
    _save_kept(intake, batch, kept, result)
    for number in range(len(groups)):
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
    engine.create("landing.files", exp.union(*named, distinct=False) if len(named) > 1 else named[0])


def _missing(reading: Reading, group: RawFiles) -> list[str]:
    return [name for name in reading.needs if name not in group.header]


def _kept(intake: _Intake, number: int, group: RawFiles) -> exp.Select:
    extra = [name for name in group.header if name not in intake.reading.needs]
    if extra and intake.reading.strict:
        log.warning(
            "columns_ignored",
            table=intake.contract.table,
            columns=extra,
            files=[p.name for p in group.paths][:5],
        )
    raw = exp.select(
        *(expression.copy().as_(name) for name, expression in intake.reading.columns.items()),
        _timestamp(intake.moment).as_("ingestion_timestamp"),
        "files.source_file",
        "files.source_fingerprint",
    )
    joined = raw.from_(f"landing.raw_{number} AS raw").join(
        "landing.files AS files", on="files.file_path = raw.file_path"
    )
    return intake.reading.with_date(joined)


def _rejected(intake: _Intake, number: int, group: RawFiles) -> list[exp.Select]:
    missing = _missing(intake.reading, group)
    whole_file = (
        exp.true() if missing else parse(f"raw.file_path NOT IN (SELECT file_path FROM landing.raw_{number})", "raw")
    )
    malformed = _aside(
        intake,
        f"landing.rejected_{number}",
        exp.column("line"),
        exp.column("reason"),
        literal("malformed line"),
        whole_file,
    )
    if not missing:
        return [malformed]
    near = " ".join(filter(None, (did_you_mean(name, group.header) for name in missing)))
    detail = literal(f"no column {', '.join(missing)} in the header. {near}".strip())
    line = exp.func("CONCAT_WS", literal(group.delimiter), *(exp.column(name, quoted=True) for name in group.header))
    return [
        malformed,
        _aside(intake, f"landing.raw_{number}", line, literal("missing_column"), detail, exp.true()),
    ]


def _aside(
    intake: _Intake,
    relation: str,
    line: exp.Expr,
    reason: exp.Expr,
    detail: exp.Expr,
    whole_file: exp.Expr,
) -> exp.Select:
    return (
        exp.select(
            literal(intake.contract.source).as_("source"),
            line.as_("line"),
            reason.as_("reason"),
            detail.as_("detail"),
            whole_file.as_("whole_file"),
            _timestamp(intake.moment).as_("ingestion_timestamp"),
            "files.source_file",
            "files.source_fingerprint",
        )
        .from_(f"{relation} AS raw")
        .join("landing.files AS files", on="files.file_path = raw.file_path")
    )


def _save_rejected(intake: _Intake, batch: Sequence[LandingFile], parts: list[exp.Select], result: Ingested) -> None:
    """Rejected lines go first and replace those of an interrupted intake of the same files, so that none is lost."""
    contract = load_contracts()[REJECTED]
    path = table_path(intake.tables, contract)
    intake.engine.create("landing.aside", _union(parts) if parts else _nothing(contract))
    counts = exp.select("reason", "COUNT(*) AS lines").from_("landing.aside").group_by("reason")
    for row in intake.engine.rows(counts):
        result.rejected[row["reason"]] = result.rejected.get(row["reason"], 0) + row["lines"]
    of_these = exp.column("source").eq(intake.contract.source).and_(_of_files(batch))
    intake.engine.save(contract, exp.select(*contract.columns).from_("landing.aside"), path, of_these)
    intake.engine.drop("landing.aside")


def _save_kept(intake: _Intake, batch: Sequence[LandingFile], parts: list[exp.Select], result: Ingested) -> None:
    changed = [file for file in batch if file.name in result.changed]
    if not parts and not changed:
        return
    path = table_path(intake.tables, intake.contract)
    replaced = _of_files(changed) if changed else exp.false()
    query = exp.select(*intake.contract.columns).from_(
        (_union(parts) if parts else _nothing(intake.contract)).subquery("taken")
    )
    result.rows += intake.engine.save(intake.contract, query, path, replaced).rows


def _of_files(batch: Sequence[LandingFile]) -> exp.Expr:
    return exp.column("source_file").isin(*(file.name for file in batch))


def _union(parts: list[exp.Select]) -> exp.Query:
    return exp.union(*parts, distinct=False) if len(parts) > 1 else parts[0]


def _nothing(contract: Contract) -> exp.Select:
    nulls = (
        exp.cast(exp.null(), column.type, dialect="databricks").as_(name) for name, column in contract.columns.items()
    )
    return exp.select(*nulls).where(exp.false())


def _timestamp(moment: datetime) -> exp.Expr:
    return exp.cast(literal(moment.isoformat(sep=" ", timespec="microseconds")), "TIMESTAMPTZ")
