"""Files as every engine reads them alike: in UTF-8, with one kind of line end."""

import codecs
import shutil
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path
from tempfile import TemporaryDirectory

from pipeline.bronze.landing import LandingFile

_CHUNK = 1 << 20


@contextmanager
def as_plain_text(batch: Iterable[LandingFile], encoding: str, scratch: Path) -> Iterator[list[LandingFile]]:
    """Give files that engines can read; a file that needs it is copied into UTF-8 for as long as it is used.

    Bytes that mean nothing in the file's encoding go through as they are, so that the engine sets their lines aside.

    Args:
        batch: The files.
        encoding: How they are written.
        scratch: Where copies may lie; those that a killed run left there are removed.
    """
    shutil.rmtree(scratch, ignore_errors=True)
    scratch.mkdir(parents=True, exist_ok=True)
    with TemporaryDirectory(prefix="reading-", dir=scratch) as folder:
        yield [_plain(file, encoding, Path(folder) / f"{number}.csv") for number, file in enumerate(batch)]


def _plain(file: LandingFile, encoding: str, copy: Path) -> LandingFile:
    if codecs.lookup(encoding).name == "utf-8" and not _has_mixed_line_ends(file.path):
        return file
    with (
        file.path.open(encoding=encoding, errors=_errors(encoding)) as theirs,
        copy.open("w", encoding="utf-8", errors="surrogateescape", newline="\n") as ours,
    ):
        shutil.copyfileobj(theirs, ours, _CHUNK)
    return replace(file, path=copy)


def _errors(encoding: str) -> str:
    """Only encodings that take ASCII as it is can carry unreadable bytes through; others show a replacement."""
    return "surrogateescape" if "a".encode(encoding) == b"a" else "replace"


def _has_mixed_line_ends(path: Path) -> bool:
    lines = with_return = 0
    with path.open("rb") as content:
        while chunk := content.read(_CHUNK):
            lines += chunk.count(b"\n")
            with_return += chunk.count(b"\r\n")
    return 0 < with_return < lines
