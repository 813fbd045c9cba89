"""One Spark session for this process: the one that is running, or one started as ``spark.yml`` says."""

import shutil
from collections.abc import Mapping
from functools import cache
from importlib.resources import files
from os import environ
from pathlib import Path
from typing import Any

import yaml
from pyspark.errors import PySparkException
from pyspark.sql import SparkSession

from pipeline.errors import SettingsError
from pipeline.settings import Settings

_FILE = "spark.yml"


@cache
def configuration() -> Mapping[str, Any]:
    """Return the content of ``spark.yml``."""
    content: Mapping[str, Any] = yaml.safe_load((files("pipeline") / "engines" / _FILE).read_text())
    return content


def open_session(settings: Settings) -> SparkSession:
    """Return a session with names of its own over the process's Spark, which is started when it is not running.

    Raises:
        SettingsError: There is no Java, or Delta Lake's jars cannot be fetched.
    """
    session = (SparkSession.getActiveSession() or _start(settings)).newSession()
    for name, value in configuration()["session"].items():
        session.conf.set(name, value)
    return session


def _start(settings: Settings) -> SparkSession:
    _must_have_java()
    threads = settings.threads or configuration()["threads"]
    starting = configuration()["start"] | _delta_jars() | {"spark.sql.warehouse.dir": str(settings.state.absolute())}
    builder = SparkSession.builder.master(f"local[{threads}]").config(map=starting)
    try:
        session = builder.getOrCreate()
    except (PySparkException, OSError) as failed:
        hint = "The lines above say why. The first start fetches Delta Lake from Maven Central and needs a connection."
        raise SettingsError(f"Spark did not start: {failed}.", hint) from failed
    return session


def _must_have_java() -> None:
    home = environ.get("JAVA_HOME")
    java = shutil.which("java", path=str(Path(home) / "bin")) if home else shutil.which("java")
    if java is None:
        looked = f"JAVA_HOME ({home})" if home else "PATH"
        hint = "Install Java 17 or 21 (JAVA_HOME may name it), or use the embedded engine: --engine duckdb."
        raise SettingsError(f"engine spark needs Java, and there is none on {looked}.", hint)


def _delta_jars() -> dict[str, str]:
    """Return the settings that bring Delta Lake in: from disk where its jars have been fetched, else to be fetched."""
    ivy = Path(configuration()["fetched"]).expanduser()
    wanted = configuration()["jars"]
    jars = [
        ivy / "jars" / f"{'_'.join(jar.rsplit(':', 1)[0].split(':'))}-{jar.rsplit(':', 1)[1]}.jar" for jar in wanted
    ]
    if all(jar.is_file() for jar in jars):
        return {"spark.driver.extraClassPath": ":".join(map(str, jars))}
    return {
        "spark.jars.ivy": str(ivy),
        "spark.jars.packages": ",".join(wanted),
        "spark.jars.excludes": ",".join(configuration()["not_needed"]),
    }
