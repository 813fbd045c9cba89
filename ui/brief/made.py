"""A briefing made of the figures as they are, and laid out; who sends it is another matter."""

from dataclasses import dataclass
from datetime import datetime

from agent.briefing.compose import Briefing, compose
from agent.briefing.outline import Outline, read_outline
from agent.planner import Caller
from doors.context import Context, Current
from ui.brief.gate import check_fit
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
        _check(context, lent)
        agent, asker = lent.agent, caller or context.caller
        briefing = compose(
            lambda question: context.ask_over(lent, question, asker, "briefing"), outline, audience, language
        )
        run = lent.run.run_id if lent.run else ""
        return Made(briefing, lay_out(briefing, outline, agent.knowledge.model, settings.zone, run), outline)


def _check(context: Context, lent: Current) -> None:
    clock, now = lent.agent.knowledge.clock, datetime.now(context.settings.zone).date()
    check_fit(clock.today, clock.complete, context.last_run(), lent.run, now, context.settings.brief_most_days_old)
