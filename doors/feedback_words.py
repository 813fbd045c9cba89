"""What is said of judgements, in each language: `feedback.yml`, read strictly."""

from functools import cache
from importlib.resources import files

import yaml
from pydantic import TypeAdapter

from agent.metric_view import Strict
from agent.model import DEFAULT_LANGUAGE
from pipeline.feedback import MOST_COMMENT, Reason


class FeedbackWords(Strict):
    """The words of one language."""

    good: str
    bad: str
    what: str
    reasons: dict[Reason, str]
    comment: str
    send: str
    thanks: str
    unhappy: str
    trace: str

    @property
    def longest(self) -> int:
        """How many characters own words may have."""
        return MOST_COMMENT


def feedback_words(language: str | None) -> FeedbackWords:
    """The words of a language; those of the default language where it has none."""
    known = languages()
    return known.get(language or DEFAULT_LANGUAGE) or known[DEFAULT_LANGUAGE]


@cache
def languages() -> dict[str, FeedbackWords]:
    """Every language's words."""
    read = yaml.safe_load((files("doors") / "feedback.yml").read_text(encoding="utf-8"))
    return TypeAdapter(dict[str, FeedbackWords]).validate_python(read)
