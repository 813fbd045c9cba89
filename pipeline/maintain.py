"""Past runs and tidy tables: all gold tables back to an earlier run; compaction, Z-order and vacuum."""

from dataclasses import replace
from pathlib import Path

import deltalake
import structlog

from pipeline.compute import latest_versions, written_tables
from pipeline.contract import Contract, load_contracts
from pipeline.delta import files_of, open_table, put_back, table_path
from pipeline.errors import PublishError
from pipeline.runs import Run, new_run_id, only_run, published, published_run, record
from pipeline.settings import Settings

log = structlog.get_logger()


def restore(settings: Settings, run_id: str, wait_seconds: float = 0) -> Run:
    """Put all gold tables back to an earlier published run and publish them, all together.

    The next partial refresh builds on that run; everything that came after it is then taken in again.

    Raises:
        PublishError: No such run, or its files have been vacuumed.
    """
    with only_run(settings, wait_seconds):
        earlier = published_run(settings, run_id)
        gold = [
            contract
            for contract in load_contracts().values()
            if contract.table in earlier.versions and contract.schema_name == "gold"
        ]
        for contract in gold:
            _must_be_readable(settings, contract, earlier.versions[contract.table])
        back = {item.table: put_back(table_path(settings.tables, item), earlier.versions[item.table]) for item in gold}
        run = replace(
            earlier,
            run_id=new_run_id(),
            kind="restore",
            versions=earlier.versions | back,
            message=f"gold as of run {run_id}",
        )
        record(settings, run, "published")
        return run


def _must_be_readable(settings: Settings, contract: Contract, version: int) -> None:
    """Check that a version's files are all there before the first table is touched."""
    table = open_table(table_path(settings.tables, contract), version)
    if table is None or not all(Path(file).is_file() for file in files_of(table)):
        hint = "`leakage history` lists the runs; those older than retention_hours may have been vacuumed."
        raise PublishError(f"{contract.table} cannot be restored to version {version}: its files are gone.", hint)


def optimize(settings: Settings, wait_seconds: float = 0) -> Run:
    """Compact and Z-order every table, publish that, and remove files that no run young enough needs.

    Files are kept for ``retention_hours``, so that readers and restores of runs that young go on working.
    """
    with only_run(settings, wait_seconds):
        last = published(settings)
        if last is None:
            raise PublishError("nothing has been built yet.", "Run `leakage build` first.")
        if not latest_versions(settings.tables, load_contracts()).items() <= last.versions.items():
            said = "the tables are not those of the last published run: files came in, or a run failed or was restored."
            raise PublishError(said, "Run `leakage build` first.")
        for contract in written_tables(load_contracts()):
            _compact(settings, contract)
        versions = {
            table: version
            for table, version in latest_versions(settings.tables, load_contracts()).items()
            if version is not None
        }
        run = replace(
            last, run_id=new_run_id(), kind="optimize", versions=last.versions | versions, message="compacted"
        )
        record(settings, run, "published")
        for contract in [*written_tables(load_contracts()), *_ops()]:
            _vacuum(settings, contract)
        return run


def _ops() -> list[Contract]:
    return [contract for contract in load_contracts().values() if contract.schema_name == "ops"]


def _compact(settings: Settings, contract: Contract) -> None:
    table = deltalake.DeltaTable(table_path(settings.tables, contract))
    if not table.file_uris():
        return
    metrics = table.optimize.z_order(list(contract.cluster_by)) if contract.cluster_by else table.optimize.compact()
    log.info("compacted", table=contract.table, added=metrics["numFilesAdded"], removed=metrics["numFilesRemoved"])


def _vacuum(settings: Settings, contract: Contract) -> None:
    table = open_table(table_path(settings.tables, contract))
    if table is not None:
        removed = table.vacuum(
            retention_hours=settings.retention_hours, dry_run=False, enforce_retention_duration=False
        )
        log.info("vacuumed", table=contract.table, files=len(removed))
