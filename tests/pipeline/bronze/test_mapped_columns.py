"""What becomes of values on their way through a mapping: texts in, texts out, on the embedded engine.

`test_same_on_spark.py` shows that Spark makes the same of them.
"""

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from pipeline.bronze.mapping import readings
from pipeline.sql import render

Make = Callable[..., str | None]


@pytest.fixture
def made(tmp_path: Path, on_duckdb: Callable[[str], list[Any]]) -> Make:
    """Makes one column of a row of values named a, b, c."""

    def make(column: str, how: str, *values: str | None, above: str = "null_values: []") -> str | None:
        path = tmp_path / "mapping.yml"
        others = {"call_id": "a", "member_id": "a", "call_timestamp": "{value: now}"} | {column: how}
        columns = ", ".join(f"{name}: {given}" for name, given in others.items())
        path.write_text(f"{above}\nsources: {{call_logs: {{files: x, columns: {{{columns}}}}}}}")
        [reading] = [reading for reading in readings(path) if reading.salt]
        given = ", ".join(f"CAST({literal(value)} AS VARCHAR)" for value in (*values, None, None, None)[:3])
        on_duckdb(f"CREATE TABLE x AS SELECT * FROM (VALUES ({given})) AS x(a, b, c)")
        expression = render(reading.columns[column], "duckdb")
        [[found]] = on_duckdb(f"SELECT {expression} FROM {render(reading.prepared('x'), 'duckdb')}")
        return found

    return make


def literal(value: str | None) -> str:
    return "NULL" if value is None else "'" + value.replace("'", "''") + "'"


@pytest.mark.parametrize(
    ("how", "values", "wanted"),
    [
        ("a", ['it\'s \\ "so" '], 'it\'s \\ "so" '),
        ("A", ["x"], "x"),
        ("{value: it's}", [], "it's"),
        ("{value: ''}", [], None),
        ("{join: [a, b, c], separator: '-'}", ["x", None, "z"], "x-z"),
        ("{join: [a, b, c], separator: ''}", ["x", "y ", "z"], "xyz"),
        ("{from: a, default: none}", [" "], "none"),
        ("{from: a, default: none}", ["x"], "x"),
        ("{from: a, map: {X: y}}", [" x "], "y"),
        ("{from: a, map: {x: y}}", ["z"], "z"),
        ("{from: a, map: {x: y}, default: ''}", ["z"], None),
        ("{from: a, map: {'': nobody}}", [None], "nobody"),
        ("{from: a, map: {'*bill*': b, '*': c}}", ["My BILL, please"], "b"),
        ("{from: a, map: {'*bill*': b, '*': c}}", ["line\nbreak"], "c"),
        ("{from: a, map: {'a.*': b}, default: c}", ["a.x"], "b"),
        ("{from: a, map: {'a.*': b}, default: c}", ["abx"], "c"),
        ("{from: a, map: {'*é (1)': b}, default: c}", ["CAFÉ (1)"], "b"),
        ("{from: a, map: {x: first, 'x*': second}}", ["x"], "first"),
        ("{join: [a, b], map: {x y: z}}", ["X", "y"], "z"),
    ],
)
def test_texts(made: Make, how: str, values: list[str | None], wanted: str | None) -> None:
    assert made("agent_id", how, *values) == wanted


AMSTERDAM, NEW_YORK = "time_zone: Europe/Amsterdam", "time_zone: America/New_York"
SECONDS = "{from: a, format: 'yyyy-MM-dd HH:mm:ss[.SSSSSS]'}"


