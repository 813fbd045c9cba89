"""The six steps from a question to its answer."""

from dataclasses import replace

from agent.compile import compile_plan
from agent.declined import Declined
from agent.engine import Engine
from agent.explain import explain_results, explain_without_plan
from agent.follow import draft_in_talk
from agent.knowledge import check_columns
from agent.planner import Planner
from agent.read import read_question
from agent.turn import Tools, Turn
from agent.validate import validate_tree


def read(turn: Turn, tools: Tools) -> Turn:
    """Find which words of the question mean what."""
    if not turn.question.strip():
        raise Declined("empty_question")
    if len(turn.question) > tools.limits.ask.characters:
        raise Declined("too_long", most=str(tools.limits.ask.characters))
    return replace(turn, reading=read_question(turn.question, tools.knowledge.lexicon(turn.language)))


def plan(turn: Turn, tools: Tools) -> Turn:
    """Put the meanings together into a plan that one view of the model can answer."""
    draft = draft_in_talk(turn.read, turn.conversation, tools.knowledge)
    if draft.empty:
        raise Declined("nothing_asked")
    if draft.intent and tools.model.intents[draft.intent].kind != "query":
        return replace(turn, answer=explain_without_plan(draft, turn, tools))
    return replace(
        turn, plan=Planner(tools.model, tools.knowledge.clock, tools.knowledge.days).plan(draft, turn.caller)
    )


def compile(turn: Turn, tools: Tools) -> Turn:  # noqa: A001 - the step's name
    """Turn the plan and its side plans into SQL trees."""
    rows = tools.limits.execute.rows
    return replace(
        turn, trees={name: compile_plan(one, tools.model, rows) for name, one in turn.planned.queries().items()}
    )


def validate(turn: Turn, tools: Tools) -> Turn:
    """Check the trees against the allowlist and write them in the engine's dialect."""
    engine = _engine(turn, tools)
    catalog = tools.knowledge.catalog if engine is tools.engines["main"] else engine.catalog()
    if engine is not tools.engines["main"]:
        check_columns(tools.model.view[turn.planned.view], catalog)
    return replace(
        turn, queries={name: validate_tree(tree, catalog, engine.dialect) for name, tree in turn.trees.items()}
    )


def execute(turn: Turn, tools: Tools) -> Turn:
    """Run the queries, all on one connection."""
    results = _engine(turn, tools).run([one.sql for one in turn.queries.values()])
    return replace(turn, results=dict(zip(turn.queries, results, strict=True)))


def explain(turn: Turn, tools: Tools) -> Turn:
    """Say what the results mean."""
    return replace(turn, answer=explain_results(turn, tools))


def _engine(turn: Turn, tools: Tools) -> Engine:
    name = tools.model.about_view(turn.planned.view).database
    if name not in tools.engines:
        raise Declined("playback_missing")
    return tools.engines[name]
