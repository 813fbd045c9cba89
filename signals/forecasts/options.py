"""What forecasting assumes and how much history it asks for, read from ``forecasts.yml``."""

from functools import cache
from importlib.resources import files

import yaml
from pydantic import BaseModel, ConfigDict, Field


class _Strict(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)


class Assumed(_Strict):
    """A normal distribution on the logarithmic scale: what an effect is before any history is seen."""

    mean: float
    spread: float = Field(gt=0)


class Assumptions(_Strict):
    """What each effect is before any history is seen; ``kinds`` are kinds of planned events."""

    level: Assumed
    weekday: Assumed
    growth_per_year: Assumed
    step: Assumed
    event: Assumed
    least_events: int
    kinds: dict[str, Assumed]


class Unusual(_Strict):
    """Which days are no pattern, and how spells of them are counted."""

    spread: float = Field(gt=0)
    lasting_days: int = Field(gt=1)
    most_steps: int = Field(ge=0)
    gap_days: int = Field(ge=0)
    prior_starts: tuple[float, float]
    prior_days: tuple[float, float]


class Rolling(_Strict):
    """How the rolling backtest goes."""

    least_train_days: int
    days: int
    days_ahead: int
    every_days: int
    latest_days_ago: int
    paths: int
    least_origins: int
    gate: str
    season_days: int


class Options(_Strict):
    """Everything that ``forecasts.yml`` says."""

    horizon_days: int = Field(gt=0)
    least_days: int = Field(ge=7)
    most_days: int
    seed: int
    paths: int
    levels: tuple[float, ...]
    assumed: Assumptions
    noise_multiples: tuple[float, ...]
    drift_shares: tuple[float, ...]
    least_noise: float
    unusual: Unusual
    backtest: Rolling


@cache
def options() -> Options:
    """Return the options that come along."""
    return Options(**yaml.safe_load((files("signals.forecasts") / "forecasts.yml").read_text()))
