"""Who is told of a judgement: a webhook, of answers that were not good; and the answer's trace."""

from functools import partial

from doors.feedback_words import feedback_words
from doors.judging import Told
from doors.tracing.tracer import Tracer
from pipeline.feedback import Judged
from pipeline.settings import Settings


def told_by(settings: Settings, tracer: Tracer | None = None) -> tuple[Told, ...]:
    """Whom the settings name, and who keeps the traces."""
    posted = (partial(post_unhappy, settings),) if settings.feedback_webhook else ()
    return (*posted, tracer.judged) if tracer else posted


def post_unhappy(settings: Settings, judged: Judged) -> None:
    """Post what somebody found wrong with an answer; a good one is no news.

    Raises:
        BusyError: The other side was busy, however often it was tried.
        DeliveryError: It does not take it.
    """
    from doors.webhook import attempts, post  # httpx is there for those who send

    if judged.verdict == "down" and settings.feedback_webhook:
        message = {"text": message_of(judged)}
        attempts(settings)(post, settings, settings.feedback_webhook, message, judged.feedback_id)


def message_of(judged: Judged) -> str:
    """What is said of it: who, what was asked, what is wrong; no figure of the answer."""
    words = feedback_words(judged.language)
    parts = [words.unhappy.format(user=judged.user, question=judged.question)]
    parts += [words.reasons[judged.reason]] if judged.reason else []
    parts += [f"“{judged.comment}”"] if judged.comment else []
    return " · ".join([*parts, words.trace.format(trace=judged.trace_id)])
