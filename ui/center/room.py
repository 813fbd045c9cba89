"""The command center as a room: drawn for a reader, and what a reader does in it."""

from collections.abc import Mapping
from typing import Any

from agent.knowledge import Knowledge
from pipeline.verdicts import verdicts
from ui.center.board import Chosen, Desk, chosen_from
from ui.center.center_file import center_file
from ui.center.entries import sentence
from ui.page_html import board_html, part_html, proposal_html
from ui.reception import Reader, Reception
from ui.room import Done, Query


def draw(reception: Reception, reader: Reader, query: Query, note: str = "") -> str:
    """Draw the board for what an address asks for."""
    with reception.context.current() as lent:
        knowledge = lent.agent.knowledge
    chosen = chosen_from(query, knowledge)
    laid_out = _desk(reception, reader, knowledge).board(lambda asked: reception.answer(asked, (), reader), chosen)
    return board_html(laid_out, reader.language, reader.caller.role, note, _said(reception))


def act(reception: Reception, reader: Reader, query: Query, told: Mapping[str, Any]) -> Done:
    """Do what a reader did: moved a slider, judged an incident, decided about an action or answered a proposal."""
    if "slide" in told:
        return Done(part=_slid(reception, reader, query, str(told["slide"]), str(told.get("rate"))))
    if "opined" in told:
        opined = told["opined"]
        note = reception.opine(str(opined.get("incident") or ""), str(opined.get("opinion") or ""), reader)
        return Done(body=draw(reception, reader, query, note))
    if "move" in told:
        return Done(part=_proposed(reception, reader, told))
    if "answer" in told:
        return Done(body=draw(reception, reader, query, _answered(reception, reader, told)))
    return Done()


def _desk(reception: Reception, reader: Reader, knowledge: Knowledge) -> Desk:
    zone = reception.context.settings.zone
    return Desk(reception.view, knowledge, reader.language, reader.caller.role, zone)


def _said(reception: Reception) -> dict[str, str]:
    """The latest verdict on each incident."""
    return {one.incident_id: one.opinion for one in verdicts(reception.context.settings)}


def _slid(reception: Reception, reader: Reader, query: Query, view: str, rate: str) -> str:
    file = center_file().views.get(view)
    if file is None or file.slider is None:
        return ""
    with reception.context.current() as lent:
        knowledge = lent.agent.knowledge
    there = chosen_from(query, knowledge)
    chosen = Chosen(there.journey, there.day, rate)
    desk = _desk(reception, reader, knowledge)
    card = desk.card(view, lambda asked: reception.answer(asked, (), reader), chosen)
    return part_html(card, reader.language, reader.caller.role)


def _proposed(reception: Reception, reader: Reader, told: Mapping[str, Any]) -> str:
    """Ask the agent what a decision would record, in a conversation of its own."""
    move = center_file().moves.get(told["move"])
    fields = {str(name): str(value) for name, value in dict(told.get("told") or {}).items()}
    label = reception.context.model.value_label("action", str(told.get("action")), reader.language)
    said = sentence(move, label, fields, reader.language) if move else None
    if said is None:
        return ""
    talk = reception.context.talks.new(reader.caller.user)
    view = reception.view(reception.answer(said, (), reader, talk))
    return proposal_html(view, str(told.get("place")), talk)


def _answered(reception: Reception, reader: Reader, told: Mapping[str, Any]) -> str:
    """Tell the agent yes or no; return what it says to that."""
    return reception.answer(str(told["answer"]), (), reader, str(told.get("talk"))).answer
