"""The audit's chain: whatever is altered, taken out, added or moved is found, and named."""

import subprocess
import sys
from contextlib import closing
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import deltalake
import duckdb
import pytest
import yaml

from pipeline.audit import HEAD, AuditLog, hash_of
from pipeline.contract import load_contracts
from pipeline.delta import append_rows, rows_in_order
from pipeline.settings import Settings, load_settings

SLIPS = yaml.safe_load((Path(__file__).parent / "audit_slips.yml").read_text())
CONTRACT = load_contracts()["ops.audit_log"]
ASKED = {
    "door": "command", "act": "ask", "user": "vera", "role": "viewer", "status": "answered", "product": "1",
    "ms": 1.234, "asked_at": datetime(2026, 11, 23, 12, 0, 0, 123456, UTC), "row_count": 3, "label": "computed",
}  # fmt: skip
EMPTY = dict.fromkeys(CONTRACT.columns)


def ask(settings: Settings, *questions: str, **more: Any) -> None:
    with closing(AuditLog(settings)) as log:
        for question in questions:
            log.put(EMPTY | ASKED | {"question": question} | more)


def path(settings: Settings) -> Path:
    return settings.tables / "ops" / "audit_log"


def rewrite(settings: Settings, sql: str) -> None:
    """Change the records as somebody with access to the files would, by SQL over the table ``log``."""
    files = deltalake.DeltaTable(path(settings)).file_uris()
    with duckdb.connect() as connection:
        connection.execute("SET TimeZone = 'UTC'")
        connection.execute("CREATE TABLE log AS FROM read_parquet($files)", {"files": files})
        connection.execute(sql)
        deltalake.write_deltalake(path(settings), connection.table("log"), mode="overwrite")


@pytest.fixture
def settings(tmp_path: Path) -> Settings:
    found = load_settings(home=tmp_path)
    ask(found, *(f"question {number}" for number in range(1, 7)))
    return found


def test_records_as_they_were_written_hold_together(settings: Settings) -> None:
    ask(settings, "question 7", "“¿cuánto?” \U0001f600")
    log = AuditLog(settings)
    verdict = log.verify()
    assert (verdict.records, verdict.slips) == (8, ())
    latest = log.read(2)
    assert [row["record"] for row in latest] == [8, 7]
    assert verdict.head == latest[0]["hash"] == hash_of(latest[0])


def test_an_empty_audit_is_whole(tmp_path: Path) -> None:
    assert AuditLog(load_settings(home=tmp_path)).verify().slips == ()


@pytest.mark.parametrize("case", SLIPS, ids=lambda case: case["what"])
def test_what_is_done_to_the_records_is_found(settings: Settings, case: dict[str, Any]) -> None:
    rewrite(settings, case["sql"])
    assert [slip.said for slip in AuditLog(settings).verify().slips] == case["said"]


def test_a_record_that_was_altered_and_hashed_anew_breaks_the_chain_after_it(settings: Settings) -> None:
    rows = list(rows_in_order(path(settings), "record"))
    forged = rows[2] | {"question": "something else"}
    rewrite(settings, "DELETE FROM log WHERE record = 3")
    append_rows(settings.tables, CONTRACT, [forged | {"hash": hash_of(forged)}])
    (slip,) = AuditLog(settings).verify().slips
    assert (slip.record, "does not follow record 3" in slip.said) == (4, True)


def test_a_chain_written_anew_is_found_by_a_hash_noted_before(settings: Settings) -> None:
    noted = AuditLog(settings).verify().head
    for file in (path(settings) / "_delta_log").glob("*"):
        file.unlink()
    ask(settings, *(f"forged {number}" for number in range(6)))
    log = AuditLog(settings)
    assert log.verify().slips == ()
    assert "written anew" in log.verify(noted).slips[0].said


def test_the_file_that_says_how_many_there_are_is_missed(settings: Settings) -> None:
    (settings.tables / "ops" / HEAD).unlink()
    assert [slip.said for slip in AuditLog(settings).verify().slips] == [
        f"{HEAD}, which says how many records there are, is gone"
    ]


def test_only_the_records_with_some_values(settings: Settings) -> None:
    ask(settings, "by max", user="max")
    ask(settings, "by vera")
    assert [row["question"] for row in AuditLog(settings).read(2, user="vera")] == ["by vera", "question 6"]


WRITES = """
import sys
from contextlib import closing
from pipeline.audit import AuditLog
from pipeline.settings import load_settings
from datetime import UTC, datetime
from pipeline.contract import load_contracts
row = dict.fromkeys(load_contracts()["ops.audit_log"].columns) | {
    "door": "command", "act": "ask", "user": "vera", "role": "viewer", "status": "answered", "product": "1",
    "ms": 1.0, "asked_at": datetime.now(UTC)}
for number in range(3):
    with closing(AuditLog(load_settings(home=sys.argv[1]))) as log:
        for part in range(4):
            log.put(row | {"question": f"{number} {part}"})
"""


@pytest.mark.slow
def test_programs_side_by_side_keep_one_chain(tmp_path: Path) -> None:
    programs = [subprocess.Popen([sys.executable, "-c", WRITES, tmp_path]) for _ in range(3)]
    assert [program.wait(60) for program in programs] == [0, 0, 0]
    verdict = AuditLog(load_settings(home=tmp_path)).verify()
    assert (verdict.records, verdict.slips) == (36, ())
