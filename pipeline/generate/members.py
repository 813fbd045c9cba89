"""The members: who they are on every day, and their profile file."""

from dataclasses import dataclass, field
from datetime import date
from functools import cached_property

import numpy as np
import pyarrow as pa

from pipeline.generate.portions import Flags, Floats, Ints, pick, portions
from pipeline.generate.scope import Scope

EPOCH = date(1970, 1, 1).toordinal()
DAYS_OF_YEAR = 365.25


@dataclass(frozen=True)
class Members:
    """Columns of what is true of each member; positions in lists of the world, dates in days since 1970.

    Attributes:
        scope: What is made.
        segment: The segment on the last day.
        plan: Position in the plans of the world.
        language: Position in the languages of the world.
        enrolled: When they joined.
        born: When they were born.
        propensity: How readily they call when something fails, as a weight.
        keys: Their member ids.
    """

    scope: Scope
    segment: Ints
    plan: Ints
    language: Ints
    enrolled: Ints
    born: Ints
    propensity: Floats
    keys: pa.Array
    _days: dict[date, Ints] = field(default_factory=dict)

    def __len__(self) -> int:
        return len(self.segment)

    def segments_on(self, day: date) -> Ints:
        """Return the segment of each member on a day; -1 before they joined."""
        if day not in self._days:
            self._days.clear()
            self._days[day] = self._segments_on(day)
        return self._days[day]

    def _segments_on(self, day: date) -> Ints:
        new, tenured = self._tenures
        recent = self.enrolled > _day_number(_months_before(day, self.scope.world.definitions.new_member_months))
        by_tenure = np.where(recent, new, tenured)
        segment = np.where(self._by_tenure, by_tenure, self.segment)
        return np.where(self.enrolled <= _day_number(day), segment, -1)

    @cached_property
    def _tenures(self) -> tuple[int, int]:
        """The segments of new and of tenured members."""
        tenures = [segment.tenure for segment in self.scope.world.segments]
        return tenures.index("new"), tenures.index("tenured")

    @cached_property
    def _by_tenure(self) -> Flags:
        return np.isin(self.segment, self._tenures)


def members_of(scope: Scope) -> Members:
    """Make the members of a scope."""
    rng = scope.rng("members")
    segment = rng.permutation(np.repeat(np.arange(len(scope.world.segments)), _counts(scope)))
    plan = _plans(scope, segment, rng)
    born = _born(scope, plan, rng)
    return Members(
        scope=scope,
        segment=segment,
        plan=plan,
        language=_languages(scope, segment, rng),
        enrolled=_enrolled(scope, segment, rng),
        born=born,
        propensity=_propensity(scope, born, rng),
        keys=numbered("M", len(segment), 7),
    )


def numbered(prefix: str, size: int, digits: int, first: int = 1) -> pa.Array:
    """Return ``size`` keys: a prefix and a running number."""
    return pa.array([f"{prefix}{number:0{digits}d}" for number in range(first, first + size)])


def plan_names(scope: Scope) -> tuple[str, ...]:
    """Every plan, in the world file's order."""
    return tuple(scope.world.members.plan_mix)


def _counts(scope: Scope) -> Ints:
    """Members by segment: in a world of one day as its callers need, the others by share."""
    shares = [scope.world.members.segment_shares.get(name, 0) for name in scope.world.segment_names]
    if not scope.single:
        return portions(scope.members, shares)
    callers = scope.first_callers.sum(axis=0)
    counts: Ints = callers + portions(scope.members - int(callers.sum()), shares)
    return counts


def _plans(scope: Scope, segment: Ints, rng: np.random.Generator) -> Ints:
    names = plan_names(scope)
    drawn = pick(rng, list(scope.world.members.plan_mix.values()), len(segment))
    fixed = np.array([names.index(part.plan) if part.plan else -1 for part in scope.world.segments])[segment]
    return np.where(fixed >= 0, fixed, drawn)


def _languages(scope: Scope, segment: Ints, rng: np.random.Generator) -> Ints:
    names = scope.world.languages
    mix = scope.world.members.language_mix
    drawn = pick(rng, [mix.get(name, 0) for name in names], len(segment))
    fixed = np.array([names.index(part.language) if part.language else -1 for part in scope.world.segments])[segment]
    return np.where(fixed >= 0, fixed, drawn)


def _enrolled(scope: Scope, segment: Ints, rng: np.random.Generator) -> Ints:
    """When each member joined: new members come at an even rate, so that there are as many of them on every day."""
    world = scope.world
    oldest = _months_before(scope.last.date, 12 * world.members.enrolled_since_years)
    year_before = _months_before(scope.last.date, world.definitions.new_member_months)
    last, turn, first = _day_number(scope.last.date), _day_number(year_before), _day_number(oldest)
    tenures = [part.tenure for part in world.segments]
    new, tenured = segment == tenures.index("new"), segment == tenures.index("tenured")
    joined = rng.integers(first, last + 1, len(segment))
    joined[new] = rng.integers(turn + 1, last + 1, int(new.sum()))
    graduated = min(int(new.sum() * (len(scope.days) - 1) / (last - turn)), int(tenured.sum()))
    lately = turn - len(scope.days) + 1
    joined[np.flatnonzero(tenured)] = rng.integers(first, lately + 1, int(tenured.sum()))
    joined[np.flatnonzero(tenured)[:graduated]] = rng.integers(lately + 1, turn + 1, graduated)
    early = _not_at_month_end(joined, world.members.last_enrollment_day)
    latest = _not_at_month_end(np.array([last]), world.members.last_enrollment_day)
    return np.where(new & (early <= turn), latest, early)


def _not_at_month_end(days: Ints, latest: int) -> Ints:
    """Move dates after day ``latest`` of their month to that day."""
    months = days.astype("datetime64[D]").astype("datetime64[M]")
    day_of_month = days - months.astype("datetime64[D]").astype(np.int64)
    return days - np.maximum(day_of_month - (latest - 1), 0)


def _born(scope: Scope, plan: Ints, rng: np.random.Generator) -> Ints:
    ages = [scope.world.members.birth_years_ago[name] for name in plan_names(scope)]
    youngest, oldest = (np.array(bound)[plan] for bound in zip(*ages, strict=True))
    years = youngest + rng.random(len(plan)) * (oldest + 1 - youngest)
    return np.asarray(_day_number(scope.last.date) - np.ceil(years * DAYS_OF_YEAR), dtype=np.int64)


def _propensity(scope: Scope, born: Ints, rng: np.random.Generator) -> Floats:
    rates = scope.world.outcomes.propensity
    decades = (_day_number(scope.last.date) - born) / (10 * DAYS_OF_YEAR)
    return np.exp(rng.normal(0, rates.spread, len(born)) + rates.per_decade_of_age * decades)


def _day_number(day: date) -> int:
    return day.toordinal() - EPOCH


def _months_before(day: date, months: int) -> date:
    """Return the same day ``months`` earlier, or the last of that month when it is shorter."""
    count = day.year * 12 + day.month - 1 - months
    year, month = divmod(count, 12)
    for last in (day.day, 30, 29, 28):
        try:
            return date(year, month + 1, min(day.day, last))
        except ValueError:
            continue
    raise AssertionError("every month has 28 days")
