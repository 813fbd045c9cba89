"""Incidents as they are shown: a card each. Pure: every figure is the answer's."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any

from agent.columns import format_of
from agent.numbers import write_date, write_value
from agent.placeholders import capitalised
from agent.reply import Answer
from agent.slice_words import slice_phrases
from ui.incident_file import IncidentFile
from ui.tables import Writer


@dataclass(frozen=True)
class IncidentCard:
    """An incident: what and where, since when, how many calls and dollars beyond the expected, what is suspected.

    Attributes:
        asks: Questions about it, each with what its button says.
    """

    incident: str
    title: str
    severity: str
    severity_label: str
    figures: tuple[tuple[str, str], ...]
    suspect: str
    asks: tuple[tuple[str, str], ...]


def incident_cards(answer: Answer, say: Writer, file: IncidentFile) -> Iterator[IncidentCard]:
    """Lay out the incidents that an answer brings.

    Args:
        answer: The answer.
        say: Writes values.
        file: Which of an incident's values are shown, and the words around them.
    """
    words = file.words[say.language]
    for spike in answer.spikes:
        if spike.get(file.name) is None:
            continue
        severity = str(spike.get(file.severity) or "")
        yield IncidentCard(
            incident=str(spike[file.name]),
            title=capitalised(_title(spike, say)) or words.everywhere,
            severity=severity,
            severity_label=say.model.value_label(file.severity, severity, say.language) if severity else "",
            figures=tuple(_figures(spike, say, file)),
            suspect=str(spike.get(file.suspect) or ""),
            asks=tuple(_asks(spike, say, file)),
        )


def _title(spike: Mapping[str, Any], say: Writer) -> str:
    label = say.model.value_label
    return " ".join(slice_phrases(spike, say.model, say.language, lambda name, value: label(name, value, say.language)))


def _figures(spike: Mapping[str, Any], say: Writer, file: IncidentFile) -> Iterator[tuple[str, str]]:
    for name in file.figures:
        if spike.get(name) is not None:
            yield file.words[say.language].figures[name], _written(name, spike[name], say)


def _written(name: str, value: Any, say: Writer) -> str:
    form = format_of(name, say.model)
    if form and form.type == "date":
        return write_date(date.fromisoformat(value), say.language, "short_date")
    return write_value(Decimal(str(value)), form, say.language)


def _asks(spike: Mapping[str, Any], say: Writer, file: IncidentFile) -> Iterator[tuple[str, str]]:
    """The questions whose blanks an incident can fill: of its journey, its error code."""
    values = {name: say.model.value_label(name, value, say.language) for name, value in spike.items() if value}
    for ask in file.asks:
        if ask.needs <= values.keys():
            yield ask.label[say.language], ask.question[say.language].format(**values)
