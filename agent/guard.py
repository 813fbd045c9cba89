"""The rules of ``guard.yml``: what SQL may be made of, and how a refusal is worded."""

import re
from functools import cache
from importlib.resources import files

import yaml
from sqlglot.errors import SqlglotError

from agent.metric_view import Strict
from pipeline.errors import RefusedError

BROKEN = (
    SqlglotError,
    ArithmeticError,
    AssertionError,
    AttributeError,
    LookupError,
    RuntimeError,
    TypeError,
    ValueError,
)
"""What the parser's library raises over what it does not understand."""


class Guard(Strict):
    """What SQL may be made of, and how a refusal is worded."""

    starts: tuple[str, ...]
    catalogs: tuple[str, ...]
    clauses: str
    nodes: str
    functions: dict[str, str]
    unnamed: str
    translations: str
    literal: dict[str, str]
    format: str
    types: str
    reasons: dict[str, str]


@cache
def guard() -> Guard:
    """The rules that come with the package."""
    return Guard.model_validate(yaml.safe_load((files("agent") / "guard.yml").read_text()))


@cache
def clauses() -> frozenset[str]:
    """Names of the parts that a query may have."""
    return frozenset(guard().clauses.split())


@cache
def nodes() -> frozenset[str]:
    """Names of the tree's nodes that are allowed and are no functions."""
    return frozenset(guard().nodes.split())


@cache
def functions() -> frozenset[str]:
    """Names of the functions that sqlglot knows."""
    return frozenset(name for group in guard().functions.values() for name in group.split())


@cache
def unnamed() -> frozenset[str]:
    """Names of the functions that only the engine knows."""
    return frozenset(guard().unnamed.split())


@cache
def translations() -> frozenset[str]:
    """Names of nodes that the translator may bring in, and nobody else."""
    return frozenset(guard().translations.split())


@cache
def types() -> frozenset[str]:
    """Names of the types that a value may be cast to."""
    return frozenset(guard().types.split())


def refusal(code: str, hint: str = "", **values: object) -> RefusedError:
    """The error that says in plain words why a statement is not let through."""
    return RefusedError(code, guard().reasons[code].format(**values) + ".", hint)


def first_line(error: BaseException) -> str:
    """What went wrong, in one short line without the parser's own terms."""
    lines = str(error).splitlines() or [type(error).__name__]
    return re.sub(r" <.*", " something else", lines[0]).rstrip(". ")[:200]
