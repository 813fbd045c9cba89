"""What a run recomputes: everything, or each table from the first date that new or late data can touch."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from graphlib import CycleError, TopologicalSorter

from pipeline.contract import Contract
from pipeline.errors import ContractError, did_you_mean
from pipeline.sql import references_of


@dataclass(frozen=True)
class Refresh:
    """From which date each table is recomputed, and from which date its rows must be at hand for other tables.

    A date of None means all of it.
    """

    since: date | None
    starts: Mapping[str, date | None]
    needs: Mapping[str, date | None]


def models(contracts: Mapping[str, Contract]) -> dict[str, Contract]:
    """Return the tables that SQL computes."""
    return {table: contract for table, contract in contracts.items() if contract.schema_name in ("silver", "gold")}


def inputs_of(contract: Contract) -> frozenset[str]:
    """Return the tables that a model's SQL reads, and those that its maker is given beside."""
    return references_of(contract.schema_name, contract.name) | frozenset(contract.beside)


def build_order(contracts: Mapping[str, Contract]) -> list[str]:
    """Return the computed tables so that each comes after those that its SQL reads.

    Raises:
        ContractError: A SQL file reads a table that has no contract, or tables read each other in a circle.
    """
    graph = {table: _known_inputs(contract, contracts) for table, contract in models(contracts).items()}
    try:
        ordered = TopologicalSorter(graph).static_order()
        return [table for table in ordered if table in graph]
    except CycleError as circle:
        raise ContractError(f"tables read each other in a circle: {' -> '.join(circle.args[1])}.") from None


def _known_inputs(contract: Contract, contracts: Mapping[str, Contract]) -> list[str]:
    read = [table for table in inputs_of(contract) if not table.startswith("reference.")]
    for table in read:
        if table not in contracts:
            raise ContractError(
                f"{contract.name}.sql reads {table}, which has no contract. {did_you_mean(table, contracts)}"
            )
    return sorted(read)


def plan_refresh(contracts: Mapping[str, Contract], since: date | None) -> Refresh:
    """Work out what to recompute so that the tables equal those of a full refresh."""
    starts: dict[str, date | None] = {}
    needs: dict[str, date | None] = {}
    for table in reversed(build_order(contracts)):
        contract = contracts[table]
        starts[table] = _start(contract, since, needs.get(table))
        for source in inputs_of(contract) & contracts.keys():
            if contracts[source].date is not None:
                reach = _back(starts[table] if contract.date else since, _lookback(contract, source))
                needs[source] = _earlier(needs[source], reach) if source in needs else reach
    return Refresh(since, starts, needs)


def _start(contract: Contract, since: date | None, needed: date | None) -> date | None:
    if since is None or contract.date is None:
        return None
    if contract.working:
        return needed
    return _back(since, contract.reach)


def _lookback(contract: Contract, source: str) -> int | None:
    if source not in contract.lookback:
        raise ContractError(f"{contract.table} reads {source} but its contract does not say how far back (lookback).")
    days = contract.lookback[source]
    return None if days == "all" else days


def _back(day: date | None, days: int | None) -> date | None:
    if day is None or days is None or day.toordinal() <= days:
        return None
    return day - timedelta(days=days)


def _earlier(one: date | None, other: date | None) -> date | None:
    return None if one is None or other is None else min(one, other)
