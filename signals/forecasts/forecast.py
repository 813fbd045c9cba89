"""The forecast of several series, each told by the model where that has beaten the gate, else by the gate."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from enum import StrEnum

import numpy as np

from signals.forecasts.ahead import Told, look_ahead, moved
from signals.forecasts.backtest import Checked, Record, backtest, beats_gate, record_of
from signals.forecasts.options import Options, options
from signals.forecasts.series import Daily, Floats


class Model(StrEnum):
    """What a series is told by."""

    LEVEL = "level_and_calendar"
    GATE = "seasonal_naive"


class Reason(StrEnum):
    """Why the gate is used."""

    UNTRIED = "too_little_history_to_try"
    NO_BETTER = "no_better_than_last_week"


@dataclass(frozen=True)
class Forecast:
    """What is told of one series.

    Attributes:
        told: The history, and what it says.
        days: The days ahead.
        counts: What is expected of each, whole; those of the whole are the sums of its parts'.
        paths: What each may be: one path a row, one day a column.
        model: What it is told by.
        reason: Why by the gate; None where it isn't.
        record: How the model has done on earlier days; None when it could not be tried.
        checked: Each of those days.
    """

    told: Told
    days: tuple[date, ...]
    counts: Floats
    paths: Floats
    model: Model
    reason: Reason | None
    record: Record | None
    checked: Sequence[Checked]

    @property
    def as_of(self) -> date:
        """The last day that is known."""
        return self.told.daily.last


def forecast(
    series: Sequence[Daily], whole: str | None = None, chosen: Options | None = None
) -> Mapping[str, Forecast]:
    """Forecast every series that has enough history; the others are left out: nothing is made up.

    Args:
        series: Daily counts, all ending on the same, whole day.
        whole: The series that the others add up to, if there is one.
        chosen: What is assumed; None: what comes along.
    """
    given = chosen or options()
    told = look_ahead(series, given.horizon_days, given, given.paths, whole)
    checked = backtest(series, given, whole)
    made = {name: _one(one, [item for item in checked if item.series == name], given) for name, one in told.items()}
    return made if whole not in made or len(made) == 1 else made | {whole: _added_up(made, whole)}


def _one(told: Told, checked: Sequence[Checked], given: Options) -> Forecast:
    record = record_of(checked)
    by_model = beats_gate(record, given)
    paths = told.paths if by_model else told.naive
    untried = record is None or record.origins < given.backtest.least_origins
    reason = Reason.UNTRIED if untried else Reason.NO_BETTER
    return Forecast(
        told=told,
        days=told.daily.days(given.horizon_days),
        counts=np.rint(told.paths.mean(axis=0) if by_model else told.last_season),
        paths=paths,
        model=Model.LEVEL if by_model else Model.GATE,
        reason=None if by_model else reason,
        record=record,
        checked=checked,
    )


def _added_up(made: Mapping[str, Forecast], whole: str) -> Forecast:
    counts = sum(one.counts for name, one in made.items() if name != whole)
    return replace(
        made[whole], counts=np.asarray(counts), paths=moved(made[whole].paths, np.asarray(counts, dtype=np.float64))
    )
