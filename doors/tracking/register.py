"""The agent logged to MLflow and registered there: code, requirements, versions, and what its evaluation found."""

from collections.abc import Iterator
from dataclasses import dataclass
from importlib.resources import files
from pathlib import Path
from typing import TYPE_CHECKING

from doors.tracing.store import Store
from doors.tracing.versions import versions
from doors.tracking.requirements import pinned
from evals.recorded import Recorded
from pipeline.contract import load_contracts
from pipeline.errors import TrackingError
from pipeline.settings import Settings

if TYPE_CHECKING:
    from mlflow.models.resources import Resource

EXAMPLE = {"input": [{"role": "user", "content": "What's breaking today?"}]}
CODE = Path(__file__).with_name("logged.py")
"""What MLflow keeps as the model's code."""
PACKAGES = ("pipeline", "signals", "agent", "prompts", "doors")
"""What that code imports, with the data files that lie in them."""
DATABASE = "gold"
"""The artifact that holds the gold tables, where they are logged along."""


@dataclass(frozen=True)
class Forced:
    """Who registered an agent that had not passed the gate, and why."""

    who: str
    why: str


@dataclass(frozen=True)
class Registered:
    """What was registered."""

    name: str
    version: str
    model_uri: str
    run_id: str


def refuse_unfit(found: Recorded, forced: Forced | None) -> None:
    """Let only what passed the gate through, or what somebody takes upon them.

    Raises:
        TrackingError: The evaluation failed and nobody forces it.
    """
    if not found.passed and forced is None:
        hint = "--force WHY registers it all the same, and records who did and why."
        raise TrackingError(f"the evaluation gate fails: {'; '.join(found.failures)}.", hint)


def register(
    store: Store, settings: Settings, found: Recorded, forced: Forced | None, database: Path | None
) -> Registered:
    """Log the agent and register it under the settings' name.

    Args:
        store: Where.
        settings: The home that it answers from when nothing else is named, and what it uses on Databricks.
        found: The evaluation that it is registered on.
        forced: Who takes it upon them where that failed.
        database: The gold tables, to be logged along; None to leave them where they are.

    Raises:
        TrackingError: The evaluation failed and nobody forces it.
    """
    refuse_unfit(found, forced)
    mlflow, tags = store.mlflow, dict(_tags(settings, found, forced))
    with mlflow.start_run(run_name=f"register {tags['agent']}", tags=tags) as run:
        mlflow.log_metrics(_metrics(found))
        logged = mlflow.pyfunc.log_model(
            name="agent",
            python_model=str(CODE),
            input_example=EXAMPLE,
            code_paths=[str(files(package)) for package in PACKAGES],
            artifacts={DATABASE: str(database)} if database else None,
            pip_requirements=pinned(),
            model_config={} if database else {"home": str(settings.home.absolute())},
            resources=resources(settings),
            metadata=tags,
            tags=tags,
        )
        made = mlflow.register_model(logged.model_uri, settings.mlflow_model, tags=tags)
    return Registered(settings.mlflow_model, str(made.version), logged.model_uri, run.info.run_id)


def resources(settings: Settings) -> list["Resource"]:
    """What the agent uses of a Databricks workspace, so that its endpoint may: warehouse, tables, chat endpoint."""
    from mlflow.models.resources import DatabricksServingEndpoint, DatabricksSQLWarehouse, DatabricksTable

    found: list[Resource] = []
    if settings.databricks_warehouse:
        found.append(DatabricksSQLWarehouse(warehouse_id=settings.databricks_warehouse))
    if settings.databricks_catalog:
        found += [DatabricksTable(table_name=name) for name in _tables(settings.databricks_catalog)]
    provider, _, endpoint = (settings.chat_model or "").partition(":")
    if provider == "databricks":
        found.append(DatabricksServingEndpoint(endpoint_name=endpoint))
    return found


def _tables(catalog: str) -> Iterator[str]:
    """The gold tables that every role may read."""
    for contract in load_contracts().values():
        if contract.schema_name == "gold" and not contract.restricted_to:
            yield f"{catalog}.{contract.table}"


def _tags(settings: Settings, found: Recorded, forced: Forced | None) -> Iterator[tuple[str, str]]:
    """Which agent it is, what was found of it, and who forced it."""
    yield from versions(settings).items()
    yield "evaluation", found.version
    yield "evaluated_at", found.recorded_at.isoformat()
    yield "gate", "passed" if found.passed else "forced"
    if forced and not found.passed:
        yield from (
            ("forced_by", forced.who),
            ("forced_because", forced.why),
            ("gate_failed", "; ".join(found.failures)),
        )


def _metrics(found: Recorded) -> dict[str, float]:
    return {"cases": found.cases, "p95_ms": found.p95_ms, **{one.name: one.value for one in found.gate}}
