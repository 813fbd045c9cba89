"""A partial refresh gives the tables of a full one, whatever came late."""

from collections.abc import Callable
from datetime import date
from pathlib import Path

import pytest

from pipeline.build import build
from pipeline.runs import published
from pipeline.settings import Settings

pytestmark = pytest.mark.slow

Copy = Callable[[Settings], Settings]
Compare = Callable[[Settings, Settings], dict[str, int]]

HEADER = (
    "event_id,session_id,member_id,event_timestamp,journey_type,step,event_type,error_code,"
    "device_type,app_version,page_language"
)


def hold_back(settings: Settings, *names: str) -> dict[Path, bytes]:
    """Take files out of the landing zone, to let them arrive later."""
    held = {settings.landing / name: (settings.landing / name).read_bytes() for name in names}
    for path in held:
        path.unlink()
    return held


def arrive(held: dict[Path, bytes]) -> None:
    for path, content in held.items():
        path.write_bytes(content)


def a_new_day(settings: Settings) -> Callable[[], None]:
    held = hold_back(settings, "digital_journeys/2026-11-23.csv", "call_logs/2026-11-23.csv")
    return lambda: arrive(held)


def late_calls(settings: Settings) -> Callable[[], None]:
    held = hold_back(settings, "call_logs/2026-11-18.csv")
    return lambda: arrive(held)


def late_events(settings: Settings) -> Callable[[], None]:
    held = hold_back(settings, "digital_journeys/2026-11-19.csv")
    return lambda: arrive(held)


def a_corrected_file(settings: Settings) -> Callable[[], None]:
    path = settings.landing / "call_logs/2026-11-20.csv"
    return lambda: path.write_text(path.read_text().replace(",billing,", ",general,"))


def an_event_delivered_again_with_another_day(settings: Settings) -> Callable[[], None]:
    source = (settings.landing / "digital_journeys/2026-11-12.csv").read_text().splitlines()[1]
    key = source.split(",")[0]
    row = (
        f"{key},S-late,{source.split(',')[2]},2026-11-22T15:00:00Z,billing,payment,error,PAY-504,ios_app,7.4.0,English"
    )
    return lambda: (settings.landing / "digital_journeys/zz-late.csv").write_text(f"{HEADER}\n{row}\n") and None


def changed_members(settings: Settings) -> Callable[[], None]:
    path = settings.landing / "member_profiles.csv"

    def change() -> None:
        lines = path.read_text().splitlines()
        changed = [
            line.replace(",Commercial,", ",MAPD,") if number % 400 == 7 else line for number, line in enumerate(lines)
        ]
        path.write_text("\n".join(changed) + "\n")

    return change


def dirt(settings: Settings) -> Callable[[], None]:
    rows = [
        ",S1,M1,2026-11-20T10:00:00Z,billing,payment,error,X,ios_app,1,English",
        "E-x,S1,M1,someday,billing,payment,error,X,ios_app,1,English",
        "E-y,S1,M1,2026-11-20T10:00:00Z,billing,payment",
    ]
    return lambda: (
        (settings.landing / "digital_journeys/zz-dirt.csv").write_text("\n".join([HEADER, *rows, ""])) and None
    )


QUICK = (a_new_day, dirt)
LONGER = (late_calls, late_events, a_corrected_file, an_event_delivered_again_with_another_day, changed_members)
ARRIVALS = [*QUICK, *(pytest.param(arrival, marks=pytest.mark.slow) for arrival in LONGER)]


@pytest.mark.parametrize("arrival", ARRIVALS, ids=lambda arrival: arrival.__name__)
def test_a_partial_refresh_equals_a_full_one(
    arrival: Callable[[Settings], Callable[[], None]], small_raw: Settings, copy_of: Copy, differences: Compare
) -> None:
    partial = copy_of(small_raw)
    arrives = arrival(partial)
    build(partial)
    arrives()
    build(partial, since=date(2026, 11, 23))
    run = published(partial)
    assert run is not None
    assert run.since is not None, "a full refresh would prove nothing"
    whole = copy_of(partial)
    build(whole, full=True)
    assert differences(partial, whole) == {}


def test_since_moves_back_to_what_came_late(small_raw: Settings, copy_of: Copy) -> None:
    settings = copy_of(small_raw)
    arrives = late_calls(settings)
    build(settings)
    arrives()
    report = build(settings, since=date(2026, 11, 23))
    assert date(2026, 11, 16) <= (report.run.since or date.max) <= date(2026, 11, 18)


@pytest.mark.slow
def test_a_partial_refresh_after_many(small_raw: Settings, copy_of: Copy, differences: Compare) -> None:
    """Day after day, each built on the one before."""
    settings = copy_of(small_raw)
    days = ["2026-11-20", "2026-11-21", "2026-11-22", "2026-11-23"]
    held = {day: hold_back(settings, f"digital_journeys/{day}.csv", f"call_logs/{day}.csv") for day in days}
    build(settings)
    for day in days:
        arrive(held[day])
        build(settings, since=date.fromisoformat(day))
    whole = copy_of(settings)
    build(whole, full=True)
    assert differences(settings, whole) == {}
