"""What one request may be: the limits of ``limits.yml``."""

from functools import cache
from importlib.resources import files

import yaml
from pydantic import Field

from agent.metric_view import Strict


class ServingLimits(Strict):
    """Sizes of a request, and the times that are no settings."""

    body_bytes: int = Field(gt=0)
    body_seconds: float = Field(gt=0)
    held_bodies: int = Field(gt=0)
    depth: int = Field(gt=0)
    name: int = Field(gt=0)
    messages: int = Field(gt=0)
    delta: int = Field(gt=0)
    beat_seconds: float = Field(gt=0)
    sign_ins: int = Field(gt=0)
    remembered_seconds: float = Field(ge=0)
    retry_seconds: int = Field(gt=0)
    switch_seconds: float = Field(gt=0)
    end_seconds: float = Field(gt=0)
    unused: tuple[str, ...]


@cache
def serving_limits() -> ServingLimits:
    """The limits that come with the package."""
    return ServingLimits.model_validate(yaml.safe_load((files("doors") / "serving" / "limits.yml").read_text()))
