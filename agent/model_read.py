"""Read the files of a semantic model strictly; a slip is said with its file, its place and the nearest right word."""

import re
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any, TypeVar

from pydantic import BaseModel, ValidationError

from agent.metric_view import MetricView, plain_name
from agent.model_file import Intent, ModelFile
from agent.strict_yaml import read_yaml
from pipeline.errors import SemanticError, did_you_mean

Shape = TypeVar("Shape", bound=BaseModel)

INTENTS = "intents"
"""The folder, beside the small file, of intents that have a file each."""


def read_view(path: Path) -> MetricView:
    """Read one metric view; its name is the file's.

    Raises:
        SemanticError: It is not as the format says.
    """
    return _read(path, MetricView, name=plain_name(path.stem))


def read_notes(path: Path | None, folder: Path) -> ModelFile:
    """Read the small file; without one, all of it is left to be filled in.

    Raises:
        SemanticError: It is not as it must be.
    """
    name = re.sub(r"[\W_]+", " ", folder.resolve().name).strip()
    if path is None:
        return ModelFile(name=name)
    raw = {"name": name} | read_yaml(path)
    return _shaped(path, ModelFile, raw | _with_intents(raw.get("intents"), folder / INTENTS))


def _with_intents(listed: Any, folder: Path) -> dict[str, Any]:
    """The intents in the order that the small file lists them; one without a body has a file of its own."""
    own = {path.stem: path for path in folder.glob("*.yml")}
    if not isinstance(listed, dict):
        if listed is not None or not own:
            return {}  # of another kind: refused with the rest of the file
        listed = {}
    without_body = {name for name, body in listed.items() if body is None}
    for name in sorted(own.keys() - without_body):
        raise SemanticError(f"{own[name]}: model.yml must list '{name}:' under intents, with nothing after it.")
    for name in sorted(without_body - own.keys()):
        near = did_you_mean(name, own)
        raise SemanticError(f"intents.{name} has no body. {near} It may have one in {folder / name}.yml.")
    return {"intents": {name: _read(own[name], Intent) if name in own else body for name, body in listed.items()}}


def _read(path: Path, shape: type[Shape], **more: str) -> Shape:
    return _shaped(path, shape, read_yaml(path) | more)


def _shaped(path: Path, shape: type[Shape], raw: dict[str, Any]) -> Shape:
    try:
        return shape.model_validate(raw)
    except ValidationError as invalid:
        raise SemanticError(f"{path}: {_in_words(invalid, shape, raw)}") from None


def _in_words(invalid: ValidationError, shape: type[BaseModel], raw: dict[str, Any]) -> str:
    error = min(invalid.errors(), key=lambda one: one["type"] != "extra_forbidden")
    where = _place(error["loc"], raw)
    if error["type"] == "extra_forbidden":
        return f"unknown key '{where}'. {did_you_mean(str(error['loc'][-1]), _keys(shape))}".strip()
    said = error["msg"].removeprefix("Value error, ").rstrip(".")
    return f"'{where}': {said}. {_meant(error)}".strip() if where else f"{said}."


def _meant(error: Mapping[str, Any]) -> str:
    """The nearest of the words that are allowed."""
    allowed = re.findall(r"'([^']+)'", str(error.get("ctx", {}).get("expected", "")))
    return did_you_mean(str(error["input"]), allowed) if error["type"] == "literal_error" else ""


def _place(steps: tuple[str | int, ...], raw: Any) -> str:
    """Where a slip is, in the file's own names rather than counted: ``measures.revenue.format.type``."""
    said: list[str] = []
    for step in steps:
        raw = _inside(raw, step)
        named = raw.get("name") if isinstance(step, int) and isinstance(raw, dict) else None
        said.append(str(step + 1 if named is None and isinstance(step, int) else named or step))
    return ".".join(said)


def _inside(raw: Any, step: str | int) -> Any:
    try:
        return raw[step]
    except (KeyError, IndexError, TypeError):
        return None


def _keys(shape: type[BaseModel]) -> set[str]:
    """Every key that a file of this shape may have, at any depth."""
    module = vars(__import__(shape.__module__, fromlist=["*"])).values()
    parts = [kind for kind in module if isinstance(kind, type) and issubclass(kind, BaseModel)]
    return {key for part in (shape, *parts) for key in _named(part)}


def _named(part: type[BaseModel]) -> Iterator[str]:
    for name, field in part.model_fields.items():
        choices = getattr(field.validation_alias, "choices", (name,))
        yield from (str(choice) for choice in choices)
