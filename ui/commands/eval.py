"""``leakage eval``."""

from collections.abc import Sequence
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass
from multiprocessing import get_context
from pathlib import Path

import typer

from agent.answer import Agent
from agent.knowledge import Clock
from agent.reply import Answer
from doors.context import open_agent
from doors.tracing.versions import evaluated_version
from evals.baseline import BASELINE, changes, read_baseline, write_baseline
from evals.cases import Case, load_golden, selected
from evals.judge import Judged
from evals.recorded import record
from evals.references import References, open_engines, references
from evals.report import Report, report
from evals.run import Evaluation, ask_all
from evals.suite import DataSet, suite
from pipeline.errors import EvaluationError
from pipeline.serving import served
from pipeline.settings import Settings
from ui.commands.eval_tables import tables
from ui.commands.progress import Tell, say, shown
from ui.eval_home import eval_home


@dataclass(frozen=True)
class Wanted:
    """What is evaluated, and what is shown of it."""

    home: Path | None = None
    golden: Path | None = None
    baseline: Path | None = None
    ids: Sequence[str] = ()
    tags: Sequence[str] = ()
    held_out: bool = False
    every_case: bool = False
    twice: bool = False
    update_baseline: bool = False
    as_json: bool = False

    @property
    def whole(self) -> bool:
        """Whether all golden questions are asked."""
        return not self.ids and not self.tags

    @property
    def packaged(self) -> bool:
        """Whether it is the product's own evaluation, which a release goes by."""
        return self.whole and self.golden is None and self.baseline is None


def run(settings: Settings, wanted: Wanted, *, verbose: bool) -> None:
    """Ask the golden questions, say what the answers are worth, and fail when they have become worse."""
    if wanted.update_baseline and not wanted.whole:
        raise EvaluationError("a baseline is of all golden questions.", "Leave out --id and --tag.")
    found = evaluated(settings, wanted, verbose=verbose)
    if wanted.as_json:
        typer.echo(found.model_dump_json(indent=2))
    else:
        for part in tables(found, every_case=wanted.every_case):
            say(part)
    if not found.passed:
        raise typer.Exit(1)


def evaluated(settings: Settings, wanted: Wanted, *, verbose: bool) -> Report:
    """Ask the golden questions and sum up; an evaluation of all of them is recorded in the home."""
    cases = selected(load_golden(wanted.golden), wanted.ids, wanted.tags)
    _refuse_held_out(cases, wanted)
    with shown(settings, verbose=verbose) as tell:
        judged = _judged(eval_home(settings, wanted.home, suite().data, tell), cases, tell, twice=wanted.twice)
    found = _reported(judged, wanted)
    if wanted.packaged:
        record(settings.state, found, evaluated_version())
    return found


def _refuse_held_out(cases: Sequence[Case], wanted: Wanted) -> None:
    for case in cases:
        if wanted.ids and not wanted.held_out and suite().held_out.holds(case.base):
            raise EvaluationError(f"{case.id} is held out.", "At release time, --held-out shows such cases.")


def _judged(settings: Settings, cases: Sequence[Case], tell: Tell, *, twice: bool) -> tuple[Judged, ...]:
    with open_agent(settings) as agent:
        clock = agent.knowledge.clock
        _refuse_other_data(settings.home, clock, suite().data)
        days = (str(clock.first), str(clock.today), str(clock.complete))
        evaluation = Evaluation(agent, _references(settings, cases), suite(), _planned(agent), days, tell)
        return evaluation.run(cases, _elsewhere(settings, cases, tell) if twice else None)


def _elsewhere(settings: Settings, cases: Sequence[Case], tell: Tell) -> list[Answer]:
    """Ask in a process of its own: what hangs on the order of a set, or on what was asked before, shows there."""
    tell("asking in another process", 1, 1)
    with ProcessPoolExecutor(1, mp_context=get_context("spawn")) as process:
        return process.submit(_answers, settings, tuple(reversed(cases))).result()[::-1]


def _answers(settings: Settings, cases: Sequence[Case]) -> list[Answer]:
    with open_agent(settings) as agent:
        return [answer for answer, _ in ask_all(agent, cases, lambda *_: None)]


def _planned(agent: Agent) -> frozenset[str]:
    intents = agent.knowledge.model.intents
    return frozenset(name for name, intent in intents.items() if intent.kind == "query")


def _references(settings: Settings, cases: Sequence[Case]) -> References:
    files = served(settings)
    engines = open_engines((files.database, *files.restricted.values()), suite().references)
    try:
        return references(cases, engines)
    finally:
        for engine in engines:
            engine.close()


def _refuse_other_data(home: Path, clock: Clock, data: DataSet) -> None:
    if (clock.first, clock.today) != (data.start, data.end):
        raise EvaluationError(
            f"{home} has the days {clock.first} to {clock.today}; the golden questions are about {data.start} to "
            f"{data.end}.",
            "Leave out --home, and the right data set is made.",
        )


def _reported(judged: Sequence[Judged], wanted: Wanted) -> Report:
    """Compare with the baseline, which is first written when that is wanted, and sum up."""
    file = wanted.baseline or BASELINE
    if wanted.update_baseline:
        write_baseline(file, judged)
    changed = changes(read_baseline(file), judged, whole=wanted.whole)
    return report(judged, changed, suite(), whole=wanted.whole, shows_held_out=wanted.held_out)
