"""What the page says, in both languages, and that whatever goes into its HTML is escaped."""

from datetime import UTC, date, datetime
from zoneinfo import ZoneInfo

import pytest

from agent.language import languages
from agent.reply import Answer
from pipeline.runs import Run
from ui.page_file import Words, page_file
from ui.page_freshness import Freshness, freshness
from ui.page_html import conversation_html, header_html, rail_html, turn_html
from ui.page_talk import Turn
from ui.present import QueryView, View, rendered
from ui.tables import Head, Table

NEW_YORK = ZoneInfo("America/New_York")
HOSTILE = "<img src=x onerror=alert(1)> ${alert(1)} {{x}} 'it\"s'"
BUILT = datetime(2026, 11, 21, 4, 30, tzinfo=UTC)


def run(status: str, moment: datetime) -> Run:
    return Run("20261121T043000Z", "build", "duckdb", "x", status=status, recorded_at=moment)


def test_the_page_speaks_the_languages_of_the_agent() -> None:
    page = page_file()
    assert set(page.words) == set(languages()) == set(page.opening)
    assert all(set(group.title) == set(languages()) for group in page.starters)


@pytest.mark.parametrize("name", ["status", "label", "label_means"])
def test_every_status_and_label_of_an_answer_has_its_words(name: str) -> None:
    kind = "status" if name == "status" else "label"
    known = set(str(Answer.model_fields[kind].annotation).replace("'", " ").replace(",", " ").split())
    for language in page_file().words.values():
        said = getattr(language, name)
        assert set(said) <= known
        assert len(said) == 3


def test_words_are_all_said() -> None:
    for words in page_file().words.values():
        assert all(getattr(words, name) for name in Words.model_fields)


@pytest.mark.parametrize(
    ("accepted", "language"),
    [("es-MX,es;q=0.9,en;q=0.8", "es"), ("fr,en;q=0.5", "en"), ("", "en"), ("de", "en"), ("EN-us", "en")],
)
def test_language_of_the_reader(accepted: str, language: str) -> None:
    assert page_file().language_for(accepted.split(",")) == language


@pytest.mark.parametrize(("role", "offered"), [("viewer", False), ("care_ops", True)])
def test_journeys_are_offered_to_their_role_alone(role: str, offered: bool) -> None:
    assert ("how a billing journey fails" in rail_html(role, "en")) is offered


def test_freshness_names_the_day_the_run_and_when() -> None:
    fresh = freshness(
        date(2026, 11, 20), date(2026, 11, 20), run("published", BUILT), None, NEW_YORK, date(2026, 11, 23), 3
    )
    html = header_html(fresh, "en")
    for words in ("through Friday, November 20, 2026", "complete day", "20261121T043000Z", "November 20, 23:30 EST"):
        assert words in html


def test_freshness_of_a_day_that_is_not_over() -> None:
    fresh = Freshness(date(2026, 11, 20), False, "r", None)
    assert "hasta ahora" in header_html(fresh, "es")


def test_a_failed_build_is_said() -> None:
    failed = run("failed", BUILT)
    fresh = freshness(
        date(2026, 11, 20), date(2026, 11, 19), run("published", BUILT), failed, NEW_YORK, date(2026, 12, 1), 3
    )
    assert "The last build failed on November 20, 23:30 EST" in header_html(fresh, "en")


@pytest.mark.parametrize(("now", "days"), [(date(2026, 11, 23), None), (date(2026, 11, 24), 4)])
def test_old_data_are_said_to_be_old(now: date, days: int | None) -> None:
    fresh = freshness(date(2026, 11, 20), date(2026, 11, 20), run("published", BUILT), None, NEW_YORK, now, 3)
    assert fresh.days_old == days
    html = header_html(fresh, "en")
    assert ("The data end on Friday, November 20, 2026, 4 days ago" in html) is bool(days)
    assert ("hace 4 días" in header_html(fresh, "es")) is bool(days)


def test_trouble_is_said_without_figures() -> None:
    html = header_html(None, "en", "Nothing has been built yet.")
    assert 'role="alert">Nothing has been built yet.' in html
    assert "lk-freshness" not in html


def test_everything_is_escaped() -> None:
    view = View(
        status="answered",
        language="en",
        body=rendered(HOSTILE),
        label="computed",
        window=HOSTILE,
        reading=HOSTILE,
        table=Table((Head(HOSTILE, False),), ((HOSTILE,),), without_values=(HOSTILE,)),
        queries=(QueryView(HOSTILE, HOSTILE, 1, 1.0),),
        suggestions=(HOSTILE,),
        trace_id="0",
    )
    html = turn_html(Turn(HOSTILE, view)) + header_html(None, "en", HOSTILE)
    assert "<img" not in html
    assert html.count("&lt;img") >= 10
    assert '"s' not in html


def test_a_question_shows_before_its_answer() -> None:
    html = conversation_html([Turn("Why?", language="es")], "es")
    assert "Why?" in html
    assert 'aria-busy="true"' in html
    assert "Leyendo" in html


def test_of_an_answer_that_was_not_good_the_page_asks_why_in_the_answer_s_language() -> None:
    view = View(status="answered", language="es", body=rendered("Dicho."), trace_id="t1")
    asked = turn_html(Turn("¿qué?", view))
    assert asked.count('aria-pressed="false"') == 2
    assert "<fieldset" not in asked
    said = turn_html(Turn("¿qué?", view, judged="down"))
    for words in ('aria-pressed="true"', "¿Qué tiene de malo?", 'value="misread"', "Gracias, anotado."):
        assert words in said
    assert "lk-judge" not in turn_html(Turn("q", View(status="failed", language="en", body=rendered("No."))))
