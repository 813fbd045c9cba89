"""The six steps from a question to its answer."""

from dataclasses import replace
from typing import TYPE_CHECKING

from agent.causes.explain import explain_causes
from agent.causes.look import look_into
from agent.certified import QUERY as CERTIFIED
from agent.certified import reviewed, reviewed_tree
from agent.chat.answer import explain_query, reworded, without_query
from agent.compile import compile_plan
from agent.decide import decided, explain_decision
from agent.declined import Declined
from agent.engine import Engine
from agent.explain import explain_results, explain_without_plan
from agent.knowledge import check_columns
from agent.planner import Planner
from agent.turn import Tools, Turn
from agent.validate import validate_tree
from pipeline.errors import ExecuteError

if TYPE_CHECKING:
    from sqlglot import exp


def read(turn: Turn, tools: Tools) -> Turn:
    """Find what the question says."""
    if not turn.question.strip():
        raise Declined("empty_question")
    if len(turn.question) > tools.limits.ask.characters:
        raise Declined("too_long", most=str(tools.limits.ask.characters))
    decision = decided(turn, tools)
    if decision:
        return decision
    heard = tools.reader.read(turn.question, turn.conversation, tools.knowledge, turn.caller, turn.language)
    return replace(turn, outcome=heard)


def plan(turn: Turn, tools: Tools) -> Turn:
    """Complete what it says to a plan that one view of the model can answer; a query of a chat model needs none."""
    heard = turn.heard
    if heard.query:
        return replace(turn, queries={"rows": heard.query})
    if heard.draft is None:
        raise heard.stop or Declined("nothing_asked")
    if heard.draft.intent and tools.model.intents[heard.draft.intent].kind not in ("query", "decision"):
        return replace(turn, answer=explain_without_plan(heard.draft, turn, tools))
    planner = Planner.over(tools.knowledge)
    return replace(turn, plan=planner.plan(heard.draft, turn.caller))


def compile(turn: Turn, tools: Tools) -> Turn:  # noqa: A001 - the step's name
    """Turn the plan and its side plans into SQL trees."""
    if turn.plan is None:
        return turn
    most = tools.limits.execute
    rows = most.groups if turn.plan.analysis else most.rows
    review = reviewed(turn.planned, tools.certified)
    trees: dict[str, exp.Expr] = {
        name: compile_plan(one, tools.model, rows) for name, one in turn.planned.queries().items()
    }
    return replace(turn, trees=trees | ({CERTIFIED: reviewed_tree(review, turn.planned)} if review else {}))


def validate(turn: Turn, tools: Tools) -> Turn:
    """Check the trees against the allowlist and write them in the engine's dialect."""
    if turn.plan is None:
        return turn
    engine = _engine(turn, tools)
    catalog = tools.knowledge.catalog if engine is tools.engines["main"] else engine.catalog()
    if engine is not tools.engines["main"]:
        check_columns(tools.model.view[turn.planned.view], catalog)
    most = next(iter(_most(turn, tools)), None)
    checked = {name: validate_tree(tree, catalog, engine.dialect, most) for name, tree in turn.trees.items()}
    return replace(turn, queries=checked)


def execute(turn: Turn, tools: Tools) -> Turn:
    """Run the queries, all on one connection."""
    try:
        results = _engine(turn, tools).run([one.sql for one in turn.queries.values()], *_most(turn, tools))
    except ExecuteError:
        if turn.plan is None:
            return without_query(turn, tools)
        raise
    turn = replace(turn, results=dict(zip(turn.queries, results, strict=True)))
    return look_into(turn, tools, _engine(turn, tools)) if turn.plan and turn.plan.analysis else turn


def explain(turn: Turn, tools: Tools) -> Turn:
    """Say what the results mean."""
    if turn.plan is None:
        return replace(turn, answer=explain_query(turn, tools))
    if turn.decision:
        return replace(turn, answer=explain_decision(turn.decision, turn, tools))
    if turn.plan.analysis:
        return replace(turn, answer=explain_causes(turn, tools))
    return replace(turn, answer=reworded(explain_results(turn, tools), turn, tools))


def _most(turn: Turn, tools: Tools) -> tuple[int, ...]:
    """How many rows are too many, where it is not the usual number."""
    return (tools.limits.execute.groups,) if turn.plan and turn.plan.analysis else ()


def _engine(turn: Turn, tools: Tools) -> Engine:
    name = tools.model.about_view(turn.plan.view).database if turn.plan else "main"
    if name not in tools.engines:
        raise Declined("playback_missing")
    return tools.engines[name]
