"""Planted trouble: which incidents strike on which day, and how hard."""

from dataclasses import dataclass
from datetime import date

from pipeline.generate.business_day import BusinessDay
from pipeline.generate.world import World
from pipeline.generate.world_parts import Incident


@dataclass(frozen=True)
class Strike:
    """An incident on the days on which it strikes.

    Attributes:
        incident: What happens.
        days: When, oldest first.
    """

    incident: Incident
    days: tuple[BusinessDay, ...]

    @property
    def dates(self) -> tuple[date, ...]:
        """When, as dates."""
        return tuple(day.date for day in self.days)


def strikes_of(world: World, days: tuple[BusinessDay, ...]) -> tuple[Strike, ...]:
    """Return the incidents that fall into ``days``, in the world file's order, repeated ones oldest first."""
    found = []
    for incident in world.incidents:
        for begins in _beginnings(incident, len(days)):
            backs = range(begins - incident.days + 1, begins + 1)
            struck = tuple(day for day in days if day.back in backs)
            if struck:
                found.append(Strike(incident, struck))
    return tuple(found)


def _beginnings(incident: Incident, days: int) -> list[int]:
    """On which days (counted back from the last) the incident begins."""
    if incident.every_days is None:
        return [incident.days_before_end]
    return sorted(range(incident.days_before_end, days + incident.days, incident.every_days), reverse=True)
