"""Why something changed, as it is answered: parts that add up to what SQL says, in both languages, nothing invented."""

from collections.abc import Callable, Iterator
from pathlib import Path

import duckdb
import pytest

from agent.answer import Agent
from agent.planner import Caller
from agent.reply import Answer
from evals.grounding import ungrounded

GOLD = Path(__file__).with_name("gold.sql")
BILLING = "journey_type = 'billing'"


@pytest.fixture(scope="module")
def asked(agent: Agent, viewer: Caller) -> Callable[[str], Answer]:
    return lambda question: agent.ask(question, caller=viewer)


@pytest.fixture(scope="module")
def changed(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Callable[[str, str], Answer]]:
    """Ask about the small gold layer after some statements have changed it."""
    opened: dict[str, Agent] = {}

    def ask(statements: str, question: str) -> Answer:
        if statements not in opened:
            file = tmp_path_factory.mktemp("changed") / "gold-1.duckdb"
            with duckdb.connect(file) as connection:
                connection.execute(GOLD.read_text())
                connection.execute(statements)
            opened[statements] = Agent.load(None, file)
        return opened[statements].ask(question, caller=Caller("vera", "viewer"))

    yield ask
    for one in opened.values():
        one.close()


def calls(database: Path, where: str) -> tuple[float, float]:
    """Calls on the last day, and their mean on the four same weekdays before."""
    with duckdb.connect(database, read_only=True) as connection:
        found = connection.execute(
            "SELECT sum(leaked_calls) FILTER (leakage_date = DATE '2026-11-20'),"
            " sum(leaked_calls) FILTER (leakage_date IN ('2026-11-13', '2026-11-06', '2026-10-30', '2026-10-23')) / 4"
            f" FROM gold.leakage_hourly WHERE {where}"
        ).fetchone()
    assert found
    return found[0] or 0, found[1] or 0


QUESTIONS = ["Why is billing up?", "¿Por qué subió facturación?", "Why is this happening?", "why did cost go up?"]


@pytest.mark.parametrize("question", QUESTIONS)
def test_parts_add_up_and_every_number_has_its_ground(asked: Callable[[str], Answer], question: str) -> None:
    answer = asked(question)
    parts = [one for one in answer.causes if one["kind"] in ("part", "rest")]
    assert sum(one["share"] for one in parts) == pytest.approx(1)
    assert [one["slice"] for one in parts] == [row[0] for row in answer.rows]
    assert ungrounded(answer, [question]) == ()
    assert answer.chart
    assert (answer.chart.kind, answer.chart.x) == ("bar", "slice")


@pytest.mark.parametrize("question", QUESTIONS[:2])
def test_a_part_is_what_its_rows_add_up_to(asked: Callable[[str], Answer], database: Path, question: str) -> None:
    columns = {"segment": "segment", "device": "device_type", "step": "step", "error_code": "error_code"}
    taken: list[str] = []
    for one in asked(question).causes:
        if one["kind"] == "part":
            values = {name: f"'{value}'" if value else "NULL" for name, value in one["where"].items()}
            slice_ = " AND ".join(f"{columns[name]} IS NOT DISTINCT FROM {value}" for name, value in values.items())
            where = " AND NOT ".join([f"{BILLING} AND ({slice_})", *(f"({other})" for other in taken)])
            assert (one["now"], one["before"]) == pytest.approx(calls(database, where))
            taken.append(slice_)


def test_all_stages_together_make_the_change(asked: Callable[[str], Answer]) -> None:
    answer = asked("Why is billing up?")
    stages = [one["change"] for one in answer.causes if one["kind"] in ("volume", "mix", "rate", "unmatched")]
    assert sum(stages) == pytest.approx(5000 - 4515)


def test_the_same_facts_in_both_languages(asked: Callable[[str], Answer]) -> None:
    english, spanish = asked("Why is billing up?"), asked("¿Por qué subió facturación?")
    assert [row[1:] for row in english.rows] == [row[1:] for row in spanish.rows]
    assert "PAY-504" in spanish.answer
    assert "4 semanas anteriores" in spanish.answer


def test_a_window_that_is_named_is_compared_as_named(asked: Callable[[str], Answer]) -> None:
    answer = asked("why did billing go up compared with yesterday?")
    assert "against 4,515 on Thursday, November 19, 2026" in answer.answer


def test_what_did_not_move_is_said_to_be_chance(asked: Callable[[str], Answer]) -> None:
    answer = asked("why is pharmacy up?")
    assert "moved no more than chance" in answer.answer
    assert [one["kind"] for one in answer.causes] == ["rest"]


def test_what_is_no_sum_of_parts_is_declined(asked: Callable[[str], Answer]) -> None:
    answer = asked("why is sentiment worse?")
    assert answer.status == "declined"


def test_without_history_the_largest_parts_are_said(changed: Callable[[str, str], Answer]) -> None:
    tables = {"leakage_hourly": "leakage_date", "failure_hourly": "event_date", "digital_hourly": "event_date"}
    tables["daily_leakage_summary"] = "summary_date"
    only_today = " ".join(f"DELETE FROM gold.{table} WHERE {day} < '2026-11-20';" for table, day in tables.items())
    answer = changed(only_today, "Why is billing up?")
    assert "no history yet" in answer.answer
    assert "PAY-504" in answer.answer
    assert ungrounded(answer, [""]) == ()


TODAY = """
DELETE FROM gold.leakage_hourly WHERE leakage_date = '2026-11-20' AND leakage_hour > 10;
DELETE FROM gold.failure_hourly WHERE event_date = '2026-11-20' AND event_hour > 10;
UPDATE gold.digital_hourly SET event_hour = 11 WHERE event_date = '2026-11-20';
UPDATE gold.daily_leakage_summary SET is_complete_day = FALSE WHERE summary_date = '2026-11-20';
"""


@pytest.mark.parametrize("question", ["why is billing up today?", "billing calls today vs yesterday"])
def test_a_day_that_is_not_over_is_compared_with_the_same_hours(
    changed: Callable[[str, str], Answer], question: str
) -> None:
    answer = changed(TODAY, question)
    assert answer.plan
    assert answer.plan.plan.hours == 11
    assert "2,500" in answer.answer
    assert "against 2,2" in answer.answer
    assert "Only the hours before 11:00 of the last day are compared" in answer.answer
    assert ungrounded(answer, [question]) == ()
