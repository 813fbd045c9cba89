"""The command center: what is asked for what a reader chose, and that every view is answered."""

from datetime import date

import pytest

from agent.answer import Agent
from agent.language import languages
from agent.planner import Caller
from doors.context import Context, open_agent
from pipeline.settings import Settings
from ui.center.board import Chosen, board, center_file, chosen_from, questions
from ui.data_room import data_room
from ui.page_file import page_file
from ui.page_html import board_html, data_html
from ui.present import present


@pytest.fixture(scope="module")
def agent(day: Settings):
    with open_agent(day) as opened:
        yield opened


def test_every_room_and_view_has_its_words() -> None:
    page, center = page_file(), center_file()
    assert set(center.words) == set(languages())
    assert all(set(view.title) == set(view.ask) == set(languages()) for view in center.views.values())
    assert all(set(words.rooms) == set(page.rooms) for words in page.words.values())


@pytest.mark.parametrize(
    ("query", "chosen"),
    [
        ({}, Chosen()),
        ({"journey": ["billing"], "day": ["2026-11-20"]}, Chosen("billing", date(2026, 11, 20))),
        ({"journey": ["'; DROP TABLE x"], "day": ["2026-13-40"]}, Chosen()),
        ({"journey": [""], "day": ["2031-01-01"]}, Chosen()),
    ],
)
def test_what_an_address_asks_for(agent: Agent, query: dict[str, list[str]], chosen: Chosen) -> None:
    assert chosen_from(query, agent.knowledge) == chosen


def test_questions_name_what_was_chosen(agent: Agent) -> None:
    asked = dict(questions(Chosen("id_card", date(2026, 11, 20)), agent.knowledge, "en", "viewer"))
    assert asked["breaking"] == "What's breaking in ID card on Friday, November 20, 2026?"
    assert "playback" not in asked, "single journeys are for one role"
    asked = dict(questions(Chosen(), agent.knowledge, "es", "care_ops"))
    assert asked["who"] == "¿A quién afecta?"
    assert asked["playback"] == "Muéstrame cómo falla un recorrido de facturación"


@pytest.mark.parametrize("language", ["en", "es"])
@pytest.mark.parametrize("journey", [None, "billing", "id_card", "pharmacy"])
def test_every_view_is_answered(agent: Agent, day: Settings, journey: str | None, language: str) -> None:
    caller = Caller("vera", "care_ops")
    drawn = board(
        lambda question: agent.ask(question, caller=caller),
        lambda answer: present(answer, agent.knowledge.model, page_file().limits, day.zone),
        Chosen(journey, date(2026, 11, 20)),
        agent.knowledge,
        language,
        "care_ops",
    )
    assert {card.name: card.view.status for card in drawn.cards} == dict.fromkeys(center_file().views, "answered")
    assert all(card.view.language == language for card in drawn.cards), [card.view.language for card in drawn.cards]
    html = board_html(drawn, language)
    assert html.count('class="lk-card') == len(center_file().views)
    if journey:
        assert f'<option value="{journey}" selected>' in html


def test_the_data_room_tells_of_runs_tables_and_checks(day: Settings) -> None:
    with Context(day) as context:
        room = data_room(context, "en")
    assert room.runs[0].status == "published"
    assert {line.table: line.rows for line in room.tables}["silver.digital_call_leakage"] == 12_000
    assert room.met > 50
    assert ("Leaked calls", dict(room.definitions)["Leaked calls"]) == room.definitions[0]
    assert "silver.digital_call_leakage" in data_html(room, "es")
