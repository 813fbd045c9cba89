"""Responses requests as the agent needs them."""

from typing import Any

import pytest

from agent.planner import Caller
from doors.tracking.messages import asked_of, question_and_talk
from pipeline.errors import TrackingError

VERA = Caller("vera", "viewer")


def _said(*texts: str, role: str = "user") -> list[dict[str, Any]]:
    return [{"role": role, "content": text} for text in texts]


@pytest.mark.parametrize(
    ("items", "found"),
    [
        (_said("Why?"), ("Why?", ())),
        ([*_said("Calls"), *_said("12", role="assistant"), *_said("by device")], ("by device", ("Calls",))),
        ([{"role": "user", "content": [{"text": "Why is"}, {"text": "billing up?"}]}], ("Why is billing up?", ())),
        (_said("Billing", "  "), ("Billing", ())),
    ],
)  # fmt: skip
def test_the_last_thing_said_is_the_question(items: list[dict[str, Any]], found: tuple[str, tuple[str, ...]]) -> None:
    assert question_and_talk(items) == found


@pytest.mark.parametrize("items", [[], _said("Hello", role="assistant"), [{"role": "user", "content": None}]])
def test_a_request_without_a_question_is_refused(items: list[dict[str, Any]]) -> None:
    with pytest.raises(TrackingError, match="no message of a user"):
        question_and_talk(items)


def test_nobody_gets_another_role_by_another_name() -> None:
    assert asked_of({"user_id": "boss", "conversation_id": "monday"}, VERA) == (Caller("boss", "viewer"), "monday")
    assert asked_of({}, VERA) == (VERA, None)
