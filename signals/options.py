"""The detector's thresholds, from ``options.yml``, read strictly."""

from functools import cache
from importlib.resources import files

import yaml
from pydantic import BaseModel, ConfigDict, Field


class Options(BaseModel):
    """The thresholds; see the file for what they mean."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    alarm_rate: float = Field(gt=0, lt=1)
    deepest: int = Field(ge=1, le=4)
    history_days: tuple[int, int]
    most_shown: int = Field(ge=1)
    interval: float = Field(gt=0, lt=1)
    never_expected: frozenset[str]
    suspect_days: int = Field(ge=0)
    severity: tuple[float, float]
    walked_days: int = Field(ge=0)


@cache
def options() -> Options:
    """The packaged thresholds."""
    return Options.model_validate(yaml.safe_load((files("signals") / "options.yml").read_text()))
