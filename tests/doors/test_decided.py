"""A confirmed decision is recorded, by whom and once; nothing else writes."""

import pytest

from agent.planner import Caller
from doors.context import Context
from pipeline.ledger import Ledger
from pipeline.settings import Settings

pytestmark = pytest.mark.slow
OLGA = Caller("olga", "operator")
ACCEPT = "accept action 2 for Web Team, due Friday"


def states(settings: Settings) -> list[tuple[str, str, str]]:
    return [(one.action.state, one.recorded_by, one.role) for one in Ledger(settings).all()]


def test_yes_records_it_once_and_shows_at_once(small: Settings) -> None:
    with Context(small) as context:
        assert context.ask(ACCEPT, caller=OLGA, conversation="monday").proposal
        assert states(small) == []
        done = context.ask("yes", caller=OLGA, conversation="monday")
        assert done.answer.startswith("Recorded:")
        assert states(small) == [("accepted", "olga", "operator")]
        assert context.ask("yes", caller=OLGA, conversation="monday").proposal is None
        assert "1 accepted" in context.ask("What happened to yesterday's actions?", caller=OLGA).answer
        context.ask("yes", (ACCEPT.replace("2", "1"),), OLGA)
        assert len(states(small)) == 2


@pytest.mark.parametrize(("caller", "reply"), [(OLGA, "no"), (Caller("vera", "viewer"), "yes")])
def test_no_and_viewers_record_nothing(small: Settings, caller: Caller, reply: str) -> None:
    with Context(small) as context:
        context.ask(ACCEPT, caller=caller, conversation="monday")
        context.ask(reply, caller=caller, conversation="monday")
    assert states(small) == []


def test_what_has_changed_meanwhile_is_not_recorded(small: Settings) -> None:
    with Context(small) as context:
        context.ask("accept action 1 for Web Team, due Friday", caller=OLGA, conversation="monday")
        context.ask("yes", ("we shipped action 1",), Caller("max", "care_ops"))
        late = context.ask("yes", caller=OLGA, conversation="monday")
        assert late.status == "clarify"
        assert "has changed since you asked" in late.answer
    assert [state for state, _, _ in states(small)] == ["shipped"]
