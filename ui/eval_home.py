"""The home of the data set that golden questions are about: made once, kept up to date, never anybody's own data."""

import hashlib
import json
from datetime import date
from importlib.resources import files
from importlib.resources.abc import Traversable
from pathlib import Path

import yaml

from evals.suite import DataSet
from pipeline.build import Progress, build
from pipeline.runs import WHERE_AND_HOW
from pipeline.settings import DEFAULTS, Settings, load_settings

FOLDER = "eval"
_STAMP = "made.json"


def eval_settings(settings: Settings) -> Settings:
    """The settings for evaluation: a home of its own, and all that figures follow from as it comes."""
    defaults = Settings(**yaml.safe_load(DEFAULTS.read_text()))
    pinned = {name: getattr(defaults, name) for name in Settings.model_fields if name not in WHERE_AND_HOW}
    return settings.model_copy(update=pinned | {"home": settings.home / FOLDER})


def at_home(settings: Settings, home: Path) -> Settings:
    """The settings for an existing home."""
    return load_settings(**settings.model_dump() | {"home": home})


def eval_home(settings: Settings, home: Path | None, data: DataSet, progress: Progress) -> Settings:
    """The settings for the data set: an existing home's as it is, else those of one of its own, made and built."""
    if home is not None:
        return at_home(settings, home)
    own = eval_settings(settings)
    make_home(own, data.days, data.end, progress)
    return own


def make_home(settings: Settings, days: int, end: date, progress: Progress) -> None:
    """Make the data set and build it, unless both are there already.

    Args:
        settings: Where; see `eval_settings`.
        days: How many days.
        end: The last of them.
        progress: Told what is being done.
    """
    stamp, made = settings.home / _STAMP, json.dumps({"days": days, "end": str(end), "generator": _generator()})
    if not stamp.is_file() or stamp.read_text() != made:
        _generate(settings, days, end, progress)
        stamp.write_text(made)
    build(settings, wait_seconds=_PATIENCE, progress=progress)


_PATIENCE = 600.0
"""So many seconds to wait for another evaluation that builds the same home."""


def _generate(settings: Settings, days: int, end: date, progress: Progress) -> None:
    from pipeline.generate.generate import generate
    from pipeline.generate.request import Request

    request = Request(days=days, end=end, time_zone=settings.time_zone)
    generate(request, settings.landing, settings.home / "answer_key", progress=lambda words: progress(words, 1, 1))


def _generator() -> str:
    """A fingerprint of the generator: another one makes other data."""
    digest = hashlib.sha256()
    for file in sorted(_files(files("pipeline") / "generate"), key=lambda file: file.name):
        digest.update(file.read_bytes())
    return digest.hexdigest()[:16]


def _files(folder: Traversable) -> list[Traversable]:
    return [file for file in folder.iterdir() if file.name.endswith((".py", ".yml"))]
