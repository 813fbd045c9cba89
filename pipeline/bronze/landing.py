"""The landing zone: which files each source has, what their content is, and which can be read together."""

import csv
import hashlib
from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path

from pipeline.engines.protocol import RawFiles
from pipeline.errors import IngestError


@dataclass(frozen=True)
class LandingFile:
    """One raw file: its name below the landing zone and a fingerprint of its content."""

    path: Path
    name: str
    fingerprint: str

    @property
    def bytes(self) -> int:
        """Its size."""
        return self.path.stat().st_size


@dataclass(frozen=True)
class Format:
    """How the files of a source are written."""

    delimiter: str = ","
    encoding: str = "utf-8"
    multiline: bool = False


def find_files(landing: Path, patterns: Iterable[str]) -> list[LandingFile]:
    """Return the files that match any of the patterns, in the order of their names."""
    found = {path for pattern in patterns for path in landing.glob(pattern) if path.is_file()}
    return [_look_at(path, landing) for path in sorted(found)]


def own_patterns(source: str) -> tuple[str, ...]:
    """Return where the files of a source lie when no mapping says otherwise: a file, or a folder of files."""
    return f"{source}.csv", f"{source}/**/*.csv"


def _look_at(path: Path, landing: Path) -> LandingFile:
    with path.open("rb") as content:
        fingerprint = hashlib.file_digest(content, "sha256").hexdigest()[:16]
    return LandingFile(path, path.relative_to(landing).as_posix(), fingerprint)


def in_batches(found: Iterable[LandingFile], most_bytes: int) -> Iterator[list[LandingFile]]:
    """Split files into batches that fit in memory together; a larger file makes a batch of its own."""
    batch: list[LandingFile] = []
    size = 0
    for file in found:
        if batch and size + file.bytes > most_bytes:
            yield batch
            batch, size = [], 0
        batch.append(file)
        size += file.bytes
    if batch:
        yield batch


def readable_together(batch: Iterable[LandingFile], written: Format) -> list[RawFiles]:
    """Group files by their header; files without one (empty files) are left out."""
    groups: dict[tuple[str, ...], list[Path]] = defaultdict(list)
    for file in batch:
        header = read_header(file, written)
        if header:
            groups[header].append(file.path)
    return [
        RawFiles(tuple(paths), header, written.delimiter, written.encoding, written.multiline)
        for header, paths in groups.items()
    ]


def read_header(file: LandingFile, written: Format) -> tuple[str, ...]:
    """Return the column names of a file's first line, in lower case; nothing for an empty file.

    Raises:
        IngestError: The file is not in the declared encoding, or a name comes twice.
    """
    encoding = "utf-8-sig" if written.encoding == "utf-8" else written.encoding
    try:
        with file.path.open(encoding=encoding, newline="") as lines:
            names = next(csv.reader(lines, delimiter=written.delimiter), [])
    except UnicodeDecodeError as wrong:
        hint = "Name its encoding in a mapping file."
        raise IngestError(f"{file.name} is not {written.encoding}: {wrong}.", hint) from None
    header = tuple(name.strip().lower() for name in names)
    if len(set(header)) < len(header):
        raise IngestError(f"{file.name} has a column twice: {', '.join(header)}.")
    return header
