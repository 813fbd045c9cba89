"""How good the forecast of each journey has been, and where the journey stands on the last complete day."""

from decimal import Decimal

from pipeline.makers.told import forecasts_of
from pipeline.making import Material, Rows
from signals.forecasts.backtest import Record
from signals.forecasts.forecast import Forecast
from signals.forecasts.options import options
from signals.forecasts.standing import standing_of


def make(material: Material) -> Rows:
    """Return one row a journey, and one for all of them."""
    return [_row(journey, told) for journey, told in forecasts_of(material).items()]


def _row(journey: str, told: Forecast) -> dict[str, object]:
    standing = standing_of(told, max(options().levels))
    return {
        "as_of_date": told.as_of,
        "journey_type": journey,
        "model": str(told.model),
        "reason": str(told.reason) if told.reason else None,
        "history_days": int(told.told.daily.known.sum()),
        **_record(told.record),
        "state": str(standing.state),
        "latest_calls": int(standing.count),
        "usual_calls": int(standing.usual),
        "usual_low_calls": int(standing.low),
        "usual_high_calls": int(standing.high),
        "excess_calls": int(standing.count - standing.usual),
        "unusual_since": standing.since,
        "usual_again": standing.back,
        "usual_again_by": standing.back_by,
        "earlier_spells": standing.spells,
        "longest_spell_days": standing.longest,
    }


def _record(record: Record | None) -> dict[str, object]:
    """The figures of the backtest; null where nothing could be told in time."""
    levels = options().levels
    if record is None:
        empty = ["mase", "naive_mase", "error_share", *(f"coverage_{round(level * 100)}" for level in levels)]
        return {"origins": 0, "days_told": 0} | dict.fromkeys(empty)
    return {
        "origins": record.origins,
        "days_told": record.days,
        "mase": _four(record.mase),
        "naive_mase": _four(record.naive_mase),
        "error_share": _four(record.error_share),
    } | {f"coverage_{round(level * 100)}": _four(record.coverage[level]) for level in levels}


def _four(value: float) -> Decimal:
    return Decimal(str(value)).quantize(Decimal("0.0001"))
