"""Where MLflow keeps things: a database and files in the home, or whatever server the settings name."""

import os
import sqlite3
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from pipeline.errors import TrackingError
from pipeline.settings import Settings

if TYPE_CHECKING:
    from types import ModuleType

FOLDER = "mlflow"
_QUIET = {
    "MLFLOW_DISABLE_TELEMETRY": "true",
    "DO_NOT_TRACK": "true",
    "MLFLOW_ENABLE_ASYNC_TRACE_LOGGING": "false",
    "GIT_PYTHON_REFRESH": "quiet",
}
"""What MLflow is told before it is imported: send nothing anywhere, and write traces where we say, not beside it."""
_HINT = "pip install 'leakage-command-center[serve]' has it."


@dataclass(frozen=True)
class Store:
    """MLflow, told where things are kept.

    Attributes:
        mlflow: The library, imported.
        uri: Where runs, traces and evaluations are kept.
        registry: Where registered models and prompts are kept.
        experiment: The experiment's id.
    """

    mlflow: "ModuleType"
    uri: str
    registry: str
    experiment: str

    @property
    def on_databricks(self) -> bool:
        """Whether models are kept in a Databricks workspace."""
        return self.registry.startswith("databricks")


def tracking_uri(settings: Settings) -> str:
    """Where runs and traces go: the setting's address, MLflow's own variable, or a database in the home."""
    named = settings.mlflow_tracking_uri or os.environ.get("MLFLOW_TRACKING_URI")
    return named or f"sqlite:///{_folder(settings).absolute() / 'mlflow.db'}"


def open_store(settings: Settings) -> Store:
    """Import MLflow and tell it where things are kept; this takes seconds.

    Raises:
        TrackingError: MLflow is not installed, or what the settings name can't be reached.
    """
    uri = tracking_uri(settings)
    mlflow = _imported()
    if uri.startswith("sqlite:///"):
        _prepare(Path(uri.removeprefix("sqlite:///")))
    registry = settings.mlflow_registry_uri or ("databricks-uc" if uri.startswith("databricks") else uri)
    mlflow.set_tracking_uri(uri)
    mlflow.set_registry_uri(registry)
    return Store(mlflow, uri, registry, _experiment(mlflow, settings, uri))


def _imported() -> "ModuleType":
    for name, value in _QUIET.items():
        os.environ.setdefault(name, value)
    try:
        import mlflow
    except ImportError:
        raise TrackingError("MLflow is not installed.", _HINT) from None
    return mlflow


def _prepare(database: Path) -> None:
    """Let readers and one writer work at once: without it MLflow loses traces while its metrics look fine."""
    database.parent.mkdir(parents=True, exist_ok=True)
    with sqlite3.connect(database, timeout=60) as connection:
        connection.execute("PRAGMA journal_mode=WAL")


def _experiment(mlflow: "ModuleType", settings: Settings, uri: str) -> str:
    try:
        found = mlflow.get_experiment_by_name(settings.mlflow_experiment)
        where = None if "://" in uri and not uri.startswith("sqlite") else _artifacts(settings)
        identity = found.experiment_id if found else mlflow.create_experiment(settings.mlflow_experiment, where)
        mlflow.set_experiment(experiment_id=identity)
    except mlflow.exceptions.MlflowException as refused:
        hint = "See mlflow_tracking_uri in pipeline/settings.yml."
        raise TrackingError(f"{uri} can't be used: {str(refused).splitlines()[0]}", hint) from None
    return str(identity)


def _artifacts(settings: Settings) -> str:
    return (_folder(settings).absolute() / "artifacts").as_uri()


def _folder(settings: Settings) -> Path:
    return settings.home / FOLDER
