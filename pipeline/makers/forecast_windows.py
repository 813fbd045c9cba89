"""Sums over consecutive days ahead, by journey, also of weeks and months that have begun."""

from datetime import date, timedelta

from pipeline.makers.told import amounts, forecasts_of, interval_amounts
from pipeline.making import Material, Rows
from signals.forecasts.options import options
from signals.forecasts.spans import spans_of


def make(material: Material) -> Rows:
    """Return every window that ends ahead, with intervals of its own: those of days don't add up."""
    return [
        {
            "as_of_date": told.as_of,
            "start_date": span.first,
            "end_date": span.last,
            "journey_type": journey,
            "days": (span.last - span.first).days + 1,
            **amounts(material, "known_", span.known),
            **amounts(material, "", span.count),
            **interval_amounts(material, span.bounds),
            "model": str(told.model),
        }
        for journey, told in forecasts_of(material).items()
        for span in spans_of(told, options().levels, _begun(told.as_of))
    ]


def _begun(day: date) -> list[date]:
    """The first day of the week and of the month that a day is in."""
    return sorted({day - timedelta(days=day.weekday()), day.replace(day=1)})
