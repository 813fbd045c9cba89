"""The raw rows that a cleaning model looks at: all of them, or those of the days that a partial refresh touches."""

from datetime import date, timedelta
from pathlib import Path

from pipeline.contract import Contract
from pipeline.delta import latest_version
from pipeline.engines.protocol import Engine
from pipeline.sql import parse_query

OLDER_KEYS = "working.older_keys"


def raw_start(contract: Contract, raw: Contract, start: date | None) -> date | None:
    """Return from which UTC day raw rows matter to a table that is recomputed from ``start`` on; None for all."""
    if start is None or raw.date is None:
        return None
    days = contract.lookback[raw.table]
    return None if days == "all" else start - timedelta(days=days)


def load_raw(engine: Engine, contract: Contract, raw: Contract, path: Path, start: date | None) -> None:
    """Make a bronze table readable from ``start`` on, undated rows and whatever shares a key with these included."""
    version = latest_version(path) or 0
    if start is None:
        engine.load(raw.table, path, version)
        return
    everything = f"old.{raw.name}"
    engine.load(everything, path, version)
    recent = f"SELECT * FROM {everything} WHERE {raw.date} >= DATE '{start}' OR {raw.date} IS NULL"
    engine.create(raw.table, parse_query(recent, {}))
    _add_sharing(engine, contract, raw, everything, start)


def _add_sharing(engine: Engine, contract: Contract, raw: Contract, everything: str, start: date) -> None:
    """Add older rows with a key of the recent ones. Keys are compared first, then only their days are read whole."""
    key = contract.keep_latest.key if contract.keep_latest else next(iter(raw.columns))
    keys = f"""
        SELECT DISTINCT older.shared_key, older.{raw.date}
        FROM (SELECT CLEAN({key}) AS shared_key, {raw.date} FROM {everything}) AS older
        LEFT SEMI JOIN (SELECT CLEAN({key}) AS shared_key FROM {raw.table}) AS recent
          ON recent.shared_key = older.shared_key
        WHERE older.{raw.date} < DATE '{start}'"""
    engine.create(OLDER_KEYS, parse_query(keys, {}))
    days = [row["day"] for row in engine.rows(parse_query(f"SELECT DISTINCT {raw.date} AS day FROM {OLDER_KEYS}", {}))]
    if days:
        listed = ", ".join(f"DATE '{day}'" for day in sorted(days))
        sharing = f"""
            SELECT older.* FROM {everything} AS older
            LEFT SEMI JOIN {OLDER_KEYS} AS shared ON shared.shared_key = CLEAN(older.{key})
            WHERE older.{raw.date} IN ({listed})"""
        engine.extend(raw.table, parse_query(sharing, {}))
    engine.drop(OLDER_KEYS)
