"""Every SQL model, rows in and rows out, on the embedded engine. The cases are the YAML files in the folders beside."""

import re
from collections import Counter
from collections.abc import Iterator, Mapping
from functools import cache
from pathlib import Path

import pytest
import yaml
from pydantic import BaseModel, ConfigDict, Field
from sqlglot import exp

from pipeline.compute import Bench, compute, fresh
from pipeline.contract import Contract, load_contracts
from pipeline.engines.embedded import EmbeddedEngine
from pipeline.parameters import parameters
from pipeline.quality import create_judged, kept_sql, quarantine_contract, set_aside_sql
from pipeline.reference import create_references, reference_columns
from pipeline.refresh import inputs_of, models, plan_refresh
from pipeline.settings import Settings, load_settings
from pipeline.sql import SOURCE_DIALECT, Parameters, parse_query, read_model

HERE = Path(__file__).parent
TIMES = "times"

Row = dict[str, str | None]
Relations = dict[str, list[Row]]


class Case(BaseModel):
    """One case. Columns that a table leaves out are null in the input and don't matter in the output.

    Attributes:
        case: What it shows, in words.
        settings: Settings that differ from the defaults.
        given: The rows of each input, as a table of text; an input that is not named is empty.
        where: A condition for the rows made that are compared; all of them without one.
        expect: The rows made, in any order. Of a cleaning model, the rows kept.
        quarantined: Of a cleaning model, the rows set aside, with their reasons.
    """

    model_config = ConfigDict(extra="forbid", frozen=True)

    case: str
    settings: dict[str, object] = Field(default_factory=dict)
    given: dict[str, str]
    where: str = "TRUE"
    expect: str
    quarantined: str = ""


class CaseFile(BaseModel):
    """The cases of one model; ``defaults`` fill the columns of inputs that a case does not name."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    defaults: dict[str, Row] = Field(default_factory=dict)
    cases: list[Case]


def case_files() -> dict[str, CaseFile]:
    found = {f"{path.parent.name}.{path.stem}": path for path in sorted(HERE.glob("*/*.yml"))}
    return {model: CaseFile(**yaml.safe_load(path.read_text())) for model, path in found.items()}


CONTRACTS = load_contracts()
FILES = case_files()
EVERYTHING = plan_refresh(CONTRACTS, None)
REFERENCES = {f"reference.{name}": columns for name, columns in reference_columns().items()}
CASES = [pytest.param(model, case, id=f"{model}: {case.case}") for model, file in FILES.items() for case in file.cases]


@pytest.fixture(scope="module")
def defaults(tmp_path_factory: pytest.TempPathFactory) -> Settings:
    return _settings(tmp_path_factory.mktemp("models"))


@pytest.fixture(scope="module")
def engine(defaults: Settings) -> Iterator[EmbeddedEngine]:
    opened = EmbeddedEngine(defaults)
    yield opened
    opened.close()


@pytest.mark.parametrize(("model", "case"), CASES)
def test_model(model: str, case: Case, engine: EmbeddedEngine, defaults: Settings) -> None:
    contract = CONTRACTS[model]
    settings = _settings(defaults.home, **case.settings) if case.settings else defaults
    given = _given(contract, case, FILES[model].defaults)
    try:
        _create_inputs(engine, settings, given)
        if contract.raw is None:
            _compute(engine, contract, parameters(settings))
            _same(engine, f"{model} WHERE {case.where}", contract, case.expect)
        else:
            _clean(engine, contract, CONTRACTS[contract.raw], case, parameters(settings))
    finally:
        _clear(engine)


def test_every_model_has_cases() -> None:
    assert FILES.keys() == models(CONTRACTS).keys()
    assert not [model for model, file in FILES.items() if len(file.cases) < 2]


def test_no_case_comes_twice() -> None:
    assert not [name for name, times in Counter(param.id for param in CASES).items() if times > 1]


def _settings(home: Path, **changed: object) -> Settings:
    return load_settings(**{"home": home, "threads": 1, "journey_key_secret": "a secret", **changed})


def _clear(engine: EmbeddedEngine) -> None:
    """Drop whatever a case has made."""
    named = "SELECT CONCAT(table_schema, '.', table_name) AS relation FROM information_schema.tables"
    for row in engine.rows(parse_query(f"{named} WHERE table_schema <> 'landing'", {})):
        engine.drop(row["relation"])


# Rows in


def _given(contract: Contract, case: Case, defaults: Mapping[str, Row]) -> Relations:
    """The rows of every relation that the model reads."""
    read = inputs_of(contract) | ({contract.raw} if contract.raw else set())
    strange = (case.given.keys() | defaults.keys()) - read
    assert not strange, f"{contract.table} does not read {', '.join(strange)}"
    return {name: [defaults.get(name, {}) | row for row in _rows(case.given.get(name, ""))] for name in sorted(read)}


def _create_inputs(engine: EmbeddedEngine, settings: Settings, given: Relations) -> None:
    """Make each relation with its contract's types; the playbook and fix rates are the real ones unless given."""
    if any(name in REFERENCES for name in given):
        create_references(engine, settings)
    for name, rows in given.items():
        if rows and name in REFERENCES:
            engine.drop(name)
        if rows or name not in REFERENCES:
            engine.create(name, _relation(_types(name), rows))
            _file_under_days(engine, name)


