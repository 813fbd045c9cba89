"""Golden questions: what people ask, and what the right answer to it is. Read strictly from ``golden/*.yml``."""

from collections.abc import Iterable, Iterator
from importlib.resources import as_file, files
from pathlib import Path
from typing import Any, Literal

import yaml
from pydantic import Field, ValidationError, field_validator, model_validator

from agent.reply import Status
from evals.suite import Strict
from pipeline.errors import EvaluationError, did_you_mean
from pipeline.settings import Role

TWIN = "~es"
SPANISH = "spanish"

Expected = Literal["answered", "clarify", "declined"]


class Written(Strict):
    """A case as it stands in a file."""

    id: str = Field(pattern=r"^[A-Za-z0-9][A-Za-z0-9_.-]*$")
    ask: str = Field(min_length=1)
    es: str | None = Field(None, min_length=1)
    talk: tuple[str, ...] = ()
    talk_es: tuple[str, ...] = ()
    tags: tuple[str, ...] = ()
    role: Role = "viewer"
    sql: str | None = Field(None, min_length=1)
    ordered: bool = False
    intent: str | None = None
    says: tuple[str, ...] = ()
    status: tuple[Expected, ...] = ("answered",)
    reason: str | None = None

    @field_validator("status", mode="before")
    @classmethod
    def _one_or_several(cls, status: Any) -> Any:
        return (status,) if isinstance(status, str) else status

    @model_validator(mode="after")
    def _consistent(self) -> "Written":
        for wrong in _contradictions(self):
            raise ValueError(wrong)
        return self


def _contradictions(case: Written) -> Iterator[str]:
    answered = "answered" in case.status
    if not case.status:
        yield "status names nothing"
    if not answered and (case.sql or case.says or case.intent):
        yield "sql, says and intent are for cases that are answered"
    if answered and not (case.sql or case.says or case.intent):
        yield "an answered case needs sql, says or intent: else any answer would be right"
    if case.ordered and not case.sql:
        yield "ordered needs sql"
    if case.talk_es and not case.es:
        yield "talk_es needs es"
    if case.es and len(case.talk) != len(case.talk_es):
        yield "talk and talk_es must have as many questions, so that the twin is the same talk"


class Case(Strict):
    """A question as it is asked, and what is expected of its answer."""

    id: str
    base: str
    file: str
    language: Literal["en", "es"]
    twinned: bool = False
    ask: str
    talk: tuple[str, ...]
    tags: tuple[str, ...]
    role: Role
    sql: str | None
    ordered: bool
    intent: str | None
    says: tuple[str, ...]
    status: tuple[Status, ...]

    @property
    def in_scope(self) -> bool:
        """Whether it should be answered."""
        return "answered" in self.status

    @property
    def where(self) -> str:
        """Its file and id, for messages."""
        return f"{self.file}: {self.id}"


def load_golden(folder: Path | None = None) -> tuple[Case, ...]:
    """Read the golden questions of a folder, or those that come with the package; each twin follows its original.

    Raises:
        EvaluationError: A file is not as it must be; the message names the file and the case.
    """
    if folder is None:
        with as_file(files("evals") / "golden") as packaged:
            return load_golden(Path(packaged))
    if not folder.is_dir():
        raise EvaluationError(f"{folder} is not a folder.", "Golden questions are the *.yml files of a folder.")
    cases = [case for path in sorted(folder.glob("*.yml")) for one in _read(path) for case in _asked(one, path.name)]
    if not cases:
        raise EvaluationError(f"{folder} has no golden questions.", "Add some: docs/evaluation.md says how.")
    _refuse_doubles(cases)
    return tuple(cases)


def selected(cases: Iterable[Case], ids: Iterable[str], tags: Iterable[str]) -> tuple[Case, ...]:
    """The cases with one of some ids (an original's id stands for its twin too) or tags; all when none is named.

    Raises:
        EvaluationError: No case has such an id or tag.
    """
    cases, ids, tags = tuple(cases), set(ids), set(tags)
    _refuse_unknown("id", ids, {name for case in cases for name in (case.id, case.base)})
    _refuse_unknown("tag", tags, {tag for case in cases for tag in case.tags})
    if not ids | tags:
        return cases
    return tuple(case for case in cases if ids & {case.id, case.base} or tags & {*case.tags})


def _refuse_unknown(kind: str, wanted: set[str], known: set[str]) -> None:
    for name in sorted(wanted - known):
        raise EvaluationError(f"no golden question has the {kind} '{name}'.", did_you_mean(name, known))


def _read(path: Path) -> Iterator[Written]:
    try:
        content = yaml.safe_load(path.read_text(encoding="utf-8"))
    except (yaml.YAMLError, ValueError, OSError) as broken:
        raise EvaluationError(f"{path} cannot be read as YAML: {broken}") from None
    if content is None:
        return
    if not isinstance(content, list):
        raise EvaluationError(f"{path} must be a list of cases.", "Each begins with `- id:`.")
    for place, raw in enumerate(content, 1):
        yield _written(raw, f"{path.name}: {_name(raw) or f'case {place}'}")


def _name(raw: Any) -> str:
    return str(raw.get("id", "")) if isinstance(raw, dict) else ""


def _written(raw: Any, where: str) -> Written:
    try:
        return Written.model_validate(raw)
    except ValidationError as invalid:
        raise EvaluationError(f"{where}: {_in_words(invalid)}") from None


def _in_words(invalid: ValidationError) -> str:
    error = min(invalid.errors(), key=lambda one: one["type"] != "extra_forbidden")
    name = ".".join(str(part) for part in error["loc"])
    if error["type"] == "extra_forbidden":
        return f"unknown key '{name}'. {did_you_mean(name, Written.model_fields)}".strip()
    return f"'{name}': {error['msg']}." if name else f"{error['msg']}."


def _asked(one: Written, file: str) -> Iterator[Case]:
    same = one.model_dump(include={"role", "sql", "ordered", "intent", "status"})
    same |= {"base": one.id, "file": file, "twinned": bool(one.es)}
    yield Case(id=one.id, language="en", ask=one.ask, talk=one.talk, tags=one.tags, says=one.says, **same)
    if one.es:
        tags = tuple(dict.fromkeys((*one.tags, SPANISH)))
        yield Case(id=one.id + TWIN, language="es", ask=one.es, talk=one.talk_es, tags=tags, says=(), **same)


def _refuse_doubles(cases: Iterable[Case]) -> None:
    seen: dict[str, Case] = {}
    for case in cases:
        if case.id in seen:
            raise EvaluationError(f"{case.where}: the same id stands in {seen[case.id].file}.", "Give it another.")
        seen[case.id] = case
