"""A conversation keeps its order, however the answers come in."""

from ui.page_talk import Talk, Turn
from ui.present import View, rendered

VIEW = View(status="answered", language="en", body=rendered("Said."))


def test_answers_find_their_place_in_any_order() -> None:
    talk = Talk()
    first, second = talk.begin(Turn("one"), 10), talk.begin(Turn("two"), 10)
    talk.finish(second, Turn("two", VIEW))
    assert [(turn.question, turn.view) for turn in talk.turns] == [("one", None), ("two", VIEW)]
    talk.finish(first, Turn("one", VIEW))
    assert all(turn.view for turn in talk.turns)


def test_a_talk_is_kept_from_its_first_question_on_under_one_id() -> None:
    talk = Talk()
    assert talk.identity is None
    assert [talk.kept_as(lambda: "one"), talk.kept_as(lambda: "two"), talk.identity] == ["one", "one", "one"]


def test_only_the_latest_turns_are_kept() -> None:
    talk = Talk()
    first = talk.begin(Turn("one"), 2)
    for question in ("two", "three"):
        talk.begin(Turn(question), 2)
    talk.finish(first, Turn("one", VIEW))
    assert [turn.question for turn in talk.turns] == ["two", "three"]


def test_what_is_said_of_an_answer_is_noted_at_that_answer_alone() -> None:
    talk = Talk()
    for trace in ("t1", "t2"):
        place = talk.begin(Turn(trace), 10)
        talk.finish(place, Turn(trace, View(status="answered", language="en", body=rendered("."), trace_id=trace)))
    talk.judge("t2", "down")
    assert [turn.judged for turn in talk.turns] == [None, "down"]
