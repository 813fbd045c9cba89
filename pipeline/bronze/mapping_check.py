"""What a mapping must meet beyond its own shape: our sources, our columns, the values that our contracts allow."""

from collections.abc import Iterable, Iterator

from pipeline.bronze.mapping_model import ColumnMap, Input, MappingFile, Moment
from pipeline.contract import Contract, load_contracts
from pipeline.errors import did_you_mean

METADATA = ("ingestion_timestamp", "source_file", "source_fingerprint", "raw_date")


def sources() -> dict[str, Contract]:
    """Return the bronze contracts by the landing names of their files."""
    return {contract.source: contract for contract in load_contracts().values() if contract.source}


def own_columns(contract: Contract) -> tuple[str, ...]:
    """Return the columns of a bronze table that come with its files."""
    return tuple(name for name in contract.columns if name not in METADATA)


def cleaned(contract: Contract) -> Contract:
    """Return the contract that the rows of a bronze table must meet."""
    return next(other for other in load_contracts().values() if other.raw == contract.table)


def check_mapping(mapping: MappingFile) -> Iterator[str]:
    """Yield what is wrong with a mapping, each with its place."""
    for source, inputs in mapping.sources.items():
        if source not in sources():
            yield f"sources.{source} is none of ours. {_near(source, sources())}"
            continue
        yield from _same_files(source, inputs)
        for position, given in enumerate(inputs):
            place = f"sources.{source}" + (f".{position}" if len(inputs) > 1 else "")
            yield from _input(place, sources()[source], given, given.time_zone or mapping.time_zone)


def _near(word: str, known: Iterable[str]) -> str:
    return did_you_mean(word, known) or f"Known: {', '.join(known)}."


def _same_files(source: str, inputs: tuple[Input, ...]) -> Iterator[str]:
    patterns = [pattern for given in inputs for pattern in given.files]
    for pattern in sorted({pattern for pattern in patterns if patterns.count(pattern) > 1}):
        yield f"sources.{source}: {pattern} stands in two inputs; a file feeds a source once."


def _input(place: str, contract: Contract, given: Input, zone: str | None) -> Iterator[str]:
    for name in must_have(contract):
        if name not in given.columns:
            yield f"{place}.columns: {name} is missing; rows without it are of no use."
    for name, column in given.columns.items():
        here = f"{place}.columns.{name}"
        if name not in own_columns(contract):
            yield f"{here} is no column of ours. {_near(name, own_columns(contract))}"
            continue
        yield from _values(here, cleaned(contract), name, column)
        yield from _times(here, cleaned(contract).columns[name].type, column, zone)


def must_have(contract: Contract) -> list[str]:
    """Return the columns that a source's rows are nothing without."""
    set_aside = cleaned(contract).all_expectations()
    return [name for name in own_columns(contract) if f"missing_{name}" in set_aside or name == contract.row_date]


def _values(here: str, contract: Contract, name: str, column: ColumnMap) -> Iterator[str]:
    allowed = contract.columns[name].values
    given = [*column.map.values(), *(text for text in (column.value, column.default) if text is not None)]
    for value in dict.fromkeys(given):
        if value and allowed and _code(value) not in map(_code, allowed):
            yield f"{here}: {value!r} is none of {', '.join(allowed)}. {did_you_mean(value, allowed)}".rstrip()


def _code(text: str) -> str:
    return text.strip().lower().replace(" ", "_").replace("-", "_")


def _times(here: str, our_type: str, column: ColumnMap, zone: str | None) -> Iterator[str]:
    known_zone = column.time_zone or zone
    if column.format and our_type not in ("TIMESTAMP", "DATE"):
        yield f"{here}: format is for times and dates."
    elif our_type == "TIMESTAMP" and column.format:
        yield from _time(here, column, known_zone)
    elif our_type == "TIMESTAMP" and known_zone not in (None, "UTC") and column.needs:
        yield f"{here}: times in {known_zone} need a format (yyyy-MM-dd'T'HH:mm:ss for ISO 8601)."
    span = column.seconds_between
    for end in (span.start, span.end) if span else ():
        yield from _time(f"{here}.seconds_between", end, end.time_zone or zone)


def _time(here: str, text: ColumnMap | Moment, zone: str | None) -> Iterator[str]:
    if text.format and not text.format.has_time:
        yield f"{here}: {text.format.text!r} has no hour (HH, or hh with a)."
    elif text.format and not text.format.has_offset and zone is None:
        yield f"{here}: say whose clock it is: a time_zone here or at the top (UTC if so)."
