"""Small relations that SQL reads from data files, settings and people's decisions."""

from collections.abc import Mapping
from decimal import Decimal
from importlib.resources import files
from pathlib import Path
from types import MappingProxyType
from typing import Any

import yaml
from sqlglot import exp

from pipeline.contract import Contract, load_contracts
from pipeline.delta import latest_version, table_path
from pipeline.engines.protocol import Engine
from pipeline.errors import ContractError
from pipeline.settings import Settings
from pipeline.sql import SOURCE_DIALECT, literal

PLAYBOOK = files("pipeline") / "playbook.yml"
FIX_RATES = {"fix_rate": "DECIMAL(9, 4)"}


def reference_columns() -> dict[str, dict[str, str]]:
    """Return the columns of each relation of schema ``reference``, with their types."""
    decided = {item.name: {name: column.type for name, column in item.columns.items()} for item in decisions()}
    return {"playbook": _playbook()["columns"], "fix_rates": FIX_RATES} | decided


def decisions() -> list[Contract]:
    """Return the tables of schema ``ops`` that builds read: what people decided changes gold."""
    return [contract for contract in load_contracts().values() if contract.read_by_build]


def decision_versions(tables: Path) -> dict[str, int]:
    """Return the latest version of each table of decisions that there is."""
    found = {contract.table: latest_version(table_path(tables, contract)) for contract in decisions()}
    return {table: version for table, version in found.items() if version is not None}


def create_references(engine: Engine, settings: Settings, decided: Mapping[str, int] = MappingProxyType({})) -> None:
    """Make the relations of schema ``reference``.

    Args:
        engine: What makes them.
        settings: The home, and the scenarios.
        decided: The versions of the tables of decisions to read; one that is not named is empty.
    """
    engine.create("reference.playbook", playbook_rows())
    rates = [{"fix_rate": rate} for rate in settings.fix_rates]
    engine.create("reference.fix_rates", _relation(FIX_RATES, rates, "fix_rates"))
    for contract in decisions():
        relation = f"reference.{contract.name}"
        if contract.table in decided:
            engine.load(relation, table_path(settings.tables, contract), decided[contract.table])
        else:
            engine.fill(relation, contract, ())


def playbook_rows() -> exp.Query:
    """The playbook's actions, as ``reference.playbook``."""
    content = _playbook()
    return _relation(content["columns"], content["rows"], "playbook.yml")


def _playbook() -> dict[str, Any]:
    content = yaml.safe_load(PLAYBOOK.read_text())
    if not isinstance(content, dict) or content.keys() != {"columns", "rows"}:
        raise ContractError("playbook.yml must have columns and rows.")
    return content


def _relation(columns: dict[str, str], rows: list[dict[str, Any]], where: str) -> exp.Query:
    if not rows:
        raise ContractError(f"{where} has no rows.")
    selects = [_row(columns, row, f"{where}, row {number}") for number, row in enumerate(rows, start=1)]
    return exp.union(*selects, distinct=False) if len(selects) > 1 else selects[0]


def _row(columns: dict[str, str], row: dict[str, Any], where: str) -> exp.Select:
    if row.keys() != columns.keys():
        raise ContractError(f"{where} must have exactly {', '.join(columns)}.")
    return exp.select(*(_value(row[name], sql_type).as_(name) for name, sql_type in columns.items()))


def _value(value: str | int | Decimal, sql_type: str) -> exp.Expr:
    return exp.cast(literal(value), exp.DataType.build(sql_type, dialect=SOURCE_DIALECT))
