"""What was meant by a question that went wrong, and which questions are about the same."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from doors.learning.asked import Asked
from doors.learning.clusters import clusters
from doors.learning.rephrased import Change, change_between, rephrased
from pipeline.feedback import Judged

NOW = datetime(2026, 11, 20, tzinfo=UTC)


def asked(trace: int, question: str, status: str = "answered", **more: Any) -> Asked:
    usual = {"user": "vera", "conversation": "c", "language": "en", "code": None, "label": None}
    given = {"asked_at": NOW + timedelta(minutes=trace), "status": status, "question": question}
    return Asked(trace_id=str(trace), **usual | given | more)


def judged(verdict: str, comment: str | None = None, reason: str | None = None, user: str = "vera") -> Judged:
    kept = {"question": "q", "language": "en", "status": "answered", "label": "computed", "reading": None}
    return Judged(
        feedback_id="f", trace_id="1", user=user, role="viewer", door="page", verdict=verdict,  # type: ignore[arg-type]
        reason=reason, comment=comment, recorded_at=NOW, **kept,  # type: ignore[arg-type]
    )  # fmt: skip


GIZMO = asked(1, "leaked calls by gizmo", "declined", code="declined_words")
DEVICE = asked(2, "leaked calls by device")


@pytest.mark.parametrize(
    ("said", "found"),
    [
        ([GIZMO, DEVICE], ["leaked calls by device"]),
        ([GIZMO, asked(2, "what's the upside?"), DEVICE], ["leaked calls by device"]),
        ([GIZMO, replace(DEVICE, user="otto")], []),
        ([GIZMO, replace(DEVICE, conversation="d")], []),
        ([GIZMO, replace(DEVICE, status="declined")], []),
        ([GIZMO, replace(DEVICE, language="es")], []),
        ([GIZMO, *(asked(9, "who is impacted?") for _ in range(3)), DEVICE], []),
        ([DEVICE, GIZMO], []),
        ([replace(DEVICE, said=(judged("down", "I meant: calls by plan."),))], ["calls by plan"]),
        ([replace(DEVICE, said=(judged("down", "too slow"),))], []),
        ([replace(DEVICE, said=(judged("up", "I meant calls by plan"),))], []),
    ],
)
def test_what_was_said_instead(said: list[Asked], found: list[str]) -> None:
    assert [one.instead for one in rephrased(said)] == found


@pytest.mark.parametrize(
    ("wrong", "instead", "change"),
    [
        ("Leaked calls by gizmo?", "leaked calls by device", Change("gizmo", "device")),
        ("calls by sales channel yesterday", "calls by device yesterday", Change("sales channel", "device")),
        ("calls by gizmo", "cost by device", None),
        ("calls", "calls by device", None),
        ("a b c d e", "a w x y z", None),
        ("same words", "Same words!", None),
    ],
)
def test_the_words_that_differ(wrong: str, instead: str, change: Change | None) -> None:
    assert change_between(wrong, instead) == change


def test_questions_about_the_same_stand_together_the_most_asked_first() -> None:
    said = [
        asked(1, "who is impacted by chat?", "declined"),
        asked(2, "leaked calls by gizmo", "declined"),
        asked(3, "Leaked calls, by gizmo?", "declined", user="otto"),
        asked(4, "llamadas por gizmo", "declined", language="es"),
        replace(asked(5, "leaked calls by gizmo"), said=(judged("down", "no", "misread"),)),
    ]
    found = clusters(said)
    assert next((one.question, len(one.asked), one.people) for one in found) == ("leaked calls by gizmo", 2, 2)
    assert len(found) == 4
    judged_one = next(one for one in found if one.comments)
    assert (judged_one.reasons, judged_one.comments) == (("misread",), ("no",))
