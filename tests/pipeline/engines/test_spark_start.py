"""Starting Spark where something is missing: what, where, what to do."""

from pathlib import Path

import pytest
from pyspark.sql import SparkSession

from pipeline.engines import spark_session
from pipeline.errors import SettingsError
from pipeline.settings import load_settings


@pytest.fixture
def no_session(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(SparkSession, "getActiveSession", lambda: None)


@pytest.mark.usefixtures("no_session")
def test_no_java_anywhere(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.delenv("JAVA_HOME", raising=False)
    monkeypatch.setenv("PATH", str(tmp_path))
    with pytest.raises(SettingsError, match=r"needs Java, and there is none on PATH\. Install Java"):
        spark_session.open_session(load_settings(engine="spark"))


@pytest.mark.usefixtures("no_session")
def test_java_home_without_java(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setenv("JAVA_HOME", str(tmp_path))
    with pytest.raises(SettingsError, match=f"JAVA_HOME .{tmp_path}."):
        spark_session.open_session(load_settings(engine="spark"))


def test_jars_are_fetched_once(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    told = {**spark_session.configuration(), "fetched": str(tmp_path)}
    monkeypatch.setattr(spark_session, "configuration", lambda: told)
    fetching = spark_session._delta_jars()
    assert fetching["spark.jars.ivy"] == str(tmp_path)
    assert fetching["spark.jars.packages"].split(",") == told["jars"]
    (tmp_path / "jars").mkdir()
    for jar in told["jars"]:
        group, artifact, version = jar.split(":")
        (tmp_path / "jars" / f"{group}_{artifact}-{version}.jar").touch()
    assert spark_session._delta_jars().keys() == {"spark.driver.extraClassPath"}
