"""Putting a finished data set in the place of the last one, whole or not at all."""

import json
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from pipeline.errors import GenerateError

MANIFEST = "files.json"
LANDING, KEY = "landing", "answer_key"
_NAMED = 3  # so many foreign files are named


@contextmanager
def staging_of(folder: Path) -> Iterator[Path]:
    """Give an empty folder beside ``folder`` in which to make its new content; what is left there is thrown away."""
    staging = folder.with_name(f".{folder.name}.new")
    shutil.rmtree(staging, ignore_errors=True)
    staging.mkdir(parents=True)
    try:
        yield staging
    finally:
        shutil.rmtree(staging, ignore_errors=True)


@contextmanager
def failing_clearly(landing: Path) -> Iterator[None]:
    """Say what is wrong with a disk in our words.

    Raises:
        GenerateError: The disk is full, or a folder may not be written or replaced.
    """
    try:
        yield
    except OSError as failed:
        hint = "Free space there, or name another place with --out."
        raise GenerateError(f"the data set for {landing} could not be written: {failed}.", hint) from failed


def refuse_foreign_files(landing: Path, answer_key: Path) -> None:
    """Make sure that everything in both folders was made by the generator: they are about to be replaced.

    Raises:
        GenerateError: One holds other files, or lies inside the other.
    """
    inside, outside = answer_key.resolve(), landing.resolve()
    if inside.is_relative_to(outside) or outside.is_relative_to(inside):
        raise GenerateError(f"{answer_key} and {landing}: one lies in the other.", "Name another place.")
    made = _made(answer_key)
    for name, folder in ((LANDING, landing), (KEY, answer_key)):
        _refuse_foreign(folder, made.get(name, []))


def _refuse_foreign(folder: Path, made: list[str]) -> None:
    if folder.exists() and not folder.is_dir():
        raise GenerateError(f"{folder} is a file, not a folder.", "Name another place.")
    foreign = sorted(set(_files(folder)) - {*made})
    if foreign:
        named = ", ".join(foreign[:_NAMED]) + (" …" if len(foreign) > _NAMED else "")
        raise GenerateError(
            f"{folder} holds files that the generator did not make ({len(foreign)}): {named}.",
            "Move them away, or generate into another folder.",
        )


def publish(staged_landing: Path, landing: Path, staged_key: Path, answer_key: Path) -> None:
    """Put new folders in the place of old ones.

    The old raw files go first and the new ones come last: whenever it is interrupted, the landing folder is
    either whole or not there, and the answer key lists every file in it.
    """
    made = {LANDING: _files(staged_landing), KEY: sorted([*_files(staged_key), MANIFEST])}
    (staged_key / MANIFEST).write_text(json.dumps(made, indent=1) + "\n")
    _drop(landing)
    _drop(answer_key)
    staged_key.rename(answer_key)
    staged_landing.rename(landing)


def _drop(folder: Path) -> None:
    """Remove a folder: first out of sight, then off the disk."""
    old = folder.with_name(f".{folder.name}.old")
    shutil.rmtree(old, ignore_errors=True)
    if folder.exists():
        folder.rename(old)
        shutil.rmtree(old)


def _files(folder: Path) -> list[str]:
    return sorted(path.relative_to(folder).as_posix() for path in folder.rglob("*") if not path.is_dir())


def _made(answer_key: Path) -> dict[str, list[str]]:
    """Return the files that the last run made, by folder; none when its list cannot be read."""
    try:
        return dict(json.loads((answer_key / MANIFEST).read_text()))
    except (OSError, ValueError):
        return {}
