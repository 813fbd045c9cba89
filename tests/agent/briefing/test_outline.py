from pathlib import Path

import pytest

from agent.briefing.compose import compose
from agent.briefing.outline import read_outline
from agent.facts import CellRef, Fact
from agent.reply import Answer
from pipeline.errors import BriefingError

SMALL = """
lead: first
counts: incidents
audiences: {all: {name: {en: All}, sections: [first, second]}}
sections:
  first: {title: {en: One}, ask: {en: What broke?}}
  second: {title: {en: Two}, ask: {en: Who?}, when: incident}
words:
  en:
    {subject: "{name} {day} {headline}", quiet: q, part_of_day: p, footnotes: f, footnote: "{question} {tables}",
     more: m, made: "{run} {day}", open: o, none: n}
"""


@pytest.fixture
def outline(tmp_path: Path) -> Path:
    path = tmp_path / "outline.yml"
    path.write_text(SMALL)
    return path


@pytest.mark.parametrize(
    ("old", "new", "says"),
    [
        ("lead: first", "lead: frist", "lead: there is no section 'frist'. Did you mean 'first'"),
        ("[first, second]", "[first, secund]", "audiences.all: there is no section 'secund'. Did you mean 'second'"),
        ("title: {en: Two}", "titel: {en: Two}", "sections.second"),
        ("ask: {en: Who?}", "ask: {es: Quién?}", "sections.second has no title or question in 'en'"),
        ("when: incident", "when: sometimes", "sections.second.when"),
    ],
)
def test_slips(outline: Path, old: str, new: str, says: str) -> None:
    outline.write_text(SMALL.replace(old, new))
    with pytest.raises(BriefingError, match=says):
        read_outline(outline)


def answer(text: str, **more: object) -> Answer:
    return Answer(status="answered", answer=text, as_of="2026-11-20", trace_id="t", **more)


def counted(incidents: int) -> Fact:
    cell = CellRef(query="surges", row=0, column="incidents")
    text = str(incidents)
    return Fact(name="incidents", label="", value=incidents, unit="number", text=text, operation="cell", cells=(cell,))


def test_a_quiet_day_leaves_out_what_is_said_of_incidents(outline: Path) -> None:
    none = (counted(0),)
    said = compose(lambda question: answer(f"About: {question}", facts=none), read_outline(outline), "all", "en")
    assert said.quiet
    assert [section.name for section in said.sections] == ["first"]


def test_where_nobody_looked_for_incidents_no_day_is_called_quiet(outline: Path) -> None:
    made = compose(lambda question: answer(f"About: {question}"), read_outline(outline), "all", "en")
    assert not made.quiet
    assert [section.name for section in made.sections] == ["first", "second"]


@pytest.mark.parametrize("facts", [(), (counted(2),)], ids=["not counted", "counted"])
def test_an_incident_under_way_brings_them_in(outline: Path, facts: tuple[Fact, ...]) -> None:
    made = compose(lambda _: answer("It broke. It is dear.", facts=facts), read_outline(outline), "all", "en")
    assert not made.quiet
    assert made.headline == "It broke."
    assert made.sections[0].text == "It is dear."
    assert len(made.sections) == 2


def test_what_is_not_answered_is_left_out_and_named(outline: Path) -> None:
    declined = Answer(status="declined", answer="No.", trace_id="t")
    lead = answer("It broke.")
    made = compose(lambda question: lead if "broke" in question else declined, read_outline(outline), "all", "en")
    assert made.left_out == ("second",)


def test_without_its_leading_question_there_is_no_briefing(outline: Path) -> None:
    with pytest.raises(BriefingError, match="not answered: No"):
        compose(lambda _: Answer(status="failed", answer="No.", trace_id="t"), read_outline(outline), "all", "en")


def test_unknown_readers(outline: Path) -> None:
    with pytest.raises(BriefingError, match="Did you mean 'all'"):
        compose(lambda _: answer("x"), read_outline(outline), "al", "en")
    with pytest.raises(BriefingError, match="not written in 'fr'"):
        compose(lambda _: answer("x"), read_outline(outline), "all", "fr")
