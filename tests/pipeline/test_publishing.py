"""Runs: all of one or nothing of it, killed at any moment, one at a time, back to an earlier one."""

import os
import random
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Callable
from datetime import date
from decimal import Decimal

import deltalake
import duckdb
import pytest

from pipeline.build import build
from pipeline.compute import latest_versions
from pipeline.contract import Expectation, load_contracts
from pipeline.errors import IngestError, LeakageError, PublishError, QualityError
from pipeline.maintain import optimize, restore
from pipeline.runs import definition_of, history, only_run, published, published_run
from pipeline.serving import served
from pipeline.settings import Settings, load_settings

pytestmark = pytest.mark.slow

Copy = Callable[[Settings], Settings]
Compare = Callable[[Settings, Settings], dict[str, int]]

COSTED = ("gold.daily_leakage_summary", "gold.segment_drilldown", "gold.root_cause_analysis", "gold.leakage_hourly")


def costs_of_a_call(settings: Settings) -> set[Decimal]:
    """What a call costs in each gold table of the published run: one number, unless two runs are mixed."""
    run = published(settings)
    assert run is not None
    return {_cost(settings, table, run.versions[table]) for table in COSTED}


def _cost(settings: Settings, table: str, version: int) -> Decimal:
    opened = deltalake.DeltaTable(settings.tables / table.replace(".", "/"), version=version)
    partitioned = bool(opened.metadata().partition_columns)
    query = "SELECT SUM(cost_usd) / SUM(leaked_calls) FROM read_parquet($files, hive_partitioning=$partitioned)"
    return duckdb.execute(query, {"files": opened.file_uris(), "partitioned": partitioned}).fetchall()[0][0]


def test_running_twice_changes_nothing(small: Settings, copy_of: Copy) -> None:
    settings = copy_of(small)
    before = latest_versions(settings.tables, load_contracts())
    report = build(settings)
    assert report.unchanged
    assert latest_versions(settings.tables, load_contracts()) == before


def test_a_forced_rebuild_gives_the_same_rows(small: Settings, copy_of: Copy, differences: Compare) -> None:
    settings = copy_of(small)
    assert not build(settings, full=True).unchanged
    assert differences(settings, small) == {}


def test_another_definition_is_built_anew(small: Settings, copy_of: Copy) -> None:
    settings = copy_of(small).model_copy(update={"cost_per_call_usd": Decimal("9.00")})
    build(settings, since=date(2026, 11, 23))
    assert costs_of_a_call(settings) == {Decimal("9.0")} or costs_of_a_call(settings) == {9.0}
    assert published(settings).since is None  # type: ignore[union-attr]


@pytest.mark.slow
def test_fifty_kills(small_raw: Settings, small: Settings, copy_of: Copy, differences: Compare) -> None:
    """Builds that cost 8 and 9 dollars a call take turns and are killed; a reader never sees both at once."""
    settings = copy_of(small_raw)
    build(settings)
    seconds = _time_of_a_build(settings)
    chance = random.Random(7)
    mixed: list[set[Decimal]] = []
    done = threading.Event()
    reader = threading.Thread(target=_watch, args=(settings, mixed, done))
    reader.start()
    for number in range(50):
        _build_and_kill(settings, cost=8 + number % 2, after=chance.uniform(0.05, 1.05) * seconds)
    done.set()
    reader.join()
    assert not mixed
    build(settings)
    assert differences(settings, small) == {}


@pytest.mark.slow
def test_kills_while_files_are_taken_in(
    small_raw: Settings, small: Settings, copy_of: Copy, differences: Compare
) -> None:
    """The first build of a home is killed, again and again, each time in a new home and with many small batches."""
    chance = random.Random(11)
    seconds = _time_of_a_build(copy_of(small_raw))
    for _ in range(8):
        settings = copy_of(small_raw)
        for _ in range(3):
            _build_and_kill(settings, cost=8, after=chance.uniform(0.2, 0.9) * seconds)
        build(settings)
        assert differences(settings, small) == {}


def _watch(settings: Settings, mixed: list[set[Decimal]], done: threading.Event) -> None:
    while not done.is_set():
        seen = costs_of_a_call(settings)
        if len(seen) != 1:
            mixed.append(seen)


def _start(settings: Settings, cost: int) -> subprocess.Popen[bytes]:
    imports = "from pipeline.build import build; from pipeline.settings import load_settings"
    code = f"{imports}; build(load_settings(), full=True)"
    environment = os.environ | {
        "LEAKAGE_HOME": str(settings.home),
        "LEAKAGE_JOURNEY_KEY_SECRET": settings.journey_key_secret or "",
        "LEAKAGE_COST_PER_CALL_USD": f"{cost}.00",
        "LEAKAGE_INGEST_BATCH_MB": "1",
    }
    return subprocess.Popen(
        [sys.executable, "-c", code], env=environment, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL
    )


def _time_of_a_build(settings: Settings) -> float:
    begun = time.monotonic()
    assert _start(settings, cost=8).wait() == 0
    return time.monotonic() - begun


