"""The landing zone: which files each source has, what their content is, and which can be read together."""

import csv
import hashlib
from collections import defaultdict
from collections.abc import Iterable, Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from pathlib import Path

from pipeline.engines.protocol import RawFiles


@dataclass(frozen=True)
class LandingFile:
    """One raw file.

    Attributes:
        path: Where its content can be read.
        name: Its name below the landing zone.
        fingerprint: Another one for another content, or for another way of reading it.
    """

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


@dataclass(frozen=True)
class Unreadable:
    """A file of which no line can be taken in, with the reason and its explanation."""

    file: LandingFile
    reason: str
    detail: str


@dataclass(frozen=True)
class SortedOut:
    """A batch of files: those that can be read, in groups with the same header, and those that can't."""

    groups: list[RawFiles] = field(default_factory=list)
    unreadable: list[Unreadable] = field(default_factory=list)


def find_names(landing: Path, patterns: Iterable[str]) -> dict[str, Path]:
    """Return the files that match any of the patterns, by name and in the order of their names."""
    found = {path for pattern in patterns for path in landing.glob(pattern) if path.is_file()}
    return {path.relative_to(landing).as_posix(): path for path in sorted(found)}


def find_files(landing: Path, patterns: Iterable[str], salt: str = "") -> list[LandingFile]:
    """Return the files that match any of the patterns; another salt gives their content another fingerprint."""
    named = find_names(landing, patterns)
    with ThreadPoolExecutor() as pool:
        fingerprints = pool.map(lambda path: _fingerprint(path, salt), named.values())
        return [LandingFile(*file) for file in zip(named.values(), named, fingerprints, strict=True)]


def own_patterns(source: str) -> tuple[str, ...]:
    """Return where the files of a source lie when no mapping says otherwise: a file, or a folder of files."""
    return f"{source}.csv", f"{source}/**/*.csv"


def _fingerprint(path: Path, salt: str) -> str:
    with path.open("rb") as content:
        digest = hashlib.file_digest(content, "sha256")
    digest.update(salt.encode())
    return digest.hexdigest()[:16]


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


def sort_out(batch: Iterable[LandingFile], written: Format) -> SortedOut:
    """Group files in UTF-8 by their header; those whose header cannot be read stand apart."""
    groups: dict[tuple[str, ...], list[Path]] = defaultdict(list)
    result = SortedOut()
    for file in batch:
        header = read_header(file, written.delimiter)
        wrong = _wrong_with(header, written.encoding)
        if wrong:
            result.unreadable.append(Unreadable(file, *wrong))
        else:
            groups[header].append(file.path)
    for header, paths in groups.items():
        result.groups.append(RawFiles(tuple(paths), header, written.delimiter, multiline=written.multiline))
    return result


def read_header(file: LandingFile, delimiter: str) -> tuple[str, ...]:
    """Return the column names of a file's first line, in lower case; nothing for an empty file.

    A column without a name is called by its position; bytes that are not UTF-8 stay as surrogates.
    """
    with file.path.open(encoding="utf-8-sig", errors="surrogateescape", newline="") as lines:
        names = next(csv.reader(lines, delimiter=delimiter), [])
    return tuple(name.strip().lower() or f"column_{position}" for position, name in enumerate(names, 1))


def _wrong_with(header: tuple[str, ...], encoding: str) -> tuple[str, str] | None:
    twice = sorted({name for name in header if header.count(name) > 1})
    if not header:
        return "no_header", "the file is empty"
    if any("\udc80" <= letter <= "\udcff" for name in header for letter in name):
        return "invalid_encoding", f"the header is not {encoding}; a mapping file can name the encoding"
    if twice:
        return "duplicate_column", f"{', '.join(twice)} stands twice in the header"
    return None
