"""Runs and what they published: readers take the table versions of the latest published run, all together."""

import hashlib
import json
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import UTC, date, datetime
from importlib.resources import files
from importlib.resources.abc import Traversable
from pathlib import Path
from typing import Any, Literal

from filelock import FileLock, Timeout

from pipeline.contract import LAYERS, load_contracts
from pipeline.delta import append_rows, read_rows, table_path
from pipeline.errors import PublishError
from pipeline.quality import Finding
from pipeline.settings import Settings

RUNS = "ops.runs"
QUALITY = "ops.quality_results"

Kind = Literal["build", "restore", "optimize"]

# Settings that say where and how a run happens, who helps to read questions and who is told of it; all others say
# what the tables hold.
_GROUPS = ("chat_", "brief_", "serve_", "smtp_", "delivery_", "feedback_", "mlflow_", "databricks_")
WHERE_AND_HOW = {
    "home", "engine", "threads", "memory_limit_gb", "log_level", "user", "role", "retention_hours", "ingest_batch_mb",
    *(name for name in Settings.model_fields if name.startswith(_GROUPS)),
    "conversation_turns", "page_url", "schedule", "trace", "users",
}  # fmt: skip


@dataclass(frozen=True)
class Run:
    """One run, from its start to its publication or failure.

    Attributes:
        versions: The Delta version of each table, once published.
        tables: Rows, bytes and seconds of each table.
    """

    run_id: str
    kind: Kind
    engine: str
    definition: str
    since: date | None = None
    message: str | None = None
    versions: dict[str, int] = field(default_factory=dict)
    tables: dict[str, dict[str, float]] = field(default_factory=dict)
    status: str = "started"
    recorded_at: datetime | None = None


def new_run_id() -> str:
    """Return an id that sorts by time."""
    return datetime.now(UTC).strftime("%Y%m%dT%H%M%S%fZ")


def definition_of(settings: Settings) -> str:
    """Return a fingerprint of everything that the tables follow besides the data: SQL, makers, settings, mapping."""
    digest = hashlib.sha256()
    for folder, endings in _followed():
        for file in sorted(folder.iterdir(), key=lambda file: file.name):
            if file.name.endswith(endings) and file.name != "settings.yml":
                digest.update(file.read_bytes())
    said = settings.model_dump(mode="json", exclude=WHERE_AND_HOW)
    digest.update(json.dumps(said, sort_keys=True).encode())
    if settings.mapping and settings.mapping.is_file():
        digest.update(settings.mapping.read_bytes())
    return digest.hexdigest()[:16]


def _followed() -> Iterator[tuple[Traversable, tuple[str, ...]]]:
    """The folders whose files tables follow, and how those files end."""
    for layer in (*LAYERS, ""):
        yield files("pipeline") / layer, (".sql", ".yml")
    for package in ("pipeline.makers", "signals", "signals.forecasts", "signals.impacts"):
        yield files(package), (".py", ".yml")


@contextmanager
def only_run(settings: Settings, wait_seconds: float = 0) -> Iterator[None]:
    """Keep other runs out of this home.

    Raises:
        PublishError: Another run is at work and did not end within ``wait_seconds``.
    """
    settings.state.mkdir(parents=True, exist_ok=True)
    lock = FileLock(settings.state / "run.lock")
    try:
        with lock.acquire(timeout=wait_seconds):
            yield
    except Timeout:
        raise PublishError(
            f"another run is at work in {settings.home}.", "Wait for it to end, or give --wait SECONDS."
        ) from None


def record(settings: Settings, run: Run, status: str, message: str | None = None) -> None:
    """Append what became of a run: one commit, so that a run is published wholly or not at all."""
    contract = load_contracts()[RUNS]
    row = {
        "run_id": run.run_id,
        "kind": run.kind,
        "status": status,
        "recorded_at": datetime.now(UTC),
        "engine": run.engine,
        "since": run.since,
        "definition": run.definition,
        "versions": json.dumps(run.versions, sort_keys=True) if run.versions else None,
        "tables": json.dumps(run.tables, sort_keys=True) if run.tables else None,
        "message": message or run.message,
    }
    append_rows(settings.tables, contract, [row])


def record_quality(settings: Settings, run: Run, findings: list[Finding]) -> None:
    """Append what each expectation found."""
    contract = load_contracts()[QUALITY]
    moment = datetime.now(UTC)
    rows = [
        {
            "run_id": run.run_id,
            "table_name": finding.table,
            "expectation": finding.expectation,
            "action": finding.action,
            "rows_checked": finding.rows_checked,
            "rows_failed": finding.rows_failed,
            "reason": finding.reason,
            "recorded_at": moment,
        }
        for finding in findings
    ]
    append_rows(settings.tables, contract, rows)


def quality_of(settings: Settings, run_id: str) -> list[Finding]:
    """Return what each expectation found in a run, in the order of its tables."""
    rows = read_rows(table_path(settings.tables, load_contracts()[QUALITY]))
    return [
        Finding(
            table=row["table_name"],
            expectation=row["expectation"],
            action=row["action"],
            rows_checked=row["rows_checked"],
            rows_failed=row["rows_failed"],
            reason=row["reason"],
        )
        for row in rows
        if row["run_id"] == run_id
    ]


def history(settings: Settings) -> list[Run]:
    """Return all records of runs, the oldest first."""
    rows = read_rows(_runs_path(settings))
    return sorted((_run(row) for row in rows), key=lambda run: run.recorded_at or datetime.min.replace(tzinfo=UTC))


def published(settings: Settings) -> Run | None:
    """Return the latest published run; None when nothing was published yet."""
    done = [run for run in history(settings) if run.status == "published"]
    return done[-1] if done else None


def published_run(settings: Settings, run_id: str) -> Run:
    """Return a published run by its id.

    Raises:
        PublishError: No such run was published.
    """
    for run in history(settings):
        if run.run_id == run_id and run.status == "published":
            return run
    raise PublishError(f"no run {run_id} was published.", "`leakage history` lists the runs.")


def _runs_path(settings: Settings) -> Path:
    return table_path(settings.tables, load_contracts()[RUNS])


def _run(row: dict[str, Any]) -> Run:
    return Run(
        run_id=row["run_id"],
        kind=row["kind"],
        engine=row["engine"],
        definition=row["definition"],
        since=row["since"],
        message=row["message"],
        versions=json.loads(row["versions"] or "{}"),
        tables=json.loads(row["tables"] or "{}"),
        status=row["status"],
        recorded_at=row["recorded_at"],
    )
