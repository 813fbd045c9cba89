"""Dirt: damaged copies of good rows, added on top, with a record of what the pipeline should say of each."""

import csv
import io
import re
from dataclasses import asdict, dataclass, fields
from pathlib import Path

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from pipeline.generate.business_day import BusinessDay
from pipeline.generate.damage import ISO, Damage, Row
from pipeline.generate.portions import Ints, portions
from pipeline.generate.scope import Scope
from pipeline.generate.spoiled_files import spoiled_file


@dataclass(frozen=True)
class Spoiled:
    """One damaged copy.

    Attributes:
        source: The raw source.
        file: The raw file, relative to the landing folder.
        key: The key that stands in the copy; empty when that is what is wrong.
        original_key: The key of the good row.
        kind: The kind of dirt.
        reason: The code that the pipeline should give.
    """

    source: str
    file: str
    key: str
    original_key: str
    kind: str
    reason: str


class Spoiler:
    """Adds dirt to raw files.

    Args:
        scope: What is made.
        folder: The landing folder.

    Attributes:
        spoiled: Every damaged copy so far.
    """

    def __init__(self, scope: Scope, folder: Path) -> None:
        self._scope = scope
        self._folder = folder
        self._dirt = scope.world.dirt
        self.spoiled: list[Spoiled] = []

    def answers(self) -> pa.Table:
        """Return every damaged copy as a table."""
        rows = [asdict(copy) for copy in self.spoiled]
        return pa.Table.from_pylist(rows, pa.schema([(column.name, pa.string()) for column in fields(Spoiled)]))

    def adds_files(self, source: str, day: BusinessDay) -> bool:
        """Tell whether a day has files of a source that are spoiled as a whole."""
        return bool(self._share(day) and self._file_kinds(source, day))

    def spoil(self, source: str, table: pa.Table, path: Path, day: BusinessDay) -> None:
        """Add damaged copies of some rows of ``table`` to its file, and spoiled files beside it."""
        budget = min(round(table.num_rows * self._share(day)), table.num_rows)
        if not budget:
            return
        rng = self._scope.rng(f"dirt {source}", day.date.toordinal())
        for number, kind in enumerate(self._file_kinds(source, day), 1):
            budget -= self._add_file(source, kind, table, _beside(path, number), rng)
        self._add_lines(source, table, path, max(budget, 0), rng)

    def spoil_members(self, source: str, table: pa.Table, path: Path) -> None:
        """Add damaged copies to a file that belongs to no day: as in history, where there is any."""
        self.spoil(source, table, path, self._scope.days[0])

    def _share(self, day: BusinessDay) -> float:
        return self._scope.dirty if day.back else self._scope.dirty_last

    def _file_kinds(self, source: str, day: BusinessDay) -> list[str]:
        """Return the kinds of spoiled files that a day has: each comes once in so many days."""
        kinds = self._dirt.sources[source].files
        days = len(self._scope.days)
        period = min(self._dirt.file_days, days if self._scope.dirty_last else max(days - 1, 1))
        turn = (days - 1 - day.back) % period
        return [kind for number, kind in enumerate(kinds) if number * period // len(kinds) == turn]

    def _add_file(self, source: str, kind: str, table: pa.Table, path: Path, rng: np.random.Generator) -> int:
        """Write a file that is spoiled as a whole; return how many rows it has."""
        size = min(self._dirt.file_rows, table.num_rows)
        rows = _text_rows(table.slice(int(rng.integers(table.num_rows - size + 1)), size))
        about = self._dirt.sources[source]
        text, ends = spoiled_file(kind, rows, about, self._dirt.new_column)
        path.write_text(text, newline="")
        for row, end in zip(rows, ends, strict=True):
            self._note(source, path, row[about.key], row[about.key], kind, end, about.key)
        return len(rows)

    def _add_lines(self, source: str, table: pa.Table, path: Path, count: int, rng: np.random.Generator) -> None:
        """Put damaged copies into a file, anywhere."""
        about = self._dirt.sources[source]
        damage = Damage(self._dirt, about, rng)
        kinds = np.repeat(list(about.kinds), portions(count, list(about.kinds.values()))).tolist()
        rows = _text_rows(table.take(pa.array(rng.choice(table.num_rows, count, replace=False))))
        new_key = _key_after(str(table[about.key][-1].as_py()))
        lines = []
        for number, (kind, row) in enumerate(zip(kinds, rows, strict=True)):
            content, column = damage.apply(kind, row, new_key(number))
            key = content[list(row).index(about.key)]
            self._note(source, path, key, row[about.key], kind, kind, column)
            lines.append(_line(content))
        _insert(path, lines, rng)

    def _note(self, source: str, path: Path, key: str, original: str, kind: str, end: str, column: str) -> None:
        reason = self._dirt.reasons[end].format(column=column)
        self.spoiled.append(Spoiled(source, path.relative_to(self._folder).as_posix(), key, original, kind, reason))


def _beside(path: Path, number: int) -> Path:
    """Name an extra file of the same day; it sorts before the day's own file, so that the latter wins."""
    return path.with_name(f"{path.stem}-resent{f'-{number}' if number > 1 else ''}{path.suffix}")


def _text_rows(table: pa.Table) -> list[Row]:
    """Return rows as the raw files write them."""
    columns = [_text(table[name]).to_pylist() for name in table.column_names]
    return [dict(zip(table.column_names, values, strict=True)) for values in zip(*columns, strict=True)]


def _text(column: pa.ChunkedArray) -> pa.ChunkedArray:
    timestamp = pa.types.is_timestamp(column.type)
    text = pc.strftime(column.cast(pa.timestamp("s")), format=ISO) if timestamp else column.cast(pa.string())
    return pc.fill_null(text, "")


class _key_after:  # noqa: N801
    """Makes keys that follow on the greatest one of a file."""

    def __init__(self, key: str) -> None:
        digits = re.search(r"\d+$", key)
        self._number = digits.group() if digits else ""
        self._prefix = key.removesuffix(self._number)

    def __call__(self, number: int) -> str:
        return f"{self._prefix}{int(self._number) + number + 1:0{len(self._number)}d}"


def _line(content: list[str]) -> bytes:
    text = io.StringIO()
    csv.writer(text, lineterminator="\n").writerow(content)
    return text.getvalue().encode()


def _insert(path: Path, lines: list[bytes], rng: np.random.Generator) -> None:
    """Put lines into a file, each after any of its lines."""
    content = path.read_bytes()
    places = _line_ends(content, np.sort(rng.integers(0, len(content), len(lines))))
    pieces, done = [], 0
    for place, line in zip(places, [lines[row] for row in rng.permutation(len(lines))], strict=True):
        pieces += [content[done:place], line]
        done = place
    path.write_bytes(b"".join([*pieces, content[done:]]))


def _line_ends(content: bytes, places: Ints) -> list[int]:
    return [content.find(b"\n", min(place, len(content) - 1)) + 1 for place in places.tolist()]
