"""A small data set in which everything happens that engines could read or compute differently."""

import csv
import shutil
from collections.abc import Callable, Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from pipeline.engines.choose import open_engine
from pipeline.engines.protocol import Engine
from pipeline.settings import Settings, load_settings

HERE = Path(__file__).parent
FIRST_DAY = datetime(2026, 10, 1, tzinfo=UTC)
LAST_MOMENT = datetime(2026, 11, 3, 20, 20, tzinfo=UTC)  # in the middle of a business day
EVENTS = "digital_journeys"
CALLS = "call_logs"

Row = dict[str, str | int]


@pytest.fixture
def raw_home(tmp_path: Path) -> Callable[[str, str], Settings]:
    """Homes with the same raw files: the edges of ``raw/``, five ordinary weeks, and a hot member in them."""

    def made(name: str, engine: str) -> Settings:
        landing = tmp_path / name / "landing"
        shutil.copytree(HERE / "raw", landing)
        _write_weeks(landing)
        _write_odd_bytes(landing)
        return load_settings(home=tmp_path / name, engine=engine, journey_key_secret="the same", sparse_day_share="0.1")

    return made


@pytest.fixture
def late_files() -> Callable[[Settings], None]:
    """Files that arrive after a first build: late rows, a corrected week, a member who is someone else now."""

    def arrive(settings: Settings) -> None:
        shutil.copytree(HERE / "late", settings.landing, dirs_exist_ok=True)
        _correct(settings.landing / CALLS / "week4.csv", ",pharmacy,", ",general,")
        _correct(
            settings.landing / "member_profiles.csv",
            "R4,Ria,Ord,1981-03-03,Female,NJ",
            "R4,Ria,Ord,1981-03-03,Female,NY",
        )

    return arrive


def _correct(path: Path, old: str, new: str) -> None:
    text = path.read_text()
    assert old in text
    path.write_text(text.replace(old, new))


def _write_weeks(landing: Path) -> None:
    days = (LAST_MOMENT - FIRST_DAY).days + 1
    for week in range(days // 7 + 1):
        events, calls = [], []
        for day in range(week * 7, min(week * 7 + 7, days)):
            for session in range(14 + day % 7):
                events += _until_now(_events(day, session), "event_timestamp")
                calls += _until_now(_calls(day, session), "call_timestamp")
        _write(landing / EVENTS / f"week{week}.csv", events)
        _write(landing / CALLS / f"week{week}.csv", calls)


def _until_now(rows: Iterator[Row], column: str) -> list[Row]:
    return [row for row in rows if str(row[column]) <= LAST_MOMENT.isoformat()]


def _begin(day: int, session: int) -> datetime:
    return FIRST_DAY + timedelta(days=day, hours=session * 7 % 24, minutes=session, microseconds=day * 100_100)


def _member(day: int, session: int) -> str:
    return "HOT" if session % 10 == 0 else f"R{(day + session) % 5}"


def _events(day: int, session: int) -> Iterator[Row]:
    kinds = ("view", "error", "abandon") if session % 4 else ("view", "action", "complete")
    for number, kind in enumerate(kinds):
        yield {
            "event_id": f"E{day:02}-{session:02}-{number}",
            "session_id": f"S{day:02}-{session:02}",
            "member_id": _member(day, session),
            "event_timestamp": (_begin(day, session) + timedelta(minutes=number * 2)).isoformat(),
            "journey_type": ("billing", "id_card", "pharmacy", "claims")[session % 4 - 1],
            "step": f"step {number}",
            "event_type": kind,
            "error_code": f"ERR-{day % 3}" if kind == "error" else "",
            "device_type": ("ios_app", "android_app", "mobile_web", "desktop_web")[(day + session) % 4],
            "app_version": f"7.{day // 10}",
            "page_language": ("English", "Spanish", "")[session % 3],
        }


def _calls(day: int, session: int) -> Iterator[Row]:
    if session % 4 == 0 or (day + session) % 3 == 0:
        return
    yield {
        "call_id": f"C{day:02}-{session:02}",
        "member_id": _member(day, session),
        "call_timestamp": (_begin(day, session) + timedelta(minutes=5 + session * 2, seconds=day)).isoformat(),
        "call_reason": "other" if (day + session) % 7 == 0 else ("billing", "id_card", "pharmacy")[session % 4 - 1],
        "duration_seconds": 60 + session,
        "wait_seconds": session,
        "agent_id": f"A{session % 6}",
        "language": ("English", "Spanish")[session % 2],
        "resolution": ("resolved", "transferred", "callback", "unresolved")[session % 4],
        "sentiment_score": "" if session % 5 == 0 else f"{(day * 37 + session * 11) % 201 / 100 - 1:.4f}",
        "transcript": f'Day {day}, "again".' if session % 2 else "",
    }


def _write(path: Path, rows: list[Row]) -> None:
    with path.open("w", newline="") as file:
        writer = csv.DictWriter(file, rows[0])
        writer.writeheader()
        writer.writerows(rows)


def _write_odd_bytes(landing: Path) -> None:
    """Add a byte-order mark, the line ends of Windows, and bytes that are no UTF-8."""
    edges = (landing / EVENTS / "edges.csv").read_bytes()
    header, first = edges.splitlines()[:2]
    odd = [
        header,
        first.replace(b"E-window", b"E-odd"),
        first.replace(b"E-window", b"E-\xff").replace(b"S01", b"S\xfe"),
    ]
    (landing / EVENTS / "odd-bytes.csv").write_bytes(b"\xef\xbb\xbf" + b"\r\n".join(odd) + b"\r\n")


@pytest.fixture(scope="module")
def spark(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Engine]:
    engine = open_engine(load_settings(home=tmp_path_factory.mktemp("spark"), engine="spark"))
    yield engine
    engine.close()


@pytest.fixture
def embedded(tmp_path: Path) -> Iterator[Engine]:
    engine = open_engine(load_settings(home=tmp_path / "embedded"))
    yield engine
    engine.close()
