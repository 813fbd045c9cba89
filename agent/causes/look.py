"""Look into a change: find its parts in the results, then ask when the first began and what the calendar says."""

from dataclasses import replace

from agent.causes.course import CALENDAR, COURSE, calendar_plan, course_plan
from agent.causes.find import find_causes
from agent.causes.stages import stage_plans, stages_of
from agent.compile import compile_plan
from agent.engine import Engine
from agent.turn import Tools, Turn
from agent.validate import validate_tree


def look_into(turn: Turn, tools: Tools, engine: Engine) -> Turn:
    """Add what explains a change to a question whose two windows have been read.

    Raises:
        CausesError: The parts do not add up.
        ExecuteError: A further query failed.
    """
    causes = find_causes(turn.planned, turn.results, tools.model)
    if causes is None:
        return turn
    further = {COURSE: course_plan(turn.planned, causes, tools.model)}
    if causes.parts:
        further[CALENDAR] = calendar_plan(turn.planned, tools.model)
    if causes.whole.telling:
        further.update(stage_plans(turn.planned, tools.model))
    most, catalog = tools.limits.execute.groups, tools.knowledge.catalog
    trees = {name: compile_plan(plan, tools.model, most) for name, plan in further.items() if plan}
    queries = {name: validate_tree(tree, catalog, engine.dialect, most) for name, tree in trees.items()}
    run = engine.run([one.sql for one in queries.values()], tools.limits.execute.groups) if queries else []
    results = {**turn.results, **dict(zip(queries, run, strict=True))}
    causes = replace(causes, stages=stages_of(turn.planned, results, tools.model))
    return replace(turn, causes=causes, queries={**turn.queries, **queries}, results=results)
