"""How what people say is learned from: `learning.yml`, read strictly."""

from functools import cache
from importlib.resources import files

import yaml
from pydantic import Field

from agent.metric_view import Strict


class Rules(Strict):
    """The whole file."""

    latest: int = Field(gt=0)
    nearness: float = Field(gt=0, le=100)
    rephrased_within: int = Field(gt=0)
    rephrased_nearness: float = Field(gt=0, le=100)
    most_words: int = Field(gt=0)
    meant: dict[str, tuple[str, ...]]


@cache
def rules() -> Rules:
    """The rules that come with the product."""
    return Rules.model_validate(yaml.safe_load((files("doors.learning") / "learning.yml").read_text(encoding="utf-8")))
