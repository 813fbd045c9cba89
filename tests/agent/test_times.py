"""Words for a time become the windows that they mean, by the data's own clock."""

from datetime import date
from pathlib import Path

import pytest
import yaml

from agent.declined import Declined
from agent.knowledge import Clock
from agent.lexicon import Lexicon
from agent.model import load_model
from agent.phrases import build_lexicon
from agent.plan import Window
from agent.read import read_question
from agent.spoken_times import SpokenTimes, spoken_times
from agent.windows import current_like, like

SAID = yaml.safe_load(Path(__file__).with_name("times.yml").read_text())
CLOCK = Clock(first=date(2026, 9, 12), today=date(2026, 11, 20), complete=date(2026, 11, 19))


@pytest.fixture(scope="module")
def lexicons() -> dict[str, Lexicon]:
    return {language: build_lexicon(language, load_model(), {}) for language in SAID}


def said(text: str, lexicon: Lexicon, base: Window | None = None) -> SpokenTimes:
    return spoken_times(read_question(text, lexicon), CLOCK, base)


@pytest.mark.parametrize(("language", "text"), [(language, text) for language in SAID for text in SAID[language]])
def test_what_is_said(language: str, text: str, lexicons: dict[str, Lexicon]) -> None:
    start, end, *other = SAID[language][text]
    found = said(text, lexicons[language])
    assert found.window
    assert [found.window.start, found.window.end] == [start, end]
    assert found.window.complete == (end < CLOCK.today)
    against = found.comparison and found.comparison.window
    assert ([against.start, against.end] if against else []) == other


@pytest.mark.parametrize("text", ["2026-02-31", "February 30", "last 0 days", "last 99999999 days"])
def test_no_such_day(text: str, lexicons: dict[str, Lexicon]) -> None:
    with pytest.raises(Declined, match="declined_words"):
        said(text, lexicons["en"])


@pytest.mark.parametrize("text", ["tomorrow", "next week", "2027-01-05", "in 2030"])
def test_the_future_is_declined(text: str, lexicons: dict[str, Lexicon]) -> None:
    with pytest.raises(Declined, match="future"):
        said(text, lexicons["en"])


@pytest.mark.parametrize(
    ("text", "start", "end"),
    [
        ("the day before", "2026-10-30", "2026-11-05"),
        ("the week before", "2026-10-26", "2026-11-01"),
        ("the month before", "2026-10-01", "2026-10-31"),
    ],
)
def test_relative_to_the_talk(text: str, start: str, end: str, lexicons: dict[str, Lexicon]) -> None:
    base = Window(start=date(2026, 11, 2), end=date(2026, 11, 8)) if "day" not in text else None
    base = base or Window(start=date(2026, 10, 31), end=date(2026, 11, 6))
    found = said(text, lexicons["en"], base)
    assert found.window == Window(start=date.fromisoformat(start), end=date.fromisoformat(end))


@pytest.mark.parametrize(
    ("window", "other", "alike"),
    [
        (("2026-11-19", "2026-11-19"), ("2026-11-09", "2026-11-15"), ("2026-11-12", "2026-11-12")),
        (("2026-11-01", "2026-11-20"), ("2026-10-01", "2026-10-31"), ("2026-10-01", "2026-10-20")),
        (("2026-11-16", "2026-11-20"), ("2026-11-09", "2026-11-15"), ("2026-11-09", "2026-11-13")),
        (("2026-11-09", "2026-11-15"), ("2026-11-02", "2026-11-08"), ("2026-11-02", "2026-11-08")),
    ],
)
def test_like_is_compared_with_like(window: tuple[str, str], other: tuple[str, str], alike: tuple[str, str]) -> None:
    assert like(_window(window), _window(other), CLOCK) == _window(alike)


@pytest.mark.parametrize(
    ("other", "current"),
    [
        (("2026-11-09", "2026-11-15"), ("2026-11-16", "2026-11-20")),
        (("2026-10-01", "2026-10-31"), ("2026-11-01", "2026-11-20")),
        (("2026-11-13", "2026-11-13"), ("2026-11-19", "2026-11-19")),
    ],
)
def test_what_a_comparison_is_about(other: tuple[str, str], current: tuple[str, str]) -> None:
    found = current_like(_window(other), CLOCK)
    assert (found.start.isoformat(), found.end.isoformat()) == current


def _window(days: tuple[str, str]) -> Window:
    return Window(start=date.fromisoformat(days[0]), end=date.fromisoformat(days[1]))
