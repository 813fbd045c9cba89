"""What is known beside the counts: events, verdicts, earlier incidents, hours that are missing or to come."""

from collections.abc import Callable
from datetime import date, timedelta
from typing import Any

import pytest

from signals.cube import Cube
from signals.detect import look
from signals.incident import Event, Incident, Opinion, Status, Verdict
from signals.walk import walk

Made = Callable[..., Any]
LAST = 49
SOUTH = {"place": "south"}


def day(cube: Cube, position: int) -> date:
    return cube.first + timedelta(position)


def sales(cube: Cube, *positions: int) -> list[Event]:
    return [Event(day(cube, one), "sale", SOUTH, "Sale in the south") for one in positions]


def surging(shop: Made, factor: float) -> Any:
    made = shop()
    for one in (21, 35):
        made.plant(SOUTH, one, 1.6)
    return made.plant(SOUTH, LAST, factor).cube()


def test_a_surge_like_the_ones_before_is_expected(shop: Made) -> None:
    cube = surging(shop, 1.6)
    seen = look(cube, cube.last, events=sales(cube, 21, 35, LAST))
    assert seen.alarms == ()
    (surge,) = seen.incidents
    assert (surge.status, dict(surge.slice), surge.event and surge.event.kind) == (Status.EXPECTED, SOUTH, "sale")
    assert surge.excess > 0


def test_more_than_an_event_does_is_an_alarm(shop: Made) -> None:
    cube = surging(shop, 3.0)
    (alarm,) = look(cube, cube.last, events=sales(cube, 21, 35, LAST)).alarms
    assert dict(alarm.slice) == SOUTH
    assert alarm.suspect is not None


def test_the_first_event_of_its_kind_is_suspected(shop: Made) -> None:
    cube = shop().plant(SOUTH, LAST, 1.6).cube()
    (alarm,) = look(cube, cube.last, events=sales(cube, LAST)).alarms
    assert alarm.suspect == sales(cube, LAST)[0]


@pytest.mark.parametrize(
    ("ago", "description", "suspected"),
    [
        (0, "Release of card 2", True),
        (3, "New card", True),
        (4, "New card", False),
        (1, "New credit", False),
        (-1, "New card", False),
    ],
)
def test_a_release_just_before_is_suspected_where_it_fits(
    shop: Made, ago: int, description: str, suspected: bool
) -> None:
    cube = shop().plant({"pay": "card", "goods": "soap"}, LAST, 2.5).cube()
    release = Event(day(cube, LAST - ago), "release", description=description)
    (alarm,) = look(cube, cube.last, events=[release]).alarms
    assert (alarm.suspect == release) is suspected


def test_holidays_before_do_not_lower_what_is_expected(shop: Made) -> None:
    made = shop()
    closed = (14, 28, 42)  # the weekday of the last day
    for one in closed:
        made.plant({}, one, 0.3)
    cube = made.cube()
    events = [Event(day(cube, one), "holiday") for one in closed]
    assert look(cube, cube.last, events=events).alarms == ()


def test_an_incident_goes_on_under_its_id(shop: Made) -> None:
    made = shop()
    for one in (47, 48, 49):
        made.plant({"goods": "oil"}, one, 1.8, slice(12 if one == 47 else 0, 24))
    cube = made.cube()
    seen = [alarm for one in walk(cube, day(cube, 45), cube.last) for alarm in one.alarms]
    assert [dict(alarm.slice) for alarm in seen] == [{"goods": "oil"}] * 3
    assert {alarm.id for alarm in seen} == {seen[0].id}
    assert {(alarm.first_day, alarm.first_hour) for alarm in seen} == {(day(cube, 47), 12)}


