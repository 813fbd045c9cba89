"""A table's contract: columns, meaning, grain, expectations and layout, from the YAML file beside its SQL."""

from functools import cache
from importlib.resources import files
from importlib.resources.abc import Traversable
from typing import Any, Literal

import yaml
from pydantic import BaseModel, ConfigDict, Field, ValidationError

from pipeline.errors import ContractError, did_you_mean

LAYERS = ("bronze", "silver", "gold", "ops")

Action = Literal["warn", "quarantine", "fail"]


class _Strict(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)


class Column(_Strict):
    """One column: its SQL type, what it means, and what may stand in it.

    Attributes:
        type: A Databricks SQL type.
        about: What the column means, its unit included.
        required: Whether it must not be null.
        values: The only values allowed, when they are few and known.
    """

    type: str = "STRING"
    about: str
    required: bool = False
    values: tuple[str, ...] = ()


class Expectation(_Strict):
    """A condition that each row should meet, and what happens to the rows that don't.

    Attributes:
        check: A SQL condition over the table's columns (and the ``raw_`` ones where the SQL carries them).
        action: Count the rows (warn), set them aside with the expectation's name as reason (quarantine), or stop
            the run before any gold table changes (fail).
        reason: The same condition in words.
    """

    check: str
    action: Action
    reason: str


class Latest(_Strict):
    """How a key that arrived more than once is settled: the first row in ``order`` is kept."""

    key: str
    order: tuple[str, ...]


class Contract(_Strict):
    """What a table promises.

    Attributes:
        table: ``schema.name``.
        grain: The columns that tell one row from another.
        date: The business date that partial refreshes and partitions go by, if the table has one.
        partition: Whether the Delta table is partitioned by ``date``.
        cluster_by: Columns to Z-order by.
        working: Built inside a run for the tables after it, never written.
        lookback: For each input, how many days before a date its rows can still touch that date's result; "all"
            when any of them can.
        covers: Settings that the lookbacks depend on, with the greatest value that they are enough for.
        reach: How many days before a date's own the results that its rows can still touch may lie.
        source: Bronze only: the landing name of the files.
        row_date: Bronze only: the column whose date a raw row is filed under.
        keep_latest: Silver only: how a repeated key is settled.
        made_by: The module of ``pipeline.makers`` that makes the rows of what the SQL file selects; None where that
            is the rows themselves.
        beside: Small tables that the maker is given whole, besides.
        read_by_build: Ops only: whether builds read it, as ``reference.<name>``: what people decided changes gold.
        restricted_to: The only role that may read the table; it is kept out of the database that questions run on.
        raw: Silver only: the bronze table whose rows this one cleans, so that kept + quarantined = all of them.
    """

    table: str
    about: str
    grain: tuple[str, ...] = ()
    date: str | None = None
    partition: bool = False
    cluster_by: tuple[str, ...] = ()
    working: bool = False
    lookback: dict[str, int | Literal["all"]] = Field(default_factory=dict)
    covers: dict[str, int] = Field(default_factory=dict)
    reach: int = 0
    source: str | None = None
    row_date: str | None = None
    multiline: bool = False
    keep_latest: Latest | None = None
    raw: str | None = None
    made_by: str | None = None
    beside: tuple[str, ...] = ()
    read_by_build: bool = False
    restricted_to: str | None = None
    columns: dict[str, Column]
    expectations: dict[str, Expectation] = Field(default_factory=dict)

    @property
    def schema_name(self) -> str:
        """The part of the name before the point."""
        return self.table.partition(".")[0]

    @property
    def name(self) -> str:
        """The part of the name after the point."""
        return self.table.partition(".")[2]

    @property
    def partition_column(self) -> str | None:
        """The column that the Delta table is partitioned by."""
        return self.date if self.partition else None

    @property
    def unique(self) -> bool:
        """Whether the grain is counted: where neither grouping at scale nor settling of keys has made it sure."""
        return bool(self.grain) and not self.partition and self.raw is None

    def all_expectations(self) -> dict[str, Expectation]:
        """Return the declared expectations after those that ``required`` and ``values`` imply."""
        action: Action = "quarantine" if self.raw else "fail"
        implied = {}
        for name, column in self.columns.items():
            if column.required:
                implied[f"missing_{name}"] = _present(name, action)
            if column.values:
                implied[f"unknown_{name}"] = _known(name, column.values, action)
        return implied | self.expectations


def _present(name: str, action: Action) -> Expectation:
    return Expectation(check=f"{name} IS NOT NULL", action=action, reason=f"{name} is missing")


def _known(name: str, values: tuple[str, ...], action: Action) -> Expectation:
    listed = ", ".join("'" + value.replace("\\", "\\\\").replace("'", "\\'") + "'" for value in values)
    check = f"{name} IS NULL OR {name} IN ({listed})"
    return Expectation(check=check, action=action, reason=f"{name} is none of {', '.join(values)}")


def parse_contract(text: str, where: str) -> Contract:
    """Read one contract.

    Raises:
        ContractError: The text is not a contract; the message says where and why.
    """
    try:
        return Contract(**_mapping(yaml.safe_load(text), where))
    except yaml.YAMLError as broken:
        raise ContractError(f"{where} is not YAML: {broken}") from None
    except ValidationError as invalid:
        raise ContractError(f"{where}: {_first_words(invalid)}") from None


def _mapping(content: Any, where: str) -> dict[str, Any]:
    if not isinstance(content, dict):
        raise ContractError(f"{where} must be a mapping with table, about and columns.")
    return content


def _first_words(invalid: ValidationError) -> str:
    error = invalid.errors()[0]
    place = ".".join(str(part) for part in error["loc"])
    near = did_you_mean(str(error["loc"][-1]), Contract.model_fields) if error["type"] == "extra_forbidden" else ""
    return f"{place}: {error['msg']}. {near}".strip()


@cache
def load_contracts() -> dict[str, Contract]:
    """Read every contract of the house, by table name, in layer order."""
    read = (_read(file) for layer in LAYERS for file in _contract_files(layer))
    return {contract.table: contract for contract in read}


def _contract_files(layer: str) -> list[Traversable]:
    folder = files("pipeline") / layer
    return sorted((file for file in folder.iterdir() if file.name.endswith(".yml")), key=lambda file: file.name)


def _read(file: Traversable) -> Contract:
    contract = parse_contract(file.read_text(), file.name)
    if f"{contract.name}.yml" != file.name:
        raise ContractError(f"{file.name} describes {contract.table}: file and table must have the same name.")
    return contract
