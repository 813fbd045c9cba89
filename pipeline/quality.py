"""Expectations as SQL: rows that break a contract are set aside with every reason, or counted, or stop the run."""

from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal

from sqlglot import exp

from pipeline.contract import Action, Column, Contract, Expectation
from pipeline.engines.protocol import Engine
from pipeline.sql import SOURCE_DIALECT, Parameters, parse_query

SHARED_KEYS = "working.shared_keys"
SEPARATOR = ", "
DUPLICATE = "duplicate_key"


@dataclass(frozen=True)
class Finding:
    """What one expectation found in one run."""

    table: str
    expectation: str
    action: Action
    reason: str
    rows_checked: int
    rows_failed: int


def quarantine_contract(contract: Contract, raw: Contract) -> Contract:
    """Return the contract of the table that holds the rows which a cleaning contract sets aside."""
    reasons = Column(about="Every expectation that the row breaks, separated by commas.", required=True)
    return Contract(
        table=f"{contract.schema_name}.{raw.name.removesuffix('_raw')}_quarantine",
        about=f"Rows of {raw.table} that break the contract of {contract.table}, as they arrived, with every reason.",
        date=raw.date,
        columns={"reasons": reasons} | {name: raw.columns[name] for name in (*raw_columns(raw), *_carried(raw))},
    )


def create_judged(
    engine: Engine, relation: str, contract: Contract, raw: Contract, model: exp.Query, given: Parameters
) -> None:
    """Compute a cleaning model with two columns more: ``reasons`` (null for a row to keep) and ``raw_values``.

    A repeated key is settled among the rows that are otherwise sound, so that a damaged copy never drives out a good
    row; the raw values are kept for the rows set aside only.
    """
    shared = _create_shared_keys(engine, contract, given)
    judged = parse_query(_judged_sql(contract, raw, model, shared), given)
    engine.create(relation, judged)
    engine.drop(SHARED_KEYS)


def _create_shared_keys(engine: Engine, contract: Contract, given: Parameters) -> bool:
    """Find the keys that arrived more than once; few do, so that only their rows need to be ranked."""
    if contract.keep_latest is None:
        return False
    key = contract.keep_latest.key
    sql = f"SELECT CLEAN({key}) AS shared_key FROM {contract.raw} GROUP BY CLEAN({key}) HAVING COUNT(*) > 1"
    engine.create(SHARED_KEYS, parse_query(sql, given))
    found = engine.rows(exp.select("COUNT(*) AS keys").from_(SHARED_KEYS))
    return bool(found[0]["keys"])


def _judged_sql(contract: Contract, raw: Contract, model: exp.Query, shared: bool) -> str:
    looked_at = (
        f"SELECT model.*, {_reasons_sql(contract)} AS reasons FROM ({model.sql(dialect=SOURCE_DIALECT)}) AS model"
    )
    if not shared or contract.keep_latest is None:
        return _with_raw_values(contract, raw, f"SELECT * FROM ({looked_at})")
    on = f"shared.shared_key = looked_at.{contract.keep_latest.key}"
    alone = f"SELECT looked_at.* FROM ({looked_at}) AS looked_at LEFT ANTI JOIN {SHARED_KEYS} AS shared ON {on}"
    rank = (
        f"ROW_NUMBER() OVER (PARTITION BY {contract.keep_latest.key}, reasons IS NULL"
        f" ORDER BY {', '.join(contract.keep_latest.order)})"
    )
    names = ", ".join(_model_columns(model))
    ranked = (
        f"SELECT {names}, CASE WHEN reasons IS NULL AND {rank} > 1 THEN '{DUPLICATE}' ELSE reasons END AS reasons"
        f" FROM ({looked_at}) AS looked_at LEFT SEMI JOIN {SHARED_KEYS} AS shared ON {on}"
    )
    return f"{_with_raw_values(contract, raw, alone)} UNION ALL {_with_raw_values(contract, raw, ranked)}"


def _model_columns(model: exp.Query) -> list[str]:
    return [column.alias_or_name for column in model.selects]


def _with_raw_values(contract: Contract, raw: Contract, rows: str) -> str:
    values = ", ".join(f"raw_{name}" for name in raw_columns(raw))
    carried = ", ".join(_carried(raw))
    return (
        f"SELECT {_typed(contract)}, {carried}, reasons,"
        f" CASE WHEN reasons IS NOT NULL THEN ARRAY({values}) END AS raw_values FROM ({rows}) AS judged"
    )


def raw_columns(raw: Contract) -> list[str]:
    """Return the columns of a bronze table that came with the file."""
    return [name for name, column in raw.columns.items() if column.type == "STRING" and not name.startswith("source_")]


def _carried(raw: Contract) -> list[str]:
    return [name for name in raw.columns if name not in raw_columns(raw) and name != "source_fingerprint"]


