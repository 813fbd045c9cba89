"""Each day ahead, by journey."""

from pipeline.makers.told import amounts, forecasts_of, holidays_of, interval_amounts
from pipeline.making import Material, Rows
from signals.forecasts.options import options
from signals.forecasts.spans import spans_of


def make(material: Material) -> Rows:
    """Return the days ahead with their intervals; nothing where there is too little history."""
    holidays = holidays_of(material)
    return [
        {
            "as_of_date": told.as_of,
            "forecast_date": span.last,
            "journey_type": journey,
            "days_ahead": (span.last - told.as_of).days,
            **amounts(material, "", span.count),
            **interval_amounts(material, span.bounds),
            "model": str(told.model),
            "is_holiday": span.last in holidays,
            "holiday": holidays.get(span.last),
        }
        for journey, told in forecasts_of(material).items()
        for span in spans_of(told, options().levels)
        if span.first == span.last
    ]
