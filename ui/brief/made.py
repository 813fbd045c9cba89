"""A briefing made of the figures as they are, and laid out; who sends it is another matter."""

from dataclasses import dataclass

from agent.briefing.compose import Briefing
from agent.briefing.outline import Outline, read_outline
from agent.planner import Caller
from doors.briefing import briefing_over
from doors.context import Context
from ui.brief.sheet import Sheet, lay_out


@dataclass(frozen=True)
class Made:
    """A briefing, and how it is laid out."""

    briefing: Briefing
    sheet: Sheet
    outline: Outline


def make(context: Context, audience: str, language: str, caller: Caller | None = None) -> Made:
    """Make a briefing of the latest published run.

    Args:
        context: Gives out the agent over that run.
        audience: For whom.
        language: In which language.
        caller: Who reads it; None for the settings' user.

    Raises:
        BriefingError: The figures are stale or unsound, or there is no such audience or language.
        PublishError: Nothing has been built yet.
    """
    outline, settings = read_outline(context.settings.brief_outline), context.settings
    with context.current() as lent:
        briefing = briefing_over(context, lent, outline, audience, language, caller or context.caller)
        run = lent.run.run_id if lent.run else ""
        return Made(briefing, lay_out(briefing, outline, lent.agent.knowledge.model, settings.zone, run), outline)
