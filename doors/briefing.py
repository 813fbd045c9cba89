"""A briefing of the figures as they are, for whoever reads it, if they are fit for one."""

from datetime import datetime

from agent.briefing.compose import Briefing, compose
from agent.briefing.outline import Outline
from agent.planner import Caller
from doors.context import Context, Current
from doors.fit import check_fit


def briefing_over(
    context: Context, lent: Current, outline: Outline, audience: str, language: str, caller: Caller
) -> Briefing:
    """Make a briefing of a run that is lent, so that all of it is of the same figures.

    Args:
        context: Asks and records.
        lent: The agent over that run.
        outline: What is asked.
        audience: For whom.
        language: In which language.
        caller: Who reads it.

    Raises:
        BriefingError: The figures are stale or unsound, or there is no such audience or language.
    """
    clock, now = lent.agent.knowledge.clock, datetime.now(context.settings.zone).date()
    check_fit(clock.today, clock.complete, context.last_run(), lent.run, now, context.settings.brief_most_days_old)
    return compose(lambda question: context.ask_over(lent, question, caller, "briefing"), outline, audience, language)
