"""What the orchestrator asks of an engine, asked of both."""

from collections.abc import Iterator
from datetime import UTC, date, datetime
from decimal import Decimal
from pathlib import Path

import pytest
from sqlglot import exp

from pipeline.contract import Contract, parse_contract
from pipeline.delta import ensure_table, latest_version
from pipeline.engines.protocol import Engine
from pipeline.errors import BuildError
from pipeline.sql import parse, parse_query

CONTRACT = """
table: silver.things
about: Things.
date: day
partition: true
columns:
  thing_id: {required: true, about: Which.}
  day: {type: DATE, about: When.}
  price: {type: "DECIMAL(10, 2)", about: How much.}
"""

ENGINES = ["embedded", pytest.param("spark", marks=pytest.mark.spark)]


@pytest.fixture(params=ENGINES)
def engine(request: pytest.FixtureRequest) -> Iterator[Engine]:
    made: Engine = request.getfixturevalue(request.param)
    yield made
    for relation in ("old.rows", "working.kept", "silver.things"):
        made.drop(relation)


@pytest.fixture
def things() -> Contract:
    return parse_contract(CONTRACT, "things.yml")


def rows(engine: Engine, sql: str) -> list[dict[str, object]]:
    return engine.rows(parse_query(sql, {}))


def things_of(*values: str) -> exp.Query:
    listed = ", ".join(f"({value})" for value in values)
    columns = "thing_id, CAST(day AS DATE) AS day, CAST(price AS DECIMAL(10, 2)) AS price"
    return parse_query(f"SELECT {columns} FROM VALUES {listed} AS given(thing_id, day, price)", {})


def test_values_come_as_python_has_them(engine: Engine) -> None:
    sql = """
        SELECT TIMESTAMP '2026-11-01 05:30:00.25' AS moment, DATE '2026-11-01' AS day,
          CAST('1.50' AS DECIMAL(9, 4)) AS price, CAST(NULL AS STRING) AS nothing, TRUE AS yes, 'O\\'Neil' AS name
        """
    found = rows(engine, sql)
    assert found[0].pop("moment") in (
        datetime(2026, 11, 1, 5, 30, 0, 250_000, tzinfo=UTC),
        datetime(2026, 11, 1, 5, 30, 0, 250_000),  # a literal without a zone
    )
    assert found == [
        {"day": date(2026, 11, 1), "price": Decimal("1.5000"), "nothing": None, "yes": True, "name": "O'Neil"}
    ]


def test_columns_come_whole_and_go_back(engine: Engine, things: Contract) -> None:
    """What Python makes of columns becomes a relation like any other."""
    given = "VALUES ('a', '2026-11-01', 3), (NULL, '2026-11-02', 4) AS given(name, day, calls)"
    sql = f"SELECT name, CAST(day AS DATE) AS day, CAST(calls AS BIGINT) AS calls FROM {given} ORDER BY calls"
    found = engine.columns(parse_query(sql, {}))
    assert list(found["name"]) == ["a", None]
    assert found["day"].dtype == "datetime64[D]"
    assert found["day"].tolist() == [date(2026, 11, 1), date(2026, 11, 2)]
    assert found["calls"].dtype == "int64"
    made = [
        {"thing_id": str(calls), "day": day, "price": Decimal(int(calls)) / 4 if calls > 3 else None}
        for day, calls in zip(found["day"].tolist(), found["calls"].tolist(), strict=True)
    ]
    engine.fill("silver.things", things, made)
    assert rows(engine, "SELECT * FROM silver.things ORDER BY thing_id") == [
        {"thing_id": "3", "day": date(2026, 11, 1), "price": None},
        {"thing_id": "4", "day": date(2026, 11, 2), "price": Decimal("1.00")},
    ]


def test_a_relation_may_have_no_rows(engine: Engine, things: Contract) -> None:
    engine.fill("silver.things", things, [])
    assert rows(engine, "SELECT COUNT(*) AS rows, MAX(day) AS day FROM silver.things") == [{"rows": 0, "day": None}]


