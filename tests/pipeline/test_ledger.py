"""The ledger of actions: checked changes, states as of now, nothing lost by builds and restores."""

import threading
from collections.abc import Callable
from datetime import date
from decimal import Decimal
from pathlib import Path

import pytest

from pipeline.actions import decide, find, standing
from pipeline.build import build
from pipeline.errors import ActionError
from pipeline.ledger import Action, Change, Ledger, Who
from pipeline.maintain import optimize, restore
from pipeline.runs import published
from pipeline.settings import Settings, load_settings

OLGA = Who("olga", "operator")
ACTION = Action(
    "abc123", "Say it better", "Digital UX", "billing", "MAPD New", 3000, Decimal("0.1140"), Decimal(998640)
)
DUE = date(2026, 12, 4)
ACCEPTED = Change("accepted", owner="Web Team", due_on=DUE)
SHIPPED = Change("shipped", shipped_on=date(2026, 12, 3), exposed_share=Decimal("0.5"))
REJECTED = Change("rejected", reason="too dear")


@pytest.fixture
def ledger(tmp_path: Path) -> Ledger:
    return Ledger(load_settings(home=tmp_path))


def test_an_action_from_proposal_to_result(ledger: Ledger) -> None:
    assert ledger.now() == {}
    for change in (ACCEPTED, SHIPPED, Change("measured", realised_savings_usd=Decimal(800000))):
        ledger.record(ACTION, change, OLGA)
    last = ledger.now()["abc123"].action
    assert (last.state, last.owner, last.due_on, last.shipped_on) == ("measured", "Web Team", DUE, date(2026, 12, 3))
    assert (last.exposed_share, last.realised_savings_usd) == (Decimal("0.5"), Decimal(800000))
    assert [one.action.state for one in ledger.all()] == ["accepted", "shipped", "measured"]
    assert {(one.recorded_by, one.role) for one in ledger.all()} == {("olga", "operator")}


WRONG = {
    "nobody says by when": ((Change("accepted"),), "without the due on"),
    "nobody says why": ((Change("rejected"),), "without the reason"),
    "of a rejected one": ((REJECTED, SHIPPED), "can't become shipped"),
    "rejected twice": ((REJECTED, REJECTED), "rejected already"),
    "measured before it was shipped": (
        (ACCEPTED, Change("measured", realised_savings_usd=Decimal(1))),
        "can't become measured",
    ),
    "back to a proposal": ((SHIPPED, Change("proposed")), "can't become proposed"),
    "more than everybody": ((Change("shipped", shipped_on=DUE, exposed_share=Decimal("1.5")),), "above 0 and up to 1"),
    "nobody has it": ((Change("shipped", shipped_on=DUE, exposed_share=Decimal(0)),), "above 0 and up to 1"),
    "a reason without end": ((Change("rejected", reason="x" * 501),), "up to 500"),
    "a reason that prints nothing": ((Change("rejected", reason="\x1b[2J"),), "printable"),
}


@pytest.mark.parametrize(("changes", "said"), WRONG.values(), ids=WRONG.keys())
def test_what_cannot_be(ledger: Ledger, changes: tuple[Change, ...], said: str) -> None:
    *good, bad = changes
    for change in good:
        ledger.record(ACTION, change, OLGA)
    with pytest.raises(ActionError, match=said) as refused:
        ledger.record(ACTION, bad, OLGA)
    assert refused.value.hint
    assert len(ledger.all()) == len(good)


def test_a_viewer_decides_nothing(ledger: Ledger) -> None:
    with pytest.raises(ActionError, match="viewer may not") as refused:
        ledger.record(ACTION, ACCEPTED, Who("vera", "viewer"))
    assert "operator or care_ops" in refused.value.hint
    assert ledger.version() is None


def test_the_same_decision_again_is_recorded_once(ledger: Ledger) -> None:
    first = ledger.record(ACTION, ACCEPTED, OLGA)
    assert ledger.record(ACTION, ACCEPTED, Who("max", "care_ops")) == first
    assert ledger.record(ACTION, Change("accepted", due_on=date(2026, 12, 11)), OLGA) != first
    assert ledger.now()["abc123"].action.owner == "Web Team"
    assert len(ledger.all()) == 2


def test_a_rejected_action_can_be_taken_up_again(ledger: Ledger) -> None:
    for change in (ACCEPTED, REJECTED, Change("proposed")):
        ledger.record(ACTION, change, OLGA)
    reopened = ledger.now()["abc123"].action
    assert (reopened.state, reopened.due_on, reopened.reason) == ("proposed", None, None)


def test_two_at_once_are_both_recorded(ledger: Ledger) -> None:
    days = [date(2026, 12, day) for day in range(1, 9)]
    work = [threading.Thread(target=ledger.record, args=(ACTION, Change("accepted", due_on=day), OLGA)) for day in days]
    for one in work:
        one.start()
    for one in work:
        one.join()
    assert {one.action.due_on for one in ledger.all()} == set(days)


# What gold proposes, and what becomes of it


@pytest.mark.slow
def test_decisions_show_at_once_and_outlive_builds_and_restores(
    small: Settings, copy_of: Callable[..., Settings]
) -> None:
    home = copy_of(small)
    first = published(home)
    assert first is not None
    assert {one.action.state for one in standing(home)} == {"proposed"}
    names = [one.action.action for one in standing(home)]
    decide(home, "1", ACCEPTED, OLGA)
    decide(home, names[1], SHIPPED, OLGA)
    decide(home, find(home, names[2]).action.action_id[:5], REJECTED, OLGA)
    decided = {one.action.action: one.action.state for one in standing(home)}
    assert decided == dict(zip(names, ("accepted", "shipped", "rejected"), strict=True))
    assert [one.priority for one in standing(home)] == [1, None, None]
    before = Ledger(home).all()
    rebuilt = build(home)
    assert not rebuilt.unchanged
    assert build(home).unchanged
    build(home, full=True)
    optimize(home)
    restore(home, first.run_id)
    assert Ledger(home).all() == before
    assert {one.action.action: one.action.state for one in standing(home)} == decided
    build(home, full=True)
    assert {one.action.action: one.action.state for one in standing(home)} == decided


@pytest.mark.slow
def test_what_is_no_action(small: Settings) -> None:
    with pytest.raises(ActionError, match="Did you mean 'Proactive IVR Messaging'"):
        find(small, "Proactive IVR Message")
    with pytest.raises(ActionError, match="leakage actions"):
        find(small, "9")
