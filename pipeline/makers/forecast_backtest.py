"""What would have been told on earlier days, beside what came."""

from decimal import Decimal

from pipeline.makers.told import forecasts_of
from pipeline.making import Material, Rows
from signals.forecasts.backtest import Checked


def make(material: Material) -> Rows:
    """Return each day that was told in time, by origin and journey."""
    return [_row(item, journey) for journey, told in forecasts_of(material).items() for item in told.checked]


def _row(item: Checked, journey: str) -> dict[str, object]:
    bounds = {
        f"{side}_{round(level * 100)}_calls": round(edge)
        for level, edges in item.bounds.items()
        for side, edge in zip(("low", "high"), edges, strict=True)
    }
    inside = {
        f"inside_{round(level * 100)}": int(low <= item.actual <= high) for level, (low, high) in item.bounds.items()
    }
    told, naive = round(item.told), round(item.naive)
    return {
        "origin_date": item.origin,
        "forecast_date": item.day,
        "journey_type": journey,
        "days_ahead": item.horizon,
        "actual_calls": int(item.actual),
        "forecast_calls": told,
        **bounds,
        **inside,
        "naive_calls": naive,
        "error_calls": abs(int(item.actual) - told),
        "naive_error_calls": abs(int(item.actual) - naive),
        "scale_calls": _four(item.scale),
        "scaled_error": _four(abs(item.actual - told) / item.scale),
        "naive_scaled_error": _four(abs(item.actual - naive) / item.scale),
    }


def _four(value: float) -> Decimal:
    return Decimal(str(value)).quantize(Decimal("0.0001"))
