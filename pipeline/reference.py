"""Small relations that SQL reads from data files and settings: the playbook and the savings scenarios."""

from decimal import Decimal
from importlib.resources import files
from typing import Any

import yaml
from sqlglot import exp

from pipeline.engines.protocol import Engine
from pipeline.errors import ContractError
from pipeline.settings import Settings
from pipeline.sql import SOURCE_DIALECT, literal

PLAYBOOK = files("pipeline") / "playbook.yml"
FIX_RATES = {"fix_rate": "DECIMAL(9, 4)"}


def reference_columns() -> dict[str, dict[str, str]]:
    """Return the columns of each relation of schema ``reference``, with their types."""
    return {"playbook": _playbook()["columns"], "fix_rates": FIX_RATES}


def create_references(engine: Engine, settings: Settings) -> None:
    """Make the relations of schema ``reference``."""
    content = _playbook()
    engine.create("reference.playbook", _relation(content["columns"], content["rows"], "playbook.yml"))
    rates = [{"fix_rate": rate} for rate in settings.fix_rates]
    engine.create("reference.fix_rates", _relation(FIX_RATES, rates, "fix_rates"))


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
