"""SQL files as data: our functions expanded, settings bound as literals, text put into an engine's dialect unharmed."""

from decimal import Decimal

import duckdb
import pytest
import sqlglot
from sqlglot import exp

from pipeline.contract import Column, Contract, load_contracts
from pipeline.errors import ContractError
from pipeline.parameters import STAND_INS
from pipeline.refresh import models
from pipeline.sql import SOURCE_DIALECT, bind, expand, literal, parse, parse_query, read_model, references, render

APOSTROPHES = {
    "a name": "O'Brien",
    "a backslash": "back\\slash",
    "both": "it's \\' odd",
    "quotes": 'say "no"',
    "a parameter": ":time_zone",
    "a comment": "-- '; DROP TABLE t",
    "several lines": "one\ntwo",
    "letters": "Señor Ñandú",
    "nothing": "",
}


@pytest.fixture(scope="module")
def connection() -> duckdb.DuckDBPyConnection:
    opened = duckdb.connect()
    opened.execute("SET TimeZone = 'UTC'")
    return opened


def _value(connection: duckdb.DuckDBPyConnection, query: exp.Query) -> object:
    row = connection.execute(render(query, "duckdb")).fetchone()
    assert row
    return row[0]


def test_a_function_is_replaced_by_its_body() -> None:
    assert expand(parse("CLEAN(name)", "here")).sql() == "(NULLIF(TRIM((name)), ''))"


def test_functions_within_functions_are_replaced_too() -> None:
    inner = parse("CAST(LOCAL_TIME(CLEAN(moment)) AS DATE)", "here")
    assert not [node.name for node in inner.find_all(exp.Anonymous)]
    assert {node.name for node in inner.find_all(exp.Placeholder)} == {"time_zone"}


def test_an_argument_is_not_mistaken_for_another_parameter() -> None:
    swapped = parse("RATIO(whole, part)", "here")
    divided = swapped.find(exp.Div)
    assert divided
    assert [column.name for column in divided.find_all(exp.Column)] == ["whole", "part"]


def test_a_function_takes_its_number_of_values() -> None:
    with pytest.raises(ContractError, match="RATIO takes 2 values, not 1"):
        parse("RATIO(calls)", "here")


def test_other_functions_stay() -> None:
    assert parse("SOMETHING_ELSE(name)", "here").sql() == "SOMETHING_ELSE(name)"


RATIOS = [
    ("1", "3", Decimal("0.3333")),
    ("2", "3", Decimal("0.6667")),
    ("-1", "3", Decimal("-0.3333")),
    ("1", "80000", Decimal("0.0000")),
    ("1", "20000", Decimal("0.0001")),
    ("-1", "20000", Decimal("-0.0001")),
    ("3", "20000", Decimal("0.0002")),
    ("0", "5", Decimal("0.0000")),
    ("5", "0", None),
    ("NULL", "5", None),
    ("5", "NULL", None),
]


@pytest.mark.parametrize(("part", "whole", "wanted"), RATIOS)
def test_a_ratio_is_rounded_to_four_places_halves_away_from_zero(
    connection: duckdb.DuckDBPyConnection, part: str, whole: str, wanted: Decimal | None
) -> None:
    assert _value(connection, parse_query(f"SELECT RATIO({part}, {whole})", {})) == wanted


def test_parameters_become_literals() -> None:
    query = parse_query("SELECT :window_minutes, :cost, :zone, :nothing", {**_given(), "nothing": None})
    assert query.sql() == "SELECT 30, 8.00, 'America/New_York', NULL"


def test_an_unknown_parameter_is_refused_with_the_nearest_known_one() -> None:
    with pytest.raises(ContractError, match=r"asks for :window_minute, .* Did you mean 'window_minutes'\?"):
        parse_query("SELECT :window_minute", _given())


def test_binding_leaves_the_tree_that_it_was_given() -> None:
    tree = parse("SELECT :zone", "here")
    bind(tree, _given())
    assert tree.sql(dialect=SOURCE_DIALECT) == "SELECT :zone"


@pytest.mark.parametrize("text", APOSTROPHES.values(), ids=APOSTROPHES.keys())
def test_text_survives_as_a_parameter(connection: duckdb.DuckDBPyConnection, text: str) -> None:
    assert _value(connection, parse_query("SELECT :text", {"text": text})) == text


@pytest.mark.parametrize("text", APOSTROPHES.values(), ids=APOSTROPHES.keys())
def test_text_survives_being_written_in_our_dialect_and_read_again(
    connection: duckdb.DuckDBPyConnection, text: str
) -> None:
    written = exp.select(literal(text)).sql(dialect=SOURCE_DIALECT)
    assert _value(connection, parse_query(written, {})) == text


def test_an_apostrophe_in_a_sql_file_survives(connection: duckdb.DuckDBPyConnection) -> None:
    assert _value(connection, parse_query("SELECT 'O\\'Brien'", {})) == "O'Brien"


def test_a_doubled_apostrophe_survives_or_is_refused_but_is_never_lost(connection: duckdb.DuckDBPyConnection) -> None:
    try:
        query = parse_query("SELECT 'O''Brien'", {})
    except ContractError:
        return
    assert _value(connection, query) == "O'Brien"


def test_an_apostrophe_in_a_contract_s_values_survives(connection: duckdb.DuckDBPyConnection) -> None:
    column = Column(about="Whose.", values=("O'Brien", "Lee"))
    check = Contract(table="silver.t", about="T.", columns={"name": column}).all_expectations()["unknown_name"].check
    query = parse_query(f"SELECT {check} FROM (SELECT :name AS name) AS t", {"name": "O'Brien"})
    assert _value(connection, query) is True


@pytest.mark.parametrize("text", ["SELECT FROM WHERE", "SELECT (1", "SELECT 'open"])
def test_what_is_no_sql_is_refused(text: str) -> None:
    with pytest.raises(ContractError, match=r"a query is not valid SQL|not a SELECT"):
        parse_query(text, {})


def test_only_queries_are_queries() -> None:
    with pytest.raises(ContractError, match="not a SELECT: DROP TABLE t"):
        parse_query("DROP TABLE t", {})


def test_references_are_tables_with_a_schema_not_common_table_expressions() -> None:
    query = parse_query("WITH near AS (SELECT * FROM silver.a) SELECT * FROM near JOIN gold.b USING (x)", {})
    assert references(query) == {"silver.a", "gold.b"}


def test_a_contract_without_sql_is_refused() -> None:
    with pytest.raises(ContractError, match=r"silver.shoes has a contract but no SQL file shoes.sql"):
        read_model(Contract(table="silver.shoes", about="Shoes.", columns={}))


@pytest.mark.parametrize("model", models(load_contracts()).values(), ids=models(load_contracts()).keys())
def test_every_model_is_bound_and_written_for_both_engines(model: Contract) -> None:
    bound = bind(read_model(model), STAND_INS)
    assert not list(bound.find_all(exp.Placeholder))
    for dialect in ("duckdb", SOURCE_DIALECT):
        assert sqlglot.parse_one(render(bound, dialect), read=dialect)


def _given() -> dict[str, str | int | Decimal | None]:
    return {"window_minutes": 30, "cost": Decimal("8.00"), "zone": "America/New_York"}
