"""How incidents are shown and what may be said of them: `page/incidents.yml`, read strictly."""

from functools import cache

import yaml

from agent.metric_view import Strict
from ui.page_file import PAGE


class Words(Strict):
    """What a card says in one language."""

    everywhere: str
    suspect: str
    cards: str
    figures: dict[str, str]
    verdicts: str
    opinions: dict[str, str]
    said: str


class Ask(Strict):
    """A question about an incident; ``{journey}`` stands for the incident's own."""

    needs: frozenset[str] = frozenset()
    label: dict[str, str]
    question: dict[str, str]


class IncidentFile(Strict):
    """Which of an answer's values hold an incident's name, severity and suspect, and which are figures."""

    name: str
    severity: str
    suspect: str
    figures: tuple[str, ...]
    asks: tuple[Ask, ...]
    words: dict[str, Words]


@cache
def incident_file() -> IncidentFile:
    """Return the packaged file."""
    return IncidentFile.model_validate(yaml.safe_load((PAGE / "incidents.yml").read_text()))
