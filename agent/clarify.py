"""Ask back: which of several readings of a question is meant."""

from dataclasses import replace

from agent.declined import Declined
from agent.explain import explain_plan
from agent.explain_declined import explain_declined
from agent.language import languages
from agent.plan import Draft
from agent.planner import Planner
from agent.reader import Unclear
from agent.reply import Answer
from agent.turn import Tools, Turn


def explain_unclear(unclear: Unclear, turn: Turn, tools: Tools) -> Answer:
    """Say a question's readings as plans, each a question to go on with."""
    said = tuple(dict.fromkeys(one for one in (_said(draft, turn, tools) for draft in unclear.readings) if one))
    if len(said) < 2:
        return explain_declined(Declined("nothing_asked"), turn, tools)
    text = languages()[turn.language].write["clarify"].format(" · ".join(f"“{one}”" for one in said))
    return Answer(
        status="clarify",
        code="unclear",
        answer=text,
        language=turn.language,
        as_of=tools.knowledge.clock.today,
        suggestions=said,
        trace_id=turn.trace_id,
    )


def _said(draft: Draft, turn: Turn, tools: Tools) -> str:
    """A reading as a plan in words, or as the question of its intent; nothing for one that can't be answered."""
    intent = tools.model.intents[draft.intent] if draft.intent else None
    if intent and (intent.kind != "query" or not draft.filters):
        return intent.question.get(turn.language) or next(iter(intent.question.values()))
    try:
        plan = Planner.over(tools.knowledge).plan(draft, turn.caller)
    except Declined:
        return ""
    shown = explain_plan(replace(turn, plan=plan), tools).plan
    return shown.said if shown else ""