def test_what_was_an_incident_is_no_part_of_what_is_usual(shop: Made) -> None:
    made = shop()
    truth = made.rates[LAST][:, [leaf[0] == "south" for leaf in made.leaves]].sum()
    for one in (40, 41, 42, 43, LAST):
        made.plant(SOUTH, one, 3.0)
    cube = made.cube()
    known: list[Incident] = [alarm for one in walk(cube, day(cube, 38), day(cube, 48)) for alarm in one.incidents]
    assert [one.day for one in known if dict(one.slice) == SOUTH] == [day(cube, one) for one in (40, 41, 42, 43)]
    (alarm,) = look(cube, cube.last, earlier=known).alarms
    assert alarm.expected == pytest.approx(truth, rel=0.1)


@pytest.mark.parametrize(
    ("opinion", "factor", "status"),
    [
        (Opinion.CONFIRMED, 1.6, Status.OPEN),
        (Opinion.EXPECTED, 1.6, Status.ACCEPTED),
        (Opinion.FALSE_ALARM, 1.6, Status.ACCEPTED),
        (Opinion.FALSE_ALARM, 3.0, Status.OPEN),
    ],
)
def test_verdicts_are_respected(shop: Made, opinion: Opinion, factor: float, status: Status) -> None:
    cube = shop().plant(SOUTH, 40, 1.6).plant(SOUTH, LAST, factor).cube()
    (before,) = look(cube, day(cube, 40)).alarms
    verdict = Verdict(before.slice, before.first_day, opinion, before.excess)
    (found,) = look(cube, cube.last, verdicts=[verdict], earlier=[before]).incidents
    assert found.status is status


def test_a_new_level_counts_at_once(shop: Made) -> None:
    made = shop()
    for one in range(47, 50):
        made.plant(SOUTH, one, 1.8)
    cube = made.cube()
    first, second = (look(cube, day(cube, one)).alarms for one in (47, 48))
    verdict = Verdict(first[0].slice, first[0].first_day, Opinion.NEW_NORMAL, first[0].excess)
    assert look(cube, cube.last, earlier=[*first, *second]).alarms != ()
    assert look(cube, cube.last, earlier=[*first, *second], verdicts=[verdict]).incidents == ()


def test_a_day_so_far_is_held_against_the_same_hours(shop: Made) -> None:
    cube = shop().plant(SOUTH, LAST, 3.0, slice(8, 24)).cube()
    cube.counts[LAST, 11:] = 0
    (alarm,) = look(cube, cube.last, hour=10).alarms
    assert dict(alarm.slice) == SOUTH
    assert (alarm.first_hour, alarm.last_hour, alarm.ongoing) == (8, 10, True)


def test_hours_to_come_are_not_looked_at(shop: Made) -> None:
    cube = shop().plant(SOUTH, LAST, 9.0, slice(12, 24)).cube()
    assert look(cube, cube.last, hour=11).incidents == ()


def test_missing_hours_are_said_and_not_scored(shop: Made) -> None:
    cube = shop().plant(SOUTH, LAST, 2.0).cube()
    cube.counts[LAST, 9:12] = 0
    seen = look(cube, cube.last)
    assert seen.missing_hours == (9, 10, 11)
    assert [dict(one.slice) for one in seen.alarms] == [SOUTH]
    assert seen.alarms[0].expected < 0.9 * look(shop().plant(SOUTH, LAST, 2.0).cube(), cube.last).alarms[0].expected


def test_late_rows_are_no_incident(shop: Made) -> None:
    cube = shop().cube()
    cube.counts[LAST] //= 2
    assert look(cube, cube.last).incidents == ()


def test_a_value_that_takes_over_is_no_incident(shop: Made) -> None:
    made = shop(values={"place": ("north", "south"), "app": ("v1", "v2", "v3")})
    app = [leaf[1] for leaf in made.leaves]
    for one in range(50):
        share = min(max((one - 44) * 0.15, 0), 1)
        for position, version in enumerate(app):
            made.rates[one, :, position] *= {"v1": 0.0, "v2": 1 - share, "v3": share}[version]
    cube = made.cube()
    assert [alarm for one in walk(cube, day(cube, 30), cube.last) for alarm in one.alarms] == []
