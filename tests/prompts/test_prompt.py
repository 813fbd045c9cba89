"""Prompts are filled strictly, and read as they were last reviewed."""

import os
from importlib.resources import files
from pathlib import Path

import pytest

from agent.answer import Agent
from agent.chat.freehand import freehand_prompt
from agent.chat.offer import Offer
from agent.chat.reader import read_prompt
from agent.planner import Caller
from prompts.prompt import PromptError, examples, render

GOLDEN = Path(__file__).parent / "golden"


def rendered(name: str, offer: Offer) -> str:
    texts = {
        "read": lambda: read_prompt(offer, freehand=True),
        "freehand": lambda: freehand_prompt(offer),
        "again": lambda: render("again", errors="- There is no measure 'happiness'."),
        "reword": lambda: render("reword", language="English"),
        "read_sql": lambda: render("read_sql"),
    }
    return texts[name]()


@pytest.mark.parametrize("name", sorted(file.stem for file in Path(str(files("prompts"))).glob("*.md")))
def test_a_prompt_reads_as_it_was_reviewed(name: str, shop: Agent, viewer: Caller) -> None:
    """UPDATE_GOLDEN=1 takes a change over; review the difference."""
    text, golden = rendered(name, Offer(shop.knowledge, viewer, tell_values=True)) + "\n", GOLDEN / f"{name}.txt"
    if os.environ.get("UPDATE_GOLDEN"):
        golden.write_text(text)
    assert text == golden.read_text()


@pytest.mark.parametrize(
    ("values", "complaint"),
    [
        ({}, "no value for ['errors']"),
        ({"errors": "x", "mood": "y"}, "no placeholder for ['mood']"),
    ],
)
def test_placeholders_are_strict(values: dict[str, str], complaint: str) -> None:
    with pytest.raises(PromptError) as wrong:
        render("again", **values)
    assert complaint in str(wrong.value)


def test_an_unknown_prompt_is_an_error() -> None:
    with pytest.raises(PromptError, match="there is no prompt 'sing'"):
        render("sing")


def test_a_value_is_never_looked_into() -> None:
    assert "{{errors}} {{model}}" in render("again", errors="{{errors}} {{model}}")


def test_every_example_fits_the_packaged_model(packaged: Agent, viewer: Caller) -> None:
    text = read_prompt(Offer(packaged.knowledge, viewer, tell_values=True), freehand=False)
    assert [one["question"] for one in examples("read") if one["question"] not in text] == []


def test_no_example_is_told_to_another_model(shop: Agent, viewer: Caller) -> None:
    text = read_prompt(Offer(shop.knowledge, viewer, tell_values=True), freehand=False)
    assert not [
        one["question"] for one in examples("read") if one["reply"]["status"] == "plan" and one["question"] in text
    ]


def test_a_prompt_stays_within_what_it_may_cost(packaged: Agent, viewer: Caller) -> None:
    """Some four characters are a token."""
    offer = Offer(packaged.knowledge, viewer, tell_values=True)
    assert len(read_prompt(offer, freehand=True)) < 25_000
    assert len(freehand_prompt(offer)) < 16_000
