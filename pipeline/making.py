"""Tables whose rows Python makes of what their SQL selects: incidents, forecasts, measured effects."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from importlib import import_module
from typing import Any

from pipeline.contract import Contract
from pipeline.engines.protocol import Columns
from pipeline.errors import ContractError
from pipeline.sql import Parameters

Rows = Sequence[Mapping[str, Any]]


@dataclass(frozen=True)
class Material:
    """What a maker makes its rows of.

    Attributes:
        columns: What the table's SQL file selects.
        beside: The rows of the small tables that its contract names, by table.
        earlier: The table's own rows of the days before ``start``, which stay as they are.
        start: From which date rows are wanted; None for all of them.
        given: The settings that SQL sees.
    """

    columns: Columns
    beside: Mapping[str, Rows]
    earlier: Rows
    start: date | None
    given: Parameters


Maker = Callable[[Material], Rows]


def maker_of(contract: Contract) -> Maker:
    """Return the function that makes a table's rows: ``make`` of the module that its contract names.

    Raises:
        ContractError: There is no such module.
    """
    try:
        made: Maker = import_module(f"pipeline.makers.{contract.made_by}").make
    except ModuleNotFoundError as missing:
        raise ContractError(f"{contract.name}.yml is made by {contract.made_by}: {missing}.") from None
    return made
