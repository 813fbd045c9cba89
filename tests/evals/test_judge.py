"""The outcome of an answer, its reasons, and what must never be the case."""

from collections.abc import Sequence
from datetime import date
from pathlib import Path
from typing import Any

import pytest
import yaml

from agent.metric_view import Format
from agent.plan import Plan, Window
from agent.planner import Caller
from agent.reply import Answer, Column, Shown
from evals.cases import Case
from evals.compare import Reference
from evals.grounding import ungrounded
from evals.judge import GOOD
from evals.run import Evaluation
from evals.suite import suite
from evals.table import table_of

HERE = Path(__file__).parent
OUTCOMES = yaml.safe_load((HERE / "outcomes.yml").read_text())
DAY = date(2026, 11, 20)


class Fake:
    """Says what it is told to."""

    def __init__(self, answer: Answer) -> None:
        self.answer = answer
        self.asked: list[tuple[str, tuple[str, ...], Caller]] = []

    def ask(self, question: str, *, conversation: Sequence[str] = (), caller: Caller) -> Answer:
        self.asked.append((question, tuple(conversation), caller))
        return self.answer


def answer_of(
    status: str = "answered",
    answer: str = "",
    rows: Sequence[Sequence[Any]] = (),
    columns: Sequence[str] = (),
    format: dict[str, Any] | None = None,  # noqa: A002 - the file's key
    language: str = "en",
    planned: bool = True,
) -> Answer:
    names = tuple(columns) or tuple(f"c{place}" for place in range(len(rows[0]) if rows else 0))
    form = Format.model_validate(format) if format else None
    shown = tuple(Column(name=name, label=name, kind="measure", format=form) for name in names)
    window = Window(start=DAY, end=DAY) if status == "answered" and planned else None
    return Answer.model_validate(
        {
            "status": status,
            "answer": answer,
            "language": language,
            "as_of": DAY,
            "window": window,
            "plan": Shown(said="", plan=Plan(view="calls", window=window), columns=shown) if window else None,
            "columns": names,
            "rows": tuple(map(tuple, rows)),
            "trace_id": "t",
        }
    )


def case_of(**more: Any) -> Case:
    given = {"talk": (), "tags": (), "role": "viewer", "sql": None, "ordered": False, "intent": None, "says": ()}
    status = {"status": ("answered",), "language": "en", "ask": "how many?"}
    return Case.model_validate({"id": "a", "base": "a", "file": "a.yml"} | given | status | more)


@pytest.mark.parametrize("one", OUTCOMES, ids=[one["name"] for one in OUTCOMES])
def test_outcome(one: dict[str, Any]) -> None:
    rows = one.get("reference", [[12000]])
    reference = Reference(table_of(["wanted"], rows))
    case, fake = case_of(**one.get("case", {})), Fake(answer_of(**one["answer"]))
    judged = Evaluation(fake, {case.id: reference}, suite(), frozenset({"why", "free"})).run([case])[0]
    assert (judged.outcome, list(judged.reasons)) == (one["outcome"], one.get("reasons", []))
    assert judged.good is (one["outcome"] in GOOD)


@pytest.mark.parametrize("one", yaml.safe_load((HERE / "sentences.yml").read_text()), ids=lambda one: one["answer"])
def test_every_number_is_looked_up_again(one: dict[str, Any]) -> None:
    answer = answer_of(answer=one["answer"], rows=one["rows"])
    assert list(ungrounded(answer, [one.get("ask", "")])) == one["unknown"]


def test_an_invented_number_is_a_check_of_its_own() -> None:
    fake = Fake(answer_of(answer="It was 7,777.", rows=[[12000]]))
    judged = Evaluation(fake, {}, suite()).run([case_of()])[0]
    assert (judged.outcome, judged.checks) == ("right", ("UNGROUNDED_NUMBER",))
    assert "7,777" in " ".join(judged.details)


def test_the_language_of_the_question() -> None:
    fake = Fake(answer_of(language="en"))
    twin, alone = Evaluation(fake, {}, suite()).run([case_of(language="es", twinned=True), case_of(language="es")])
    assert (twin.checks, alone.checks) == (("WRONG_LANGUAGE",), ())


@pytest.mark.parametrize(
    ("other", "checks"),
    [
        ({}, ()),
        ({"trace_id": "u", "timings_ms": {"read": 7.0}}, ()),
        ({"answer": "Something else."}, ("CHANGED_ANSWER",)),
        ({"suggestions": ("And then?",)}, ("CHANGED_ANSWER",)),
    ],
)
def test_another_process_must_answer_the_same(other: dict[str, Any], checks: tuple[str, ...]) -> None:
    answer = answer_of()
    judged = Evaluation(Fake(answer), {}, suite()).run([case_of()], [answer.model_copy(update=other)])[0]
    assert judged.checks == checks


def test_the_talk_and_the_role_reach_the_agent() -> None:
    fake = Fake(answer_of())
    told: list[tuple[str, int, int]] = []
    cases = [case_of(talk=("before",), role="care_ops"), case_of(id="b")]
    Evaluation(fake, {}, suite(), progress=lambda *words: told.append(words)).run(cases)
    assert [(talk, caller.role) for _, talk, caller in fake.asked] == [(("before",), "care_ops"), ((), "viewer")]
    assert told == [("asking", 1, 2), ("asking", 2, 2)]
