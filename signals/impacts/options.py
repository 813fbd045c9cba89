"""What measuring assumes and how many days it asks for, read from ``impacts.yml``."""

from functools import cache
from importlib.resources import files

import yaml
from pydantic import BaseModel, ConfigDict, Field


class Options(BaseModel):
    """Everything that ``impacts.yml`` says; see the file for what it means."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    least_before: int = Field(ge=7)
    least_after: int = Field(ge=1)
    most_before: int
    settling_days: int = Field(ge=0)
    least_calls: float = Field(gt=0)
    interval: float = Field(gt=0, lt=1)
    check_level: float = Field(gt=0, lt=1)
    check_share: float = Field(gt=0, lt=1)
    assumed_share: float = Field(gt=0, lt=1)
    assumed_doubt: float = Field(gt=0)
    most_days_needed: int
    level_spread: float = Field(gt=0)
    effect_spread: float = Field(gt=0)
    weekday_spread: float = Field(ge=0)
    day_spreads: tuple[float, ...]
    walk_spreads: tuple[float, ...]
    trend_spreads: tuple[float, ...]
    steady_weight: float = Field(gt=0)


@cache
def options() -> Options:
    """Return the options that come along."""
    return Options(**yaml.safe_load((files("signals.impacts") / "impacts.yml").read_text()))
