"""What `run.py` measures, each in a process of its own: child.py build HOME ENGINE [SINCE], or child.py join ENGINE."""

import json
import sys
import time
from datetime import date

from sqlglot import exp

from pipeline.build import build
from pipeline.contract import load_contracts
from pipeline.engines.choose import open_engine
from pipeline.engines.protocol import Engine
from pipeline.parameters import STAND_INS
from pipeline.settings import load_settings
from pipeline.sql import bind, parse_query, read_model

KEPT_UNTUNED = {
    "spark.sql.extensions",
    "spark.sql.catalog.spark_catalog",
    "spark.driver.bindAddress",
    "spark.driver.host",
    "spark.driver.memory",
    "spark.sql.session.timeZone",
    "spark.sql.ansi.enabled",
    "spark.sql.legacy.timeParserPolicy",
    "spark.databricks.delta.replaceWhere.constraintCheck.enabled",
}

FAILURES, CALLS, MEMBERS, HOT_TENTHS = 300_000, 240_000, 100_000, 1

# Failures and calls over seventy days; a hot member has a tenth of all of them.
EVENTS = """
  SELECT
    CONCAT('{letter}', CAST(id AS STRING)) AS {key},
    CASE WHEN id % 10 < {hot} THEN 'hot' ELSE CONCAT('M', CAST(id % {members} AS STRING)) END AS member_id,
    TIMESTAMPADD(SECOND, CAST((id * 7919) % 6048000 + {offset} AS INT), TIMESTAMP '2026-09-15 00:00:00') AS {moment}
  FROM RANGE({rows}) AS numbers(id)
"""


def measure_build(home: str, engine: str, since: str | None = None) -> None:
    """Build a home; the parent measures the process. ``spark-plain`` leaves Spark as it comes."""
    if engine == "spark-plain":
        _untune_spark()
    settings = load_settings(home=home, engine=engine.partition("-")[0])
    build(settings, since=date.fromisoformat(since) if since else None, full=True)
    if settings.engine == "spark":
        _wait_for_java()


def _untune_spark() -> None:
    """Keep only what Delta Lake and right results need; leave the rest to Spark's own defaults."""
    from pipeline.engines import spark_session

    tuned = spark_session.configuration()
    start = {name: value for name, value in tuned["start"].items() if name in KEPT_UNTUNED}
    session = {name: value for name, value in tuned["session"].items() if name in KEPT_UNTUNED}
    spark_session.configuration = lambda: {**tuned, "start": start, "session": session}


def _wait_for_java() -> None:
    """Let Java end before this process does, so that its CPU seconds are counted."""
    from pyspark import SparkContext

    gateway = SparkContext._gateway
    SparkContext._active_spark_context.stop()
    gateway.shutdown()
    gateway.proc.stdin.close()
    gateway.proc.wait()


def measure_join(engine: str) -> None:
    """Print the seconds of the leakage join, warm, without and with a hot member."""
    print(json.dumps({"plain": seconds_of_join(engine, hot=False), "hot": seconds_of_join(engine, hot=True)}))


def seconds_of_join(name: str, *, hot: bool) -> float:
    """Return the least seconds of three runs of the model that credits calls."""
    engine = open_engine(load_settings(home="unused", engine=name))
    for relation, query in _relations(hot=hot).items():
        engine.create(relation, parse_query(query, {}))
    model = bind(
        read_model(load_contracts()["silver.call_credits"]), dict(STAND_INS) | {"window_minutes": 30, "repeat_days": 7}
    )
    seconds = [_time_once(engine, model) for _ in range(4)]
    engine.close()
    return min(seconds[1:])


def _time_once(engine: Engine, model: exp.Query) -> float:
    begun = time.perf_counter()
    engine.create("silver.call_credits", model)
    engine.rows(parse_query("SELECT COUNT(event_id) AS credited FROM silver.call_credits", {}))
    engine.drop("silver.call_credits")
    return time.perf_counter() - begun


def _relations(*, hot: bool) -> dict[str, str]:
    shared = {"hot": HOT_TENTHS if hot else 0, "members": MEMBERS}
    failures = EVENTS.format(letter="E", key="event_id", moment="failed_at", rows=FAILURES, offset=0, **shared)
    calls = EVENTS.format(letter="C", key="call_id", moment="call_timestamp", rows=CALLS, offset=600, **shared)
    return {
        "silver.digital_failures": f"SELECT *, 'billing' AS journey_type FROM ({failures}) AS failures",
        "silver.call_logs_cleaned": f"""
            SELECT *, 'billing' AS call_reason, CAST(call_timestamp AS DATE) AS call_date, 0 AS call_hour,
              CAST(NULL AS DECIMAL(6, 4)) AS sentiment_score
            FROM ({calls}) AS calls""",
    }


if __name__ == "__main__":
    {"build": measure_build, "join": measure_join}[sys.argv[1]](*sys.argv[2:])
