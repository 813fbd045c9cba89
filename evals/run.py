"""Asking the golden questions and judging each answer."""

import time
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from typing import Any, Protocol

from agent.planner import Caller
from agent.reply import Answer
from evals.cases import Case
from evals.judge import Judged, Rules, checks_of, details_of, outcome_of
from evals.references import References
from evals.suite import Suite

Progress = Callable[[str, int, int], None]

_USER = "evaluation"
_TIMES = {"timings_ms": True, "trace_id": True, "queries": {"__all__": {"ms"}}}
"""What differs from one answer to the next although nothing has changed."""


class Asked(Protocol):
    """Whatever answers questions: the agent, or something in its place."""

    def ask(self, question: str, *, conversation: Sequence[str] = (), caller: Caller) -> Answer:
        """Answer a question."""
        ...


@dataclass(frozen=True)
class Evaluation:
    """What is needed to judge the answers to golden questions.

    Attributes:
        agent: What is asked.
        references: The right answers.
        suite: How answers are judged.
        planned: The intents whose answers have a plan.
        known: Texts whose numbers any answer may say: the data's first and last days.
        progress: Told which case is asked.
    """

    agent: Asked
    references: References
    suite: Suite
    planned: frozenset[str] = frozenset()
    known: tuple[str, ...] = ()
    progress: Progress = lambda *_: None

    def run(self, cases: Sequence[Case], others: Sequence[Answer] | None = None) -> tuple[Judged, ...]:
        """Ask every case and judge its answer.

        Args:
            cases: What is asked.
            others: The answers of another process, which must be the same; None when there are none.
        """
        asked = list(ask_all(self.agent, cases, self.progress))
        again = [answer for answer, _ in asked] if others is None else others
        return tuple(
            self._judge(case, answer, ms, other) for case, (answer, ms), other in zip(cases, asked, again, strict=True)
        )

    def _judge(self, case: Case, answer: Answer, ms: float, other: Answer) -> Judged:
        reference = self.references.get(case.id)
        outcome, reasons = outcome_of(case, answer, reference, Rules(self.suite.tolerances, self.planned))
        checks = dict(checks_of(case, answer, self.known))
        if _lasting(answer) != _lasting(other):
            checks["CHANGED_ANSWER"] = f"another process answers differently: {other.answer}"
        return Judged(
            **case.model_dump(include={"id", "ask", "talk", "tags", "language", "base"}),
            in_scope=case.in_scope,
            held_out=self.suite.held_out.holds(case.base),
            outcome=outcome,
            reasons=reasons,
            checks=tuple(checks),
            details=(*(details_of(case, answer, reference, reasons) if reasons else ()), *checks.values()),
            status=answer.status,
            label=answer.label,
            chart=_chart_fits(answer),
            answer=answer.answer,
            ms=round(ms, 3),
        )


def _chart_fits(answer: Answer) -> bool | None:
    """Whether a chart shows columns that its table has, and has something to show; None without a chart."""
    if answer.chart is None:
        return None
    shown = {answer.chart.x, *answer.chart.y, *((answer.chart.series,) if answer.chart.series else ())}
    return shown <= set(answer.columns) and bool(answer.rows)


def ask_all(agent: Asked, cases: Sequence[Case], progress: Progress) -> Iterator[tuple[Answer, float]]:
    """Ask every case; each answer comes with the milliseconds that it took."""
    for place, case in enumerate(cases, 1):
        progress("asking", place, len(cases))
        start = time.perf_counter()
        answer = agent.ask(case.ask, conversation=case.talk, caller=Caller(_USER, case.role))
        yield answer, (time.perf_counter() - start) * 1000


def _lasting(answer: Answer) -> dict[str, Any]:
    return answer.model_dump(exclude=_TIMES)  # type: ignore[arg-type]