def _typed(contract: Contract) -> str:
    return ", ".join(f"CAST({name} AS {column.type}) AS {name}" for name, column in contract.columns.items())


def _reasons_sql(contract: Contract) -> str:
    said = ", ".join(
        f"CASE WHEN {expectation.check} THEN NULL ELSE '{name}' END"
        for name, expectation in contract.all_expectations().items()
        if expectation.action == "quarantine"
    )
    return f"NULLIF(CONCAT_WS('{SEPARATOR}', {said}), '')"


def kept_sql(contract: Contract, relation: str) -> str:
    """Return the query of the sound rows of a judged relation."""
    return f"SELECT {', '.join(contract.columns)} FROM {relation} WHERE reasons IS NULL"


def set_aside_sql(raw: Contract, relation: str) -> str:
    """Return the query of the rows of a judged relation that are set aside, as they arrived."""
    values = ", ".join(f"raw_values[{position}] AS {name}" for position, name in enumerate(raw_columns(raw)))
    carried = ", ".join(_carried(raw))
    return f"SELECT reasons, {values}, {carried} FROM {relation} WHERE reasons IS NOT NULL"


def judge_kept(engine: Engine, contract: Contract, relation: str, given: Parameters) -> list[Finding]:
    """Count what the quarantine expectations found in a judged relation."""
    counts = exp.select("reasons", "COUNT(*) AS found").from_(relation).group_by("reasons")
    rows = engine.rows(counts)
    total = sum(row["found"] for row in rows)
    failed: dict[str, int] = {}
    for row in rows:
        for name in (row["reasons"] or "").split(SEPARATOR):
            failed[name] = failed.get(name, 0) + row["found"]
    named = _of_action(contract, "quarantine") | _duplicates(contract)
    found = [_finding(contract, name, item, total, failed.get(name, 0)) for name, item in named.items()]
    broken = sum(row["found"] for row in rows if row["reasons"] not in (None, DUPLICATE))
    most = Decimal(given["most_set_aside_share"] or 0)
    return [*found, _mostly_sound(contract, found, total, broken if broken > total * most else 0, most)]


def _mostly_sound(contract: Contract, found: list[Finding], total: int, broken: int, most: Decimal) -> Finding:
    """Most of a source breaking its contract is a change of the source, not dirt: nothing may be published from it."""
    reason = f"at most {most:.0%} may break the contract"
    if broken:
        commonest = max((item for item in found if item.expectation != DUPLICATE), key=lambda item: item.rows_failed)
        reason += f"; most often {commonest.reason}"
    promise = Expectation(check="TRUE", action="fail", reason=reason)
    return _finding(contract, "mostly_sound", promise, total, broken)


def _duplicates(contract: Contract) -> dict[str, Expectation]:
    if contract.keep_latest is None:
        return {}
    reason = f"{contract.keep_latest.key} came again; the latest is kept"
    return {DUPLICATE: Expectation(check="TRUE", action="quarantine", reason=reason)}


def check(engine: Engine, contract: Contract, relation: str, given: Parameters) -> list[Finding]:
    """Count the rows of a relation that don't meet the expectations which warn or fail, in one pass."""
    named = _of_action(contract, "warn") | _of_action(contract, "fail")
    sums = [f"SUM(CASE WHEN {item.check} THEN 0 ELSE 1 END) AS {name}" for name, item in named.items()]
    query = parse_query(f"SELECT {', '.join(['COUNT(*) AS rows_checked', *sums])} FROM {relation}", given)
    counted = engine.rows(query)[0]
    found = [
        _finding(contract, name, item, counted["rows_checked"], int(counted[name] or 0)) for name, item in named.items()
    ]
    return found + ([_grain(engine, contract, relation, counted["rows_checked"])] if contract.unique else [])


def _grain(engine: Engine, contract: Contract, relation: str, rows_checked: int) -> Finding:
    keys = exp.select(*(exp.column(name, quoted=True) for name in contract.grain)).from_(relation).distinct()
    different = engine.rows(exp.select("COUNT(*) AS keys").from_(keys.subquery("keys")))[0]["keys"]
    reason = f"one row for each {', '.join(contract.grain)}"
    promise = Expectation(check="TRUE", action="fail", reason=reason)
    return _finding(contract, "unique_grain", promise, rows_checked, rows_checked - different)


def _of_action(contract: Contract, action: Action) -> dict[str, Expectation]:
    return {name: item for name, item in contract.all_expectations().items() if item.action == action}


def _finding(contract: Contract, name: str, item: Expectation, rows_checked: int, rows_failed: int) -> Finding:
    return Finding(contract.table, name, item.action, item.reason, rows_checked, rows_failed)


def must_stop(findings: Iterable[Finding]) -> list[Finding]:
    """Return the findings that must stop a run."""
    return [finding for finding in findings if finding.action == "fail" and finding.rows_failed]
