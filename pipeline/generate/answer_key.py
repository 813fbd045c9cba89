"""The truth behind the raw files, which only the evaluation reads."""

from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq
import yaml

from pipeline.generate.day import Truth
from pipeline.generate.incidents import Strike
from pipeline.generate.members import Members
from pipeline.generate.request import Request
from pipeline.generate.scope import Scope


def write_truth(folder: Path, days: list[Truth], dirt: pa.Table) -> None:
    """Write which call was caused by which failure, which by none, and which rows are spoiled."""
    pq.write_table(pa.concat_tables([day.leaked for day in days]), folder / "leaked_calls.parquet")
    pq.write_table(pa.concat_tables([day.unrelated for day in days]), folder / "calls_without_cause.parquet")
    pq.write_table(dirt, folder / "dirt.parquet")


def write_outcomes(folder: Path, members: Members) -> None:
    """Write what is true of members and on no record: how readily they call."""
    table = pa.table({"member_id": members.keys, "propensity": pa.array(members.propensity)})
    pq.write_table(table, folder / "members.parquet")


def write_setting(folder: Path, request: Request, scope: Scope, strikes: tuple[Strike, ...], world: str) -> None:
    """Write the request with its last day, the world file, and the incidents with their days."""
    settled = request.model_copy(update={"end": scope.last.date, "seed": scope.seed})
    (folder / "request.json").write_text(settled.model_dump_json(indent=1) + "\n")
    (folder / "world.yml").write_text(world)
    (folder / "incidents.yml").write_text(yaml.safe_dump([_told(strike) for strike in strikes], sort_keys=False))


def _told(strike: Strike) -> dict[str, object]:
    incident = strike.incident
    return {
        "name": incident.name,
        "kind": incident.kind,
        "journey": incident.journey,
        "dates": [day.isoformat() for day in strike.dates],
        "slice": incident.slice.model_dump(exclude_none=True),
        "extra_calls_per_day": incident.calls,
        "about": incident.about,
    }
