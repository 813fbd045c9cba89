"""What one question may cost: the limits of ``limits.yml``."""

from functools import cache
from importlib.resources import files

import yaml
from pydantic import Field

from agent.metric_view import Strict


class AskLimits(Strict):
    """Size of a question."""

    characters: int = Field(gt=0)


class ExecuteLimits(Strict):
    """Time, memory and size of one request to the executor, and how many run at once."""

    seconds: float = Field(gt=0)
    memory_mb: int = Field(gt=0)
    process_mb: int = Field(gt=0)
    threads: int = Field(gt=0)
    workers: int = Field(gt=0)
    wait_seconds: float = Field(gt=0)
    start_seconds: float = Field(gt=0)
    rows: int = Field(gt=0)
    groups: int = Field(gt=0)
    megabytes: int = Field(gt=0)


class ValidateLimits(Strict):
    """Size of one SQL text, of its tree, and of what it may make on the way."""

    characters: int
    tokens: int
    nesting: int
    nodes: int
    joins: int
    selects: int
    literal: int
    repeats: int
    text: int
    series: int
    limit: int
    few_rows: int
    rows_made: int
    values: int
    table_rows: int


class LearnLimits(Strict):
    """What is learned from the data."""

    values: int
    listed: int
    shapes: int
    not_time: tuple[str, ...]


class ChatLimits(Strict):
    """What a chat model is asked and may reply."""

    asks: int = Field(gt=0)
    listed: int = Field(ge=0)
    words: int = Field(ge=0)
    entries: int = Field(gt=0)
    talk: int = Field(ge=0)
    reply_kb: int = Field(gt=0)
    failures: int = Field(gt=0)
    rest_seconds: float = Field(ge=0)
    kept: int = Field(ge=0)


class Limits(Strict):
    """All of them."""

    ask: AskLimits
    execute: ExecuteLimits
    validate_: ValidateLimits = Field(alias="validate")
    learn: LearnLimits
    chat: ChatLimits


@cache
def limits() -> Limits:
    """The limits that come with the package."""
    return Limits.model_validate(yaml.safe_load((files("agent") / "limits.yml").read_text()))
