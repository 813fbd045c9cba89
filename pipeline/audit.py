"""The audit: one record a question, each with the hash of the one before it, and what finds a record that is not."""

import hashlib
import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from pipeline.contract import load_contracts
from pipeline.delta import last_row, rows_in_order, table_path
from pipeline.row_writer import Row, RowWriter
from pipeline.settings import Settings

AUDIT = "ops.audit_log"
BEFORE_THE_FIRST = "0" * 64
HEAD = "audit_log.head.json"
"""Where the place and hash of the last record are kept too, so that records missing at the end are missed."""


@dataclass(frozen=True)
class Slip:
    """Something wrong in the chain: at which record, and what."""

    record: int
    said: str


@dataclass(frozen=True)
class Verdict:
    """What became of checking the chain: how many records there are, the hash of the last, and what is wrong."""

    records: int
    head: str
    slips: tuple[Slip, ...]


class AuditLog:
    """The audit of one home; several programs may add to it at once.

    Args:
        settings: The home.
    """

    def __init__(self, settings: Settings) -> None:
        self._path = table_path(settings.tables, load_contracts()[AUDIT])
        self._head = settings.tables / "ops" / HEAD
        self._writer = RowWriter(settings, AUDIT, complete=self._chained, written=self._keep_head)

    def put(self, row: Row) -> None:
        """Add a record; place and hashes are given to it when it is written, soon."""
        self._writer.put(row)

    def close(self) -> None:
        """Write what is not written yet."""
        self._writer.close()

    def read(self, most: int, **equal: str) -> list[dict[str, Any]]:
        """Return the latest records that have these values, the latest first."""
        return list(rows_in_order(self._path, "record", most=most, backwards=True, **equal))

    def verify(self, known_hash: str | None = None) -> Verdict:
        """Check that every record is as it was written, that none is missing, and that they stand in their order.

        Args:
            known_hash: The hash of a record that was noted before, elsewhere; it must still be in the chain.
        """
        chain = _Chain()
        slips = [slip for row in rows_in_order(self._path, "record") for slip in chain.add(row)]
        slips += _missing_at_the_end(chain, _read_head(self._head))
        if known_hash and known_hash not in chain.hashes:
            slips.append(Slip(chain.last, f"no record has the hash {known_hash}: the chain was written anew"))
        return Verdict(chain.count, chain.head, tuple(slips))

    def _chained(self, rows: Sequence[Row]) -> list[Row]:
        last = last_row(self._path, "record") or {"record": 0, "hash": BEFORE_THE_FIRST}
        chained: list[Row] = []
        for row in rows:
            linked = {**row, "record": last["record"] + 1, "previous_hash": last["hash"]}
            last = linked | {"hash": hash_of(linked)}
            chained.append(last)
        return chained

    def _keep_head(self, rows: Sequence[Row]) -> None:
        last = rows[-1]
        unfinished = self._head.with_suffix(".tmp")
        unfinished.write_text(json.dumps({"record": last["record"], "hash": last["hash"]}))
        unfinished.replace(self._head)


class _Chain:
    """The records that have been looked at so far."""

    def __init__(self) -> None:
        self.count = self.last = 0
        self.head = BEFORE_THE_FIRST
        self.hashes: set[str] = set()

    def add(self, row: Mapping[str, Any]) -> Iterator[Slip]:
        """Say what is wrong with the next record."""
        place, wanted = row["record"], self.last + 1
        if place < wanted:
            yield Slip(place, f"record {place} stands there more than once")
        elif place > wanted:
            gone = f"record {wanted} is" if place == wanted + 1 else f"records {wanted} to {place - 1} are"
            yield Slip(wanted, f"{gone} missing")
        elif row["previous_hash"] != self.head:
            yield Slip(place, f"record {place} does not follow record {self.last}: one of them was replaced or moved")
        if row["hash"] != hash_of(row):
            yield Slip(place, f"record {place} was altered")
        self.count, self.last, self.head = self.count + 1, place, row["hash"]
        self.hashes.add(row["hash"])


def hash_of(row: Mapping[str, Any]) -> str:
    """Return the hash of everything in a record but its own hash."""
    said = {name: _plain(value) for name, value in row.items() if name != "hash"}
    return hashlib.sha256(json.dumps(said, sort_keys=True, ensure_ascii=False).encode()).hexdigest()


def _plain(value: Any) -> Any:
    return value.astimezone(UTC).isoformat(timespec="microseconds") if isinstance(value, datetime) else value


def _read_head(file: Path) -> dict[str, Any]:
    try:
        return dict(json.loads(file.read_text()))
    except (OSError, ValueError):
        return {}


def _missing_at_the_end(chain: _Chain, head: Mapping[str, Any]) -> list[Slip]:
    if not head and chain.count:
        return [Slip(chain.last, f"{HEAD}, which says how many records there are, is gone")]
    place = head.get("record", 0)
    if place > chain.last:
        gone = f"record {place} is" if place == chain.last + 1 else f"records {chain.last + 1} to {place} are"
        return [Slip(chain.last + 1, f"{gone} missing at the end")]
    if head and head.get("hash") not in chain.hashes:
        return [Slip(place, f"record {place} is not the one that was written")]
    return []
