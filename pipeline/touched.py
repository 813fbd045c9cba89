"""The earliest business date that new, changed or late data touch since the last published run."""

from collections.abc import Collection
from datetime import date, timedelta

from sqlglot import exp

from pipeline.contract import Contract, load_contracts
from pipeline.delta import latest_version, table_path
from pipeline.engines.protocol import Engine
from pipeline.quality import create_judged
from pipeline.refresh import inputs_of, models
from pipeline.runs import Run
from pipeline.settings import Settings
from pipeline.sql import Parameters, parse_query, read_model

# A raw row is filed under its UTC day; its business day is that one or a neighbour.
_NEIGHBOUR = timedelta(days=1)

BEFORE, NOW = "landing.before", "landing.now"
CLOCK = "silver.data_clock"

FileIds = Collection[tuple[str, str]]


def earliest_touched(engine: Engine, settings: Settings, given: Parameters, last: Run) -> date | None:
    """Return the first business date whose rows differ from those of the last published run; None when none do."""
    days = [
        _touched(engine, settings, given, contract, last) for contract in load_contracts().values() if contract.source
    ]
    return min((day for day in days if day is not None), default=None)


def _touched(engine: Engine, settings: Settings, given: Parameters, contract: Contract, last: Run) -> date | None:
    path = table_path(settings.tables, contract)
    if contract.table not in last.versions:
        return date.min
    engine.load(BEFORE, path, last.versions[contract.table])
    engine.load(NOW, path, latest_version(path) or 0)
    try:
        changed = _changed_files(engine)
        if not changed:
            return None
        return (
            _by_rows(engine, contract, changed)
            if contract.row_date
            else _by_members(engine, settings, given, contract, last)
        )
    finally:
        engine.drop(BEFORE)
        engine.drop(NOW)


def _changed_files(engine: Engine) -> FileIds:
    def known(relation: str) -> set[tuple[str, str]]:
        query = parse_query(f"SELECT DISTINCT source_file, source_fingerprint FROM {relation}", {})
        return {(row["source_file"], row["source_fingerprint"]) for row in engine.rows(query)}

    return known(BEFORE) ^ known(NOW)


def _by_rows(engine: Engine, contract: Contract, changed: FileIds) -> date | None:
    """Look at the rows of files that came, changed or went, and at the rows that share a key with them."""
    key = next(iter(contract.columns))
    given = {f"file_{number}": f"{name}|{fingerprint}" for number, (name, fingerprint) in enumerate(sorted(changed))}
    these = f"CONCAT(source_file, '|', source_fingerprint) IN ({', '.join(f':{name}' for name in given)})"
    sql = f"""
        WITH rows_before_and_now AS (
          SELECT CLEAN({key}) AS shared_key, raw_date, {these} AS has_changed FROM {BEFORE}
          UNION ALL
          SELECT CLEAN({key}) AS shared_key, raw_date, {these} AS has_changed FROM {NOW}
        ),
        touched AS (SELECT DISTINCT shared_key FROM rows_before_and_now WHERE has_changed)
        SELECT MIN(rows.raw_date) AS day
        FROM rows_before_and_now AS rows LEFT JOIN touched ON touched.shared_key = rows.shared_key
        WHERE rows.has_changed OR touched.shared_key IS NOT NULL
        """
    day = engine.rows(parse_query(sql, given))[0]["day"]
    return None if day is None else day - _NEIGHBOUR


def _by_members(engine: Engine, settings: Settings, given: Parameters, raw: Contract, last: Run) -> date | None:
    """Look at the members who came, changed or went: every event and call of theirs may read differently."""
    cleaned = next(contract for contract in load_contracts().values() if contract.raw == raw.table)
    used = _columns_used(cleaned, raw)
    if not used:
        return None
    key = next(iter(raw.columns))
    columns = ", ".join([key, *sorted(used - {key})])
    _load_members(engine, settings, given, cleaned, raw, last)
    changed = f"""
        SELECT DISTINCT {key} FROM (
          (SELECT {columns} FROM working.members_now WHERE reasons IS NULL EXCEPT SELECT {columns} FROM old.members)
          UNION ALL
          (SELECT {columns} FROM old.members EXCEPT SELECT {columns} FROM working.members_now WHERE reasons IS NULL)
        ) AS differences"""
    engine.create("working.changed_members", parse_query(changed, {}))
    day = _first_day_of(engine, settings, last, key)
    for relation in ("working.changed_members", "working.members_now", "old.members", raw.table, CLOCK):
        engine.drop(relation)
    return day


def _columns_used(cleaned: Contract, raw: Contract) -> set[str]:
    """Return the members' columns that other tables' SQL may read; a new e-mail address, say, touches nothing."""
    readers = [contract for contract in models(load_contracts()).values() if cleaned.table in inputs_of(contract)]
    named = {column.name for contract in readers for column in read_model(contract).find_all(exp.Column)}
    return named & cleaned.columns.keys() & raw.columns.keys()


def _load_members(
    engine: Engine, settings: Settings, given: Parameters, cleaned: Contract, raw: Contract, last: Run
) -> None:
    """Clean the members as they are now. Bands as of a day play no part, so that the clock may stay empty."""
    path = table_path(settings.tables, raw)
    engine.load(raw.table, path, latest_version(path) or 0)
    engine.create(CLOCK, parse_query("SELECT CAST(NULL AS DATE) AS last_date", {}))
    create_judged(engine, "working.members_now", cleaned, raw, read_model(cleaned), given)
    engine.load("old.members", table_path(settings.tables, cleaned), last.versions[cleaned.table])


def _first_day_of(engine: Engine, settings: Settings, last: Run, key: str) -> date | None:
    days = []
    for contract in load_contracts().values():
        if contract.raw and contract.date and key in contract.columns:
            engine.load("old.rows", table_path(settings.tables, contract), last.versions[contract.table])
            sql = f"""
                SELECT MIN({contract.date}) AS day
                FROM old.rows LEFT SEMI JOIN working.changed_members AS changed ON changed.{key} = rows.{key}"""
            days.append(engine.rows(parse_query(sql, {}))[0]["day"])
            engine.drop("old.rows")
    return min((day for day in days if day is not None), default=None)
