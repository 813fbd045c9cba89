"""The raw files of a data set: which rows go where, and which of them are spoiled."""

from collections import Counter
from pathlib import Path
from types import TracebackType

import pyarrow as pa

from pipeline.generate.business_day import BusinessDay
from pipeline.generate.csv_files import CsvFiles
from pipeline.generate.day import DayData
from pipeline.generate.dirt import Spoiler
from pipeline.generate.scope import Scope

EVENTS, CALLS, MEMBERS, CALENDAR = "digital_journeys", "call_logs", "member_profiles", "business_calendar"


class RawFiles:
    """Writes the raw files of one data set; use it as a context manager.

    Args:
        scope: What is made.
        folder: Where the files go.

    Attributes:
        rows: Good rows written, by source.
        spoiled: Damaged copies written, by source.
        files: How many files were written.
    """

    def __init__(self, scope: Scope, folder: Path) -> None:
        self._scope = scope
        self._folder = folder
        self._csv = CsvFiles()
        self._spoiler = Spoiler(scope, folder)
        self.rows: Counter[str] = Counter()

    def __enter__(self) -> "RawFiles":
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._csv.__exit__(kind, error, trace)

    @property
    def spoiled(self) -> Counter[str]:
        """Damaged copies written, by source."""
        return Counter(row.source for row in self._spoiler.spoiled)

    @property
    def files(self) -> int:
        """How many files were written."""
        return sum(path.is_file() for path in self._folder.rglob("*"))

    def dirt(self) -> pa.Table:
        """Return every damaged copy with what the pipeline should say of it."""
        return self._spoiler.answers()

    def add_day(self, data: DayData) -> None:
        """Write the events and calls of a day."""
        for source, table in ((EVENTS, data.events), (CALLS, data.calls)):
            self._write(source, table, self._path(source, data.day))
            self._spoiler.spoil(source, table, self._path(source, data.day), data.day)

    def add_members(self, profiles: pa.Table) -> None:
        """Write the member file."""
        path = self._path(MEMBERS)
        self._write(MEMBERS, profiles, path)
        self._spoiler.spoil_members(MEMBERS, profiles, path)

    def add_calendar(self, calendar: pa.Table) -> None:
        """Write the business calendar."""
        self._write(CALENDAR, calendar, self._path(CALENDAR))

    def _path(self, source: str, day: BusinessDay | None = None) -> Path:
        """One file a day in a folder; a single file when there is nothing but one."""
        alone = self._scope.single and not (day and self._spoiler.adds_files(source, day))
        if day is None or alone:
            return self._folder / f"{source}.csv"
        return self._folder / source / f"{day.date}.csv"

    def _write(self, source: str, table: pa.Table, path: Path) -> None:
        self._csv.write(table, path)
        self.rows[source] += table.num_rows
