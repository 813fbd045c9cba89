"""What looks at worlds found, as plain facts: scoring needs nothing else."""

from evals.suite import Strict


class Struck(Strict):
    """A planted incident on a day on which it struck.

    Attributes:
        incident: Its number in its world.
        strength: Signal to noise of this day.
        depth: How many dimensions its slice has.
        starts: Whether this is its first day.
    """

    incident: int
    strength: float
    depth: int
    starts: bool = True


class Alarm(Strict):
    """A slice that the detector reported.

    Attributes:
        slice: What was reported.
        p_value: How sure it is.
        exact: The planted incident whose leaves it selects, if any.
        found: Planted incidents that it overlaps with.
    """

    slice: dict[str, str | None]
    p_value: float
    exact: int | None = None
    found: tuple[int, ...] = ()


class Day(Strict):
    """A look at a whole day.

    Attributes:
        world: The world's number.
        clean_world: Whether no looked day of that world is struck.
        day: The day, counted from the first that was looked at.
        kind: What is special about it: ordinary, holiday, event, missing.
        struck: The incidents of the day.
        alarms: What was reported.
        milliseconds: CPU time of the look.
        judged: Whether the detector had enough history.
        lowest: On a clean day, the least p-value of a look that reports more than alarms; None without any.
    """

    world: int
    clean_world: bool
    day: int
    kind: str
    struck: tuple[Struck, ...] = ()
    alarms: tuple[Alarm, ...] = ()
    milliseconds: float = 0.0
    judged: bool = True
    lowest: float | None = None


class Within(Strict):
    """All looks within a day, hour by hour.

    Attributes:
        world: The world's number.
        day: The day.
        kind: What is special about it.
        struck: The incident that begins on it; None: nothing strikes on this day.
        hours: From its beginning to the end of the first hour whose look found it; None: not on this day.
        alarms: How many looks had an alarm.
    """

    world: int
    day: int
    kind: str
    struck: Struck | None
    hours: int | None
    alarms: int
