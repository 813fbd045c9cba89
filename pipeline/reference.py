"""Small relations that SQL reads beside the data: the playbook, the savings scenarios, what people decided."""

from dataclasses import asdict, fields
from datetime import date
from decimal import Decimal
from importlib.resources import files
from typing import Any

import yaml
from sqlglot import exp

from pipeline.contract import load_contracts
from pipeline.engines.protocol import Engine
from pipeline.errors import ContractError
from pipeline.ledger import LEDGER, Action, Ledger
from pipeline.settings import Settings
from pipeline.sql import SOURCE_DIALECT, literal

PLAYBOOK = files("pipeline") / "playbook.yml"
FIX_RATES = {"fix_rate": "DECIMAL(9, 4)"}


def reference_columns() -> dict[str, dict[str, str]]:
    """Return the columns of each relation of schema ``reference``, with their types."""
    return {"playbook": _playbook()["columns"], "fix_rates": FIX_RATES, "action_ledger": _ledger_columns()}


def create_references(engine: Engine, settings: Settings) -> None:
    """Make the relations of schema ``reference``."""
    engine.create("reference.playbook", playbook_rows())
    rates = [{"fix_rate": rate} for rate in settings.fix_rates]
    engine.create("reference.fix_rates", _relation(FIX_RATES, rates, "fix_rates"))
    engine.create("reference.action_ledger", action_states(settings))


def playbook_rows() -> exp.Query:
    """The playbook's actions, as ``reference.playbook``."""
    content = _playbook()
    return _relation(content["columns"], content["rows"], "playbook.yml")


def action_states(settings: Settings) -> exp.Query:
    """What the ledger says last of each action, a row each, as ``reference.action_ledger``."""
    columns = _ledger_columns()
    rows = [
        {**asdict(one.action), "changed_on": one.recorded_at.astimezone(settings.zone).date()}
        for one in Ledger(settings).now().values()
    ]
    return _relation(columns, rows, LEDGER) if rows else _no_rows(columns)


def _ledger_columns() -> dict[str, str]:
    """An action's columns of the ledger, without those of the change, and the business day that it changed."""
    known = {field.name for field in fields(Action)}
    columns = load_contracts()[LEDGER].columns
    return {name: column.type for name, column in columns.items() if name in known} | {"changed_on": "DATE"}


def _no_rows(columns: dict[str, str]) -> exp.Query:
    nulls = (
        exp.cast(exp.null(), exp.DataType.build(kind, dialect=SOURCE_DIALECT)).as_(name)
        for name, kind in columns.items()
    )
    return exp.select(*nulls).where(exp.false())


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


def _value(value: str | int | Decimal | date | None, sql_type: str) -> exp.Expr:
    plain = value.isoformat() if isinstance(value, date) else value
    return exp.cast(literal(plain), exp.DataType.build(sql_type, dialect=SOURCE_DIALECT))