def test_a_kept_relation_stays_as_it_was(engine: Engine, things: Contract, tmp_path: Path) -> None:
    path = ensure_table(tmp_path, things)
    engine.save(things, things_of("'a', '2026-11-01', '1'"), path, None)
    engine.load("old.rows", path, latest_version(path) or 0)
    engine.create("working.kept", parse_query("SELECT rows.thing_id FROM old.rows", {}))
    engine.define("silver.things", parse_query("SELECT kept.* FROM working.kept", {}))
    engine.drop("old.rows")
    engine.save(things, things_of("'b', '2026-11-01', '1'"), path, None)
    engine.extend("working.kept", parse_query("SELECT 'z' AS thing_id", {}))
    assert rows(engine, "SELECT * FROM working.kept ORDER BY thing_id") == [{"thing_id": "a"}, {"thing_id": "z"}]
    assert rows(engine, "SELECT * FROM silver.things WHERE thing_id = 'a'") == [{"thing_id": "a"}]


def test_what_is_replaced(engine: Engine, things: Contract, tmp_path: Path) -> None:
    path = ensure_table(tmp_path, things)
    first = engine.save(
        things, things_of("'a', '2026-11-01', '1'", "'b', NULL, '2'", "'c', '2026-11-03', '3'"), path, None
    )
    assert (first.version, first.rows) == (1, 3)
    assert first.bytes > 0
    engine.save(things, things_of("'d', '2026-11-01', '4'"), path, exp.false())
    assert kept(engine, path) == ["a", "b", "c", "d"]
    engine.save(
        things, things_of("'e', '2026-11-03', '5'"), path, parse("(day >= DATE '2026-11-03' OR day IS NULL)", "test")
    )
    assert kept(engine, path) == ["a", "d", "e"]
    replacing = engine.save(things, things_of("'d', '2026-11-02', '6'"), path, parse("thing_id IN ('d', 'x')", "test"))
    assert replacing.rows == 1
    assert kept(engine, path) == ["a", "d", "e"]
    engine.save(things, parse_query("SELECT * FROM old.rows WHERE FALSE", {}), path, parse("thing_id IN ('a')", "test"))
    assert kept(engine, path) == ["d", "e"]
    nothing = engine.save(things, parse_query("SELECT * FROM old.rows WHERE FALSE", {}), path, exp.false())
    assert nothing.rows == 0
    assert kept(engine, path) == ["d", "e"]


def kept(engine: Engine, path: Path) -> list[object]:
    engine.drop("old.rows")
    engine.load("old.rows", path, latest_version(path) or 0)
    return [row["thing_id"] for row in rows(engine, "SELECT thing_id FROM old.rows ORDER BY thing_id")]


def test_an_earlier_version_and_an_empty_one(engine: Engine, things: Contract, tmp_path: Path) -> None:
    path = ensure_table(tmp_path, things)
    engine.save(things, things_of("'a', '2026-11-01', '1'"), path, None)
    engine.load("old.rows", path, 0)
    assert rows(engine, "SELECT COUNT(*) AS found FROM old.rows") == [{"found": 0}]


def test_a_required_column_stays_required(engine: Engine, things: Contract, tmp_path: Path) -> None:
    path = ensure_table(tmp_path, things)
    with pytest.raises(BuildError, match=r"silver\.things"):
        engine.save(things, things_of("NULL, '2026-11-01', '1'"), path, None)
    assert latest_version(path) == 0


def test_what_fails_is_named(engine: Engine) -> None:
    with pytest.raises(BuildError, match=r"working\.kept"):
        engine.create("working.kept", parse_query("SELECT CAST('x' AS INT) AS number", {}))
    with pytest.raises(BuildError, match="nowhere"):
        engine.rows(parse_query("SELECT nowhere FROM VALUES (1) AS given(here)", {}))
