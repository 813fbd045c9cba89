"""Rows of what people do (conversations, the audit) go to their table in the background, so that no answer waits."""

import atexit
import logging
import threading
from collections.abc import Callable, Mapping, Sequence
from typing import Any

from filelock import FileLock

from pipeline.contract import load_contracts
from pipeline.delta import append_rows, merge_small_files, table_path
from pipeline.settings import Settings

_log = logging.getLogger(__name__)

Row = Mapping[str, Any]
Complete = Callable[[Sequence[Row]], Sequence[Row]]
Written = Callable[[Sequence[Row]], None]

GATHER_SECONDS = 0.2
"""How long rows are gathered for one commit."""
RETRY_SECONDS = (1.0, 2.0, 5.0, 15.0, 60.0)
LOCK_SECONDS = 30
MOST_FILES = 32
"""More files than this are compacted into one."""


class RowWriter:
    """Appends rows in the background: together when they come together, again when it fails, all of them at the end.

    Args:
        settings: The home that the table lies in.
        table: An ``ops`` table, by the name of its contract.
        complete: What rows still need that depends on those before them; called just before they are appended, while
            no other program can append any.
        written: Told of the rows that have been appended, while still no other program can append any.
    """

    def __init__(
        self, settings: Settings, table: str, complete: Complete = tuple, written: Written | None = None
    ) -> None:
        self._settings, self._complete, self._written = settings, complete, written
        self._contract = load_contracts()[table]
        self._path = table_path(settings.tables, self._contract)
        self._log = self._path / "_delta_log"
        self._stamp = self._log_changed()
        self._writing = False
        self._waiting: list[Row] = []
        self._changed = threading.Condition()
        self._closing = False
        self._thread: threading.Thread | None = None

    @property
    def waiting(self) -> tuple[Row, ...]:
        """The rows that are not in the table yet."""
        return tuple(self._waiting)

    def others_wrote(self) -> bool:
        """Whether another program has written since this was last asked; costs one look at a folder."""
        stamp = self._log_changed()
        if self._writing or stamp == self._stamp:
            return False
        self._stamp = stamp
        return True

    def put(self, row: Row) -> None:
        """Take up a row; it is written soon."""
        with self._changed:
            self._waiting.append(row)
            if self._thread is None:
                self._thread = threading.Thread(target=self._work, name=self._contract.name, daemon=True)
                self._thread.start()
                atexit.register(self.close)
            self._changed.notify()

    def close(self) -> None:
        """Write what waits, and end. What can't be written even now is logged."""
        with self._changed:
            self._closing = True
            thread, self._thread = self._thread, None
            self._changed.notify()
        if thread is not None:
            thread.join()
            atexit.unregister(self.close)
        if self._waiting:
            _log.error("%s rows of %s could not be written.", len(self._waiting), self._contract.table)
        self._closing = False

    def _work(self) -> None:
        failures = 0
        while self._next():
            batch = self.waiting
            try:
                self._write(batch)
            except Exception as error:  # whatever it is, it must neither end the thread nor lose a row
                if self._closing:
                    return
                pause = RETRY_SECONDS[min(failures, len(RETRY_SECONDS) - 1)]
                failures += 1
                _log.warning(
                    "Rows of %s are not written yet, once more in %s s: %s", self._contract.table, pause, error
                )
                self._pause(pause)
            else:
                failures = 0
                del self._waiting[: len(batch)]

    def _next(self) -> bool:
        """Wait for rows, and a little for more of them; say whether there are any."""
        with self._changed:
            self._changed.wait_for(lambda: self._waiting or self._closing)
        self._pause(GATHER_SECONDS)
        return bool(self._waiting)

    def _pause(self, seconds: float) -> None:
        with self._changed:
            self._changed.wait_for(lambda: self._closing, timeout=seconds)

    def _write(self, batch: tuple[Row, ...]) -> None:
        settings = self._settings
        settings.state.mkdir(parents=True, exist_ok=True)
        with FileLock(settings.state / f"{self._contract.name}.lock", timeout=LOCK_SECONDS):
            others = self.others_wrote()
            self._writing = True
            try:
                rows = self._complete(batch)
                append_rows(settings.tables, self._contract, [dict(row) for row in rows])
                self._after(rows)
            finally:
                self._stamp = 0 if others else self._log_changed()
                self._writing = False

    def _after(self, rows: Sequence[Row]) -> None:
        """Do what follows an append; the rows are written already, so a failure must not have them written again."""
        try:
            if self._written:
                self._written(rows)
            merge_small_files(self._path, MOST_FILES, self._settings.retention_hours)
        except Exception as error:  # it is tried again after the next rows
            _log.warning("%s: written, but not tidied up: %s", self._contract.table, error)

    def _log_changed(self) -> int:
        try:
            return self._log.stat().st_mtime_ns
        except OSError:
            return 0