@pytest.mark.parametrize(
    ("above", "how", "values", "wanted"),
    [
        ("time_zone: UTC", SECONDS, ["2026-07-01 10:00:00"], "2026-07-01T10:00:00.000000Z"),
        (AMSTERDAM, SECONDS, ["2026-07-01 10:00:00.5"], "2026-07-01T08:00:00.500000Z"),
        (AMSTERDAM, SECONDS, ["2026-01-01 00:30:00"], "2025-12-31T23:30:00.000000Z"),
        (AMSTERDAM, SECONDS, ["2026-10-25 01:59:59"], "2026-10-24T23:59:59.000000Z"),
        (AMSTERDAM, SECONDS, ["2026-10-25 02:30:00"], "2026-10-25T00:30:00.000000Z"),
        (AMSTERDAM, SECONDS, ["2026-10-25 03:00:00"], "2026-10-25T02:00:00.000000Z"),
        (AMSTERDAM, SECONDS, ["2026-03-29 01:59:59"], "2026-03-29T00:59:59.000000Z"),
        (AMSTERDAM, SECONDS, ["2026-03-29 02:30:00"], "2026-03-29T01:30:00.000000Z"),
        (AMSTERDAM, SECONDS, ["2026-03-29 03:00:00"], "2026-03-29T01:00:00.000000Z"),
        (NEW_YORK, SECONDS, ["2026-11-01 01:30:00"], "2026-11-01T05:30:00.000000Z"),
        (NEW_YORK, SECONDS, ["2026-03-08 03:00:00"], "2026-03-08T07:00:00.000000Z"),
        (AMSTERDAM, "{join: [a, b], format: d/M/yyyy h:mm a}", ["1/7/2026", "12:05 am"], "2026-06-30T22:05:00Z"),
        (AMSTERDAM, "{join: [a, b], format: d/M/yyyy h:mm a}", ["1/7/2026", "12:05 PM"], "2026-07-01T10:05:00Z"),
        (AMSTERDAM, "{join: [a, b], format: d/M/yyyy h:mm a}", ["1/7/2026", None], None),
        (AMSTERDAM, "{from: a, format: yyyy-MM-dd HHXXX}", ["2026-07-01 10-05:00"], "2026-07-01T15:00:00Z"),
        (AMSTERDAM, "{from: a, format: yyMMddHH, time_zone: UTC}", ["26070110"], "2026-07-01T10:00:00Z"),
        (AMSTERDAM, SECONDS, ["2026-02-29 10:00:00"], "unreadable: 2026-02-29 10:00:00"),
        (AMSTERDAM, SECONDS, ["2026-07-01T10:00:00Z"], "unreadable: 2026-07-01T10:00:00Z"),
        (AMSTERDAM, SECONDS, [" "], None),
        (f"{AMSTERDAM}\nnull_values: [NULL, '?']", SECONDS, [" NULL "], None),
    ],
)
def test_times(made: Make, above: str, how: str, values: list[str | None], wanted: str | None) -> None:
    assert made("call_timestamp", how, *values, above=above) == wanted


SPAN = (
    "{seconds_between: {start: {join: [a, b], format: yyyy-MM-dd HH:mm},"
    " end: {join: [a, c], format: yyyy-MM-dd HH:mm}, overnight: OVERNIGHT}}"
)


@pytest.mark.parametrize(
    ("overnight", "values", "wanted"),
    [
        ("false", ["2026-07-01", "10:00", "10:05"], "300"),
        ("false", ["2026-07-01", "23:59", "00:04"], "-86100"),
        ("true", ["2026-07-01", "23:59", "00:04"], "300"),
        ("true", ["2026-10-24", "23:59", "04:00"], "18060"),
        ("true", ["2026-10-25", "01:30", "03:30"], "10800"),
        ("true", ["2026-07-01", "10:00", None], None),
        ("true", ["2026-07-01", "10:00", "later"], "unreadable: 2026-07-01 10:00, 2026-07-01 later"),
    ],
)
def test_spans(made: Make, overnight: str, values: list[str | None], wanted: str | None) -> None:
    how = SPAN.replace("OVERNIGHT", overnight)
    assert made("duration_seconds", how, *values, above=AMSTERDAM) == wanted


def test_keys_differ_when_any_column_does(made: Make, on_duckdb: Callable[[str], list[Any]]) -> None:
    rows = [("x", "y"), ("xy", ""), ("", "xy"), ("x", None), (None, "x"), ("x ", "y")]
    keys = []
    for row in rows:
        keys.append(made("call_id", "{key_of: [a, b]}", *row))
        on_duckdb("DROP TABLE x")
    assert len(set(keys)) == len(rows)
    assert made("call_id", "{key_of: [a, b]}", "x", "y") == keys[0]
    assert all(key is not None and len(key) == 32 for key in keys)
