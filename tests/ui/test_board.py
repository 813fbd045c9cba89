"""The command center: what is asked for what a reader chose, and that every view is answered."""

from datetime import date

import pytest

from agent.answer import Agent
from agent.language import languages
from agent.planner import Caller
from doors.context import Context, open_agent
from pipeline.settings import Settings
from ui.center.board import Chosen, Desk, chosen_from, questions
from ui.center.center_file import center_file
from ui.center.entries import entries_of, sentence
from ui.center.tiles import tiles_of
from ui.data_room import data_room
from ui.page_file import page_file
from ui.page_html import board_html, data_html
from ui.present import present
from ui.tables import Writer


@pytest.fixture(scope="module")
def agent(day: Settings):
    with open_agent(day) as opened:
        yield opened


def test_every_room_and_view_has_its_words() -> None:
    page, center = page_file(), center_file()
    assert set(center.words) == set(languages())
    assert all(set(view.title) == set(view.ask) == set(languages()) for view in center.views.values())
    assert all(set(words.rooms) == set(page.rooms) for words in page.words.values())
    assert all(set(move.label) == set(move.say) == set(languages()) for move in center.moves.values())


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
    desk = Desk(
        lambda answer: present(answer, agent.knowledge.model, page_file().limits, day.zone),
        agent.knowledge,
        language,
        "care_ops",
        day.zone,
    )
    drawn = desk.board(lambda question: agent.ask(question, caller=caller), Chosen(journey, date(2026, 11, 20)))
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


@pytest.mark.parametrize("language", ["en", "es"])
@pytest.mark.parametrize(("state", "offered"), [("proposed", 3), ("accepted", 2), ("shipped", 1), ("rejected", 1)])
def test_every_move_says_what_the_agent_takes_for_it(
    agent: Agent, day: Settings, state: str, offered: int, language: str
) -> None:
    ledger = agent.ask(center_file().views["ledger"].ask[language].format(of=""), caller=Caller("vera", "operator"))
    place = ledger.columns.index("state")
    rows = tuple((*row[:place], state, *row[place + 1 :]) for row in ledger.rows)
    say = Writer(agent.knowledge.model, language, day.zone)
    entries = list(entries_of(ledger.model_copy(update={"rows": rows}), "operator", say))
    assert [len(entry.moves) for entry in entries] == [offered] * 3
    told = {
        "owner": "Digital UX",
        "due": "2027-01-15",
        "since": "2026-11-19",
        "reason": {"en": "too dear", "es": "demasiado caro"}[language],
    }
    for entry in entries:
        for move in entry.moves:
            said = sentence(center_file().moves[move.state], entry.title, told, language)
            assert said
            answer = agent.ask(said, caller=Caller("vera", "operator"))
            assert answer.proposal, said
            assert answer.proposal.state == move.state
            kept = answer.proposal.owner, str(answer.proposal.due_on), str(answer.proposal.shipped_on)
            assert move.state != "accepted" or kept[:2] == ("Digital UX", "2027-01-15")
            assert move.state != "shipped" or kept[2] == "2026-11-19"
            assert move.state != "rejected" or answer.proposal.reason == told["reason"]
    assert not [entry for entry in entries_of(ledger, "viewer", say) if entry.moves]


def test_a_decision_without_what_it_needs_is_no_sentence() -> None:
    assert (
        sentence(center_file().moves["accepted"], "Proactive IVR Messaging", {"owner": "x", "due": " "}, "en") is None
    )


@pytest.mark.parametrize(("wanted", "held"), [("40", 40), ("", 25), ("1000", 100), ("0", 5), ("x", 25), ("-3", 25)])
def test_a_slider_is_held_between_its_ends(wanted: str, held: int) -> None:
    slider = center_file().views["scenario"].slider
    assert slider
    assert slider.held(wanted) == held


def test_tiles_show_the_figures_of_the_answer_and_their_course(agent: Agent, day: Settings) -> None:
    file = center_file().views["breaking"].tiles
    assert file
    answer = agent.ask("What's breaking today?", caller=Caller("vera", "viewer"))
    days = [{"billing": 10, "pharmacy": 5}, {"billing": 30, "pharmacy": 5}, {"billing": 20, "pharmacy": 5}]
    rows = tuple((n, name, count) for n, one in enumerate(days) for name, count in one.items())
    course = answer.model_copy(update={"columns": ("day", "journey", "leaked_calls"), "rows": rows})
    tiles = {tile.name: tile for tile in tiles_of(answer, course, file, Writer(agent.knowledge.model, "en", day.zone))}
    assert tiles["Billing"].figure == "5,000"
    assert tiles["Billing"].beside[0] == ("Cost", "$40,000")
    billing = tiles["Billing"].course
    assert billing
    assert (billing.points, billing.least, billing.most) == ("0.00,100.00 50.00,0.00 100.00,50.00", "10", "30")
    assert tiles["Pharmacy"].course
    assert tiles["ID card"].course is None
