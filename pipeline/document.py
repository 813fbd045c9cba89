"""Pages written from the contracts and SQL files: the data dictionary, with lineage, and the DDL."""

from collections.abc import Iterator, Mapping

from sqlglot import exp

from pipeline.contract import LAYERS, Column, Contract, load_contracts
from pipeline.quality import quarantine_contract
from pipeline.refresh import inputs_of, models
from pipeline.sql import SOURCE_DIALECT
from pipeline.static import lineage_of

_MADE_BY = "<!-- Written by `leakage document` from the contracts and SQL files; edit those. -->"

_TITLES = {
    "bronze": "Bronze: as it arrived",
    "silver": "Silver: typed, clean, joined",
    "gold": "Gold: what people ask about",
    "ops": "Ops: what runs and people leave behind",
}

_ACTIONS = {"warn": "counted", "quarantine": "set aside", "fail": "stops the run"}


def pages() -> Mapping[str, str]:
    """Return the text of each generated page, by file name."""
    contracts = load_contracts()
    return {"data-dictionary.md": _dictionary(contracts), "ddl.sql": _ddl(contracts)}


def _dictionary(contracts: Mapping[str, Contract]) -> str:
    lines = ["# Data dictionary", "", _MADE_BY, ""]
    for layer in LAYERS:
        lines += [f"## {_TITLES[layer]}", ""]
        for contract in contracts.values():
            if contract.schema_name == layer:
                lines += _table_page(contract, contracts)
    return "\n".join(lines).rstrip() + "\n"


def _table_page(contract: Contract, contracts: Mapping[str, Contract]) -> Iterator[str]:
    yield from (f"### {contract.table}", "", contract.about, "")
    yield from _facts(contract)
    made_from = lineage_of(contract) if contract.table in models(contracts) and not contract.made_by else {}
    yield from ("", "| column | type | meaning | made from |" if made_from else "| column | type | meaning |")
    yield "|---|---|---|---|" if made_from else "|---|---|---|"
    for name, column in contract.columns.items():
        sources = f" {', '.join(made_from.get(name, []))} |" if made_from else ""
        yield f"| {name} | {column.type}{' NOT NULL' if column.required else ''} | {_meaning(column)} |{sources}"
    yield ""
    yield from _promises(contract)


def _meaning(column: Column) -> str:
    values = f" One of: {', '.join(column.values)}." if column.values else ""
    return (column.about.rstrip(".") + "." + values).replace("|", "\\|")


def _facts(contract: Contract) -> Iterator[str]:
    if contract.grain:
        yield f"- One row for each {', '.join(contract.grain)}."
    if contract.schema_name in ("silver", "gold"):
        yield f"- Reads {', '.join(sorted(inputs_of(contract)))}."
    if contract.made_by:
        yield f"- Its rows are made by `pipeline/makers/{contract.made_by}.py` of what its SQL selects."
    if contract.partition_column:
        yield f"- Partitioned by {contract.partition_column}."
    if contract.working:
        yield "- Lives inside a run; it is not written."
    if contract.restricted_to:
        yield f"- Only the role {contract.restricted_to} may read it."
    if contract.keep_latest:
        order = ", then ".join(_in_words(part) for part in contract.keep_latest.order[:3])
        yield f"- A {contract.keep_latest.key} that came again: the row with the greatest {order} is kept."


def _in_words(part: str) -> str:
    return part.removesuffix(" DESC").replace("_", " ")


def _promises(contract: Contract) -> Iterator[str]:
    promised = contract.all_expectations()
    if not promised:
        return
    yield from ("| expectation | in words | rows that break it |", "|---|---|---|")
    for name, item in promised.items():
        yield f"| {name} | {item.reason} | {_ACTIONS[item.action]} |"
    yield ""


def _ddl(contracts: Mapping[str, Contract]) -> str:
    written = [contract for contract in contracts.values() if not contract.working]
    aside = [quarantine_contract(contract, contracts[contract.raw]) for contract in written if contract.raw]
    statements = [create_table(contract) for contract in (*written, *aside)]
    return f"-- {_MADE_BY.strip('<!->').strip()}\n\n" + "\n\n".join(statements) + "\n"


def create_table(contract: Contract) -> str:
    """Return the Databricks DDL of a table: columns, comments, constraints, partitioning."""
    columns = ",\n".join(f"  {_column_ddl(name, column)}" for name, column in contract.columns.items())
    partition = f"\nPARTITIONED BY ({contract.partition_column})" if contract.partition_column else ""
    head = f"CREATE TABLE IF NOT EXISTS {contract.table} (\n{columns}\n)\nUSING DELTA{partition}"
    return "\n".join([f"{head}\nCOMMENT {_text(contract.about)};", *_constraints(contract)])


def _column_ddl(name: str, column: Column) -> str:
    return f"`{name}` {column.type}{' NOT NULL' if column.required else ''} COMMENT {_text(column.about)}"


def _constraints(contract: Contract) -> Iterator[str]:
    for name, column in contract.columns.items():
        if column.values:
            listed = ", ".join(_text(value) for value in column.values)
            unless = "" if column.required else f"`{name}` IS NULL OR "
            yield f"ALTER TABLE {contract.table} ADD CONSTRAINT known_{name} CHECK ({unless}`{name}` IN ({listed}));"


def _text(value: str) -> str:
    return exp.Literal.string(value).sql(dialect=SOURCE_DIALECT)
