"""Turns of conversations go to their table in the background, so that no answer waits for it."""

import atexit
import logging
import threading
from collections.abc import Mapping
from typing import Any

from filelock import FileLock

from pipeline.contract import load_contracts
from pipeline.delta import append_rows, merge_small_files, table_path
from pipeline.settings import Settings

TALKS = "ops.conversations"
_log = logging.getLogger(__name__)

Row = Mapping[str, Any]

GATHER_SECONDS = 0.2
"""How long turns are gathered for one commit."""
RETRY_SECONDS = (1.0, 2.0, 5.0, 15.0, 60.0)
LOCK_SECONDS = 30
MOST_FILES = 32
"""More files than this are compacted into one."""


class TalkWriter:
    """Appends rows in the background: together when they come together, again when it fails, all of them at the end.

    Args:
        settings: The home that the table lies in.
    """

    def __init__(self, settings: Settings) -> None:
        self._settings = settings
        self._log = table_path(settings.tables, load_contracts()[TALKS]) / "_delta_log"
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
                self._thread = threading.Thread(target=self._work, name="conversations", daemon=True)
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
            _log.error("%s turns of conversations could not be written.", len(self._waiting))
        self._closing = False

    def _work(self) -> None:
        failures = 0
        while self._next():
            batch = self.waiting
            try:
                self._write(batch)
            except Exception as error:  # whatever it is, it must neither end the thread nor lose a turn
                if self._closing:
                    return
                pause = RETRY_SECONDS[min(failures, len(RETRY_SECONDS) - 1)]
                failures += 1
                _log.warning("Turns of conversations are not written yet, once more in %s s: %s", pause, error)
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
        settings, contract = self._settings, load_contracts()[TALKS]
        settings.state.mkdir(parents=True, exist_ok=True)
        with FileLock(settings.state / "conversations.lock", timeout=LOCK_SECONDS):
            others = self.others_wrote()
            self._writing = True
            try:
                append_rows(settings.tables, contract, [dict(row) for row in batch])
                merge_small_files(table_path(settings.tables, contract), MOST_FILES, settings.retention_hours)
            finally:
                self._stamp = 0 if others else self._log_changed()
                self._writing = False

    def _log_changed(self) -> int:
        try:
            return self._log.stat().st_mtime_ns
        except OSError:
            return 0