def _build_and_kill(settings: Settings, cost: int, after: float) -> None:
    process = _start(settings, cost)
    try:
        process.wait(timeout=after)
    except subprocess.TimeoutExpired:
        process.send_signal(signal.SIGKILL)
        process.wait()


def test_a_second_run_is_refused_or_waits(small: Settings, copy_of: Copy) -> None:
    settings = copy_of(small)
    with only_run(settings), pytest.raises(PublishError, match="another run is at work"):
        build(settings)
    assert build(settings, wait_seconds=5).unchanged


def test_back_to_an_earlier_run_and_on_again(small: Settings, copy_of: Copy, differences: Compare) -> None:
    settings = copy_of(small)
    first = published(settings)
    assert first is not None
    dearer = settings.model_copy(update={"cost_per_call_usd": Decimal("9.00")})
    build(dearer)
    restored = restore(settings, first.run_id)
    assert differences(settings, small) == {}
    assert served(settings).run.run_id == restored.run_id
    build(settings, since=date(2026, 11, 20))
    assert differences(settings, small) == {}


def test_optimizing_changes_no_row_and_keeps_earlier_runs(small: Settings, copy_of: Copy, differences: Compare) -> None:
    settings = copy_of(small)
    first = published(settings)
    assert first is not None
    build(settings, full=True)
    optimize(settings)
    assert differences(settings, small) == {}
    restore(settings, first.run_id)
    assert differences(settings, small) == {}


def test_a_run_that_was_vacuumed_cannot_be_restored(small: Settings, copy_of: Copy) -> None:
    settings = copy_of(small).model_copy(update={"retention_hours": 0})
    first = published(settings)
    assert first is not None
    build(settings, full=True)
    optimize(settings)
    before = published(settings)
    with pytest.raises(PublishError, match="its files are gone"):
        restore(settings, first.run_id)
    assert published(settings) == before


def test_an_unknown_run_cannot_be_restored(small: Settings) -> None:
    with pytest.raises(PublishError, match="no run 2020 was published"):
        published_run(small, "2020")


def test_a_broken_promise_stops_the_run_before_any_gold_table_changes(
    small: Settings, copy_of: Copy, monkeypatch: pytest.MonkeyPatch
) -> None:
    settings = copy_of(small)
    before = {
        table: v for table, v in latest_versions(settings.tables, load_contracts()).items() if table.startswith("gold.")
    }
    contracts = dict(load_contracts())
    broken = contracts["gold.segment_drilldown"]
    promise = Expectation(check="leaked_calls < 3", action="fail", reason="no segment has three calls")
    contracts[broken.table] = broken.model_copy(update={"expectations": {"few_calls": promise}})
    for module in ("build", "compute", "runs", "touched"):
        monkeypatch.setattr(f"pipeline.{module}.load_contracts", lambda: contracts)
    with pytest.raises(
        QualityError, match=r"segment_drilldown\.few_calls: \d+ of \d+ rows \(no segment has three calls\)"
    ):
        build(settings, full=True)
    after = {
        table: v for table, v in latest_versions(settings.tables, load_contracts()).items() if table.startswith("gold.")
    }
    assert after == before
    assert history(settings)[-1].status == "failed"


def test_a_source_that_has_changed_stops_the_run_and_says_what_is_wrong(small: Settings, copy_of: Copy) -> None:
    settings = copy_of(small)
    for file in (settings.landing / "call_logs").glob("*.csv"):
        file.write_text(file.read_text().replace(",resolved,", ",done,").replace(",transferred,", ",passed,"))
    with pytest.raises(QualityError, match=r"call_logs_cleaned\.mostly_sound: .*most often resolution is none of"):
        build(settings)
    assert published(settings) == published(small)


def test_nothing_to_read_is_a_clear_error(tmp_path: object) -> None:
    settings = load_settings(home=tmp_path)
    with pytest.raises(IngestError, match="has no rows for"):
        build(settings)
    with pytest.raises(LeakageError, match="nothing has been built"):
        served(settings)


def test_the_definition_follows_settings_that_matter_only(small: Settings) -> None:
    same = small.model_copy(update={"log_level": "debug", "threads": 1})
    other = small.model_copy(update={"window_minutes": 15})
    assert definition_of(same) == definition_of(small) != definition_of(other)


def test_a_longer_window_credits_more_calls(small: Settings, copy_of: Copy) -> None:
    shorter, longer = (_credited(copy_of(small).model_copy(update={"window_minutes": one})) for one in (15, 60))
    assert 0 < shorter[0] < longer[0]
    assert shorter[1] <= 15 < longer[1] <= 60


def _credited(settings: Settings) -> tuple[int, float]:
    """How many calls are credited to failures, and the longest time that one took, in minutes."""
    build(settings)
    table = deltalake.DeltaTable(settings.tables / "silver" / "digital_call_leakage")
    minutes = table.to_pyarrow_table(columns=["minutes_to_call"])["minutes_to_call"].to_pylist()
    return len(minutes), float(max(minutes))
