"""The parts of the world file, one model each; what each number means stands in ``world.yml``."""

from typing import Literal

from pydantic import BaseModel, ConfigDict, Field

Shares = dict[str, float]
Range = tuple[float, float]
Weekday = Literal["monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday"]


class Part(BaseModel):
    """A part of the world file; a name that it does not know is an error."""

    model_config = ConfigDict(extra="forbid", frozen=True)


class Definitions(Part):
    """What the planted truth is true by; the same as in the settings."""

    window_minutes: int
    repeat_days: int
    new_member_months: int

    @property
    def window(self) -> int:
        """The leakage window in seconds."""
        return self.window_minutes * 60

    @property
    def repeat(self) -> int:
        """How long a call makes the next one a repeat call, in seconds."""
        return self.repeat_days * 24 * 3600


class Limits(Part):
    """What may be asked for."""

    days: tuple[int, int]
    years: tuple[int, int]
    volume: Range
    dirty: Range


class MemberRates(Part):
    """Who the members are."""

    single_day: int
    history: int
    segment_shares: Shares
    enrolled_since_years: int
    last_enrollment_day: int = Field(le=28)
    birth_years_ago: dict[str, tuple[int, int]]
    plan_mix: Shares
    language_mix: Shares
    gender_mix: Shares
    missing_email: float
    missing_phone: float
    name_pool: int
    locales: dict[str, str]
    states: Shares
    zip_pool: int


class Segment(Part):
    """A member segment: the first in the list whose conditions hold."""

    name: str
    language: str | None = None
    plan: str | None = None
    tenure: Literal["new", "tenured"] | None = None


class Propensity(Part):
    """How unequally members tend to call."""

    spread: float
    per_decade_of_age: float


class Disenrollment(Part):
    """Who leaves, and how long after they last called or joined."""

    base: float
    per_leaked_call: float
    notice_days: tuple[int, int]


class Outcomes(Part):
    """What later work predicts."""

    propensity: Propensity
    sentiment_error: float
    disenrollment: Disenrollment


class SessionCount(Part):
    """How many sessions of a sort a day has, and their events."""

    sessions: int
    events: int


class Day(Part):
    """The command center day."""

    events: int
    leaked_session_events: int
    failed: SessionCount
    completed: SessionCount
    unrelated_calls: int
    same_day_repeats: float
    same_day_gap_minutes: int
    contained_failures: float
    exact_days: int


class Variants(Part):
    """How often a value is written otherwise."""

    share: float


class History(Part):
    """How the days before the last differ from it."""

    baseline_days: int
    weekday_level: tuple[float, float, float, float, float, float, float]
    holiday_level: float
    growth_per_year: float
    noise: float
    journey_noise: float
    variants: Variants


class Hours(Part):
    """How much happens in each hour of the day."""

    digital: tuple[float, ...] = Field(min_length=24, max_length=24)
    calls: tuple[float, ...] = Field(min_length=24, max_length=24)


class ToCall(Part):
    """Seconds from a failure to the call that it causes: a gamma distribution."""

    mean: float
    shape: float
    least: int


class Duration(Part):
    """Seconds that a call takes: a log-normal distribution."""

    median: float
    spread: float
    least: int
    most: int


class Wait(Part):
    """Seconds that a caller waits: an exponential distribution."""

    mean: float
    most: int


class Timing(Part):
    """Seconds between things."""

    between_events: tuple[int, int]
    after_midnight: int
    to_call: ToCall
    duration: Duration
    wait: Wait


class Pattern(Part):
    """The events of a session, in order."""

    events: tuple[str, ...]
    share: float


class Trouble(Part):
    """An error that a step of a journey shows."""

    step: str
    code: str
    share: float


class Journey(Part):
    """Something that members do online; one without ``calls`` is contained: nobody calls about its failures."""

    steps: tuple[str, ...]
    calls: dict[str, int] = {}
    repeats: dict[str, int] = {}
    sentiment: dict[str, float] = {}
    week_before: int = 0
    completed_share: float
    leaked_patterns: tuple[Pattern, ...] = ()
    errors: tuple[Trouble, ...]


class Patterns(Part):
    """The sessions that nobody calls about."""

    failed: tuple[Pattern, ...]
    completed: tuple[Pattern, ...]


class Release(Part):
    """A version of an app; without a day it is older than any data."""

    version: str
    days_before_end: int | None = None


class Releases(Part):
    """The versions of each device's app, oldest first."""

    calendar_event: str
    adoption_days: float
    apps: dict[str, tuple[Release, ...]]


class PageLanguage(Part):
    """How often a page is in the member's own language, and in which otherwise."""

    own: float
    default: str


class CallRates(Part):
    """What calls are like."""

    named_reason: float
    unnamed_reasons: Shares
    unrelated_reasons: Shares
    unrelated_after_failure: float
    unrelated_sentiment: float
    sentiment_spread: float
    missing_score: float
    own_language: float
    resolutions: Shares
    agents: int


class Slice(Part):
    """Where an incident strikes; what is not named is struck as usual."""

    segment: str | None = None
    device_type: str | None = None
    app_version: str | None = None
    step: str | None = None
    error_code: str | None = None


class Notice(Part):
    """What the business calendar says of an incident."""

    event_type: str
    description: str


class Incident(Part):
    """Planted trouble."""

    name: str
    kind: str
    journey: str
    days_before_end: int
    days: int = 1
    calls: int
    slice: Slice
    about: str
    calendar: Notice | None = None
    every_days: int | None = None


class Holiday(Part):
    """A day of a month, or the nth weekday of a month."""

    name: str
    month: int
    day: int | None = None
    weekday: Weekday | None = None
    nth: int | None = None


class MonthlyEvent(Part):
    """A calendar event on one day of every month."""

    event_type: str
    journey: str
    day: int = Field(le=28)
    description: str


class YearlyEvent(Part):
    """A calendar event on one day of every year."""

    event_type: str
    month: int
    day: int
    description: str


class CalendarRules(Part):
    """What the plan knows ahead."""

    holiday_event: str
    ahead_days: int
    holidays: tuple[Holiday, ...]
    weekend: tuple[Weekday, ...]
    monthly: tuple[MonthlyEvent, ...]
    yearly: tuple[YearlyEvent, ...]


class Spellings(Part):
    """Values written otherwise that mean the same."""

    languages: dict[str, tuple[str, ...]]