def _types(relation: str) -> dict[str, str]:
    if relation in REFERENCES:
        return REFERENCES[relation]
    return {name: column.type for name, column in CONTRACTS[relation].columns.items()}


def _file_under_days(engine: EmbeddedEngine, relation: str) -> None:
    """Give raw rows their ``raw_date``, as ingestion does."""
    contract = CONTRACTS.get(relation)
    if contract and contract.row_date:
        day = f"SELECT * EXCEPT (raw_date), CAST(MOMENT_OF(CLEAN({contract.row_date})) AS DATE) AS raw_date"
        engine.create("working.dated", parse_query(f"{day} FROM {relation}", {}))
        engine.drop(relation)
        engine.create(relation, parse_query("SELECT * FROM working.dated", {}))
        engine.drop("working.dated")


def _relation(types: Mapping[str, str], rows: list[Row]) -> exp.Query:
    """Typed rows as a query; unnamed columns are null."""
    named = list(rows[0]) if rows else []
    strange = set(named) - types.keys()
    assert not strange, f"no such column: {', '.join(strange)}"
    columns = [_typed(exp.column(name) if name in named else exp.null(), types[name]).as_(name) for name in types]
    if not rows:
        return exp.select(*columns).where(exp.false())
    values = exp.values([tuple(row.values()) for row in rows], alias="given", columns=named)
    return exp.select(*columns, copy=False).from_(values, copy=False)


def _typed(value: exp.Expr, sql_type: str) -> exp.Expr:
    return exp.Cast(this=exp.Cast(this=value, to=_type("STRING")), to=_type(sql_type))


def _type(name: str) -> exp.DataType:
    return _parsed_type(name).copy()


@cache
def _parsed_type(name: str) -> exp.DataType:
    return exp.DataType.build(name, dialect=SOURCE_DIALECT)


def _rows(table: str) -> list[Row]:
    """Read a table of text: a line of names, then a line a row, cells between bars.

    An empty cell is null, a cell in double quotes keeps its spaces, the column ``times`` says how often a row comes.
    """
    lines = [[_cell(cell) for cell in line.split("|")] for line in table.splitlines() if line.strip()]
    rows = [dict(zip(map(str, lines[0]), line, strict=True)) for line in lines[1:]]
    return [row for row in rows for _ in range(int(row.pop(TIMES, None) or 1))]


def _cell(cell: str) -> str | None:
    quoted = re.fullmatch(r'"(.*)"', cell.strip())
    return quoted[1] if quoted else cell.strip() or None


# The model, as a build runs it


def _compute(engine: EmbeddedEngine, contract: Contract, given: Parameters) -> None:
    compute(Bench(engine, Path(), given, EVERYTHING, None), contract)


def _clean(engine: EmbeddedEngine, contract: Contract, raw: Contract, case: Case, given: Parameters) -> None:
    judged = fresh(contract)
    create_judged(engine, judged, contract, raw, read_model(contract), given)
    kept, set_aside = f"({kept_sql(contract, judged)}) AS kept", f"({set_aside_sql(raw, judged)}) AS set_aside"
    _same(engine, kept, contract, case.expect)
    _same(engine, set_aside, quarantine_contract(contract, raw), case.quarantined)


# Rows out


def _same(engine: EmbeddedEngine, relation: str, contract: Contract, table: str) -> None:
    rows = _rows(table)
    names = list(rows[0]) if rows else list(contract.columns)
    types = {name: contract.columns[name].type for name in names}
    wanted = Counter(tuple(row.values()) for row in engine.rows(_relation(types, rows)))
    listed = ", ".join(f"`{name}`" for name in names)
    found = Counter(tuple(row.values()) for row in engine.rows(parse_query(f"SELECT {listed} FROM {relation}", {})))
    if wanted != found:
        pytest.fail(_difference(names, wanted, found), pytrace=False)


def _difference(names: list[str], wanted: Counter[tuple[object, ...]], found: Counter[tuple[object, ...]]) -> str:
    parts = {
        "expected, but not made": wanted - found,
        "made, but not expected": found - wanted,
        "as expected": wanted & found,
    }
    return "\n".join(f"{title}:\n{_table(names, rows)}" for title, rows in parts.items())


def _table(names: list[str], rows: Counter[tuple[object, ...]]) -> str:
    cells = [
        names,
        *(["" if value is None else str(value) for value in row] for row in sorted(rows.elements(), key=str)),
    ]
    widths = [max(map(len, column)) for column in zip(*cells, strict=True)]
    return "\n".join("  " + " | ".join(map(str.ljust, line, widths)).rstrip() for line in cells)
