"""Mapped columns give the same text on both engines, for texts that engines like to read differently."""

from pathlib import Path

import duckdb
import pytest
from sqlglot import exp

from pipeline.bronze.mapping import Reading, readings
from pipeline.sql import render

MAPPING = """
null_values: ["NULL", "-"]
sources:
  digital_journeys:
    files: x.csv
    columns:
      event_id: {key_of: [text, moment]}
      session_id: {join: [text, other], separator: " / "}
      member_id: text
      event_timestamp: {from: moment, format: "d/M/yyyy h:mm a", time_zone: Europe/Amsterdam}
      journey_type: {from: text, map: {"*bill*": billing, "café [1].x": pharmacy, "": claims}}
      step: {from: other, default: none}
      event_type: {from: text, map: {"1": error, "a*z": abandon}, default: view}
  call_logs:
    files: x.csv
    time_zone: America/New_York
    columns:
      call_id: text
      member_id: text
      call_timestamp: {join: [day, clock], format: "yyyy-MM-dd HH:mm[:ss[.SSSSSS]]"}
      duration_seconds:
        seconds_between:
          start: {join: [day, clock], format: "yyyy-MM-dd HH:mm[:ss[.SSSSSS]]"}
          end: {join: [day, until], format: "yyyy-MM-dd H:mm"}
          overnight: true
  member_profiles:
    files: x.csv
    columns:
      member_id: text
      plan_type: {value: MAPD}
      date_of_birth: {from: day, format: yyyy-MM-dd}
      enrollment_date: {from: moment, format: "d/M/yyyy h:mm a"}
      disenrollment_date: {from: offset, format: "yyyy-MM-dd'T'HH:mm:ssXXX"}
  business_calendar:
    files: x.csv
    columns:
      event_date: day
      event_type: {value: release}
"""

OFFSETS = """
sources:
  digital_journeys:
    files: x.csv
    columns:
      event_id: text
      session_id: text
      member_id: text
      journey_type: {value: billing}
      event_type: {value: view}
      event_timestamp: {from: offset, format: "yyyy-MM-dd'T'HH:mm:ssXXX"}
"""

COLUMNS = ("text", "other", "day", "clock", "until", "moment", "offset")

ROWS = [
    ("1", "x", "2026-11-01", "01:30:00.25", "1:10", "1/11/2026 1:30 AM", "2026-11-01T01:30:00-05:00"),
    ("my BILL", None, "2026-11-01", "00:59:59", "2:59", "25/10/2026 2:30 am", "2026-11-01T01:30:00Z"),
    ("café [1].x", "", "2026-03-08", "02:30", "3:30", "29/03/2026 2:30 AM", "2026-11-01T25:30:00Z"),
    ("café [1]yx", " ", "2026-03-08", "01:59:59.999999", "0:10", "29/3/2026 12:00 PM", "2026-11-01 01:30:00Z"),
    ("A\nz", "\t", "2026-02-29", "10:00", "11:00", "1/1/2026 12:00 am", "-"),
    ("az", "-", "2024-02-29", "24:00", "11:00", "31/12/2026 11:59 Pm", None),
    ("ÀZ", "O'Brien", "2026-03-08", None, "11:00", "13:00 PM 1/1/2026", ""),
    (None, "\\", "2026-03-07", "23:50", "0:10", "1/1/2026 13:00 PM", "2026-06-30T23:59:60Z"),
    ("  ", '"', "0026-03-07", "23:50:00.1", "0:10", "  1/1/2026 1:00 PM  ", "2026-06-30T23:59:59+13:45"),
    ("\ta1", "é€", "2026-3-7", "23:50", "x", "NULL", "2026-06-30T23:59:59+19:00"),
    ("NULL", "NULL", "NULL", "NULL", "NULL", "32/1/2026 1:00 PM", "NULL"),
    ("İstanbul", "ß", "1900-01-01", "00:00", "23:59", "1/1/2000 1:00 PM", "1900-01-01T00:00:00+00:00"),
]


@pytest.fixture
def mapped(tmp_path: Path) -> list[Reading]:
    (tmp_path / "one.yml").write_text(MAPPING)
    (tmp_path / "two.yml").write_text(OFFSETS)
    return readings(tmp_path / "one.yml") + [reading for reading in readings(tmp_path / "two.yml") if reading.salt]


def query(reading: Reading) -> exp.Select:
    columns = (expression.copy().as_(name) for name, expression in reading.columns.items())
    return exp.select(*columns).from_(reading.prepared("x"))


def on_duckdb(reading: Reading) -> list[tuple[str | None, ...]]:
    with duckdb.connect() as connection:
        connection.execute("SET TimeZone = 'UTC'")
        columns = ", ".join(f'"{name}" VARCHAR' for name in COLUMNS)
        connection.execute(f"CREATE TABLE x ({columns})")
        connection.executemany(f"INSERT INTO x VALUES ({', '.join('?' * len(COLUMNS))})", ROWS)
        return connection.execute(render(query(reading), "duckdb")).fetchall()


@pytest.fixture(scope="module")
def spark():
    from pyspark.sql import SparkSession

    active = SparkSession.getActiveSession()
    builder = SparkSession.builder.master("local[1]").config("spark.sql.session.timeZone", "UTC")
    local = {"spark.driver.host": "127.0.0.1", "spark.driver.bindAddress": "127.0.0.1", "spark.ui.enabled": "false"}
    session = builder.config(map=local).getOrCreate()
    yield session
    if active is None:
        session.stop()


@pytest.mark.spark
def test_spark_reads_every_mapped_column_as_duckdb_does(spark, mapped: list[Reading]) -> None:
    spark.createDataFrame(ROWS, ", ".join(f"`{name}` STRING" for name in COLUMNS)).createOrReplaceTempView("x")
    for reading in mapped:
        there = [tuple(row) for row in spark.sql(render(query(reading), "databricks")).collect()]
        here = on_duckdb(reading)
        assert there == here, reading.table
