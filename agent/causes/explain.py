"""Make the answer of a question for causes: the sentence, the parts as a table and as bars, what each is made of."""

from collections.abc import Iterator
from typing import Any

from agent.causes.find import Cause, Causes
from agent.causes.say import CauseWords
from agent.causes.stages import Stage
from agent.columns import column, format_of, label_of
from agent.explain import answer_of, same_hours, sentence_with_window
from agent.facts import FactBook, plain
from agent.model import SemanticModel
from agent.plan import Role
from agent.premise import false_premise
from agent.provenance import check_provenance
from agent.reply import Answer, Chart, Column
from agent.turn import Tools, Turn

_ROLES: tuple[Role, ...] = ("value", "before", "change", "share")
SLICE = "slice"
"""The column that names a part."""


def explain_causes(turn: Turn, tools: Tools) -> Answer:
    """Say why something changed.

    Raises:
        ProvenanceError: The sentence would say a number that no result holds.
    """
    words = CauseWords(turn, tools)
    results = {**turn.results, **words.results}
    book = FactBook(tools.model, turn.language, results)
    sentence = sentence_with_window(words.sentence(book), turn)
    check_provenance(sentence, words.used, words.grounds(), results)
    premise = false_premise(turn.planned, book) if turn.causes and turn.causes.whole.telling else ()
    return answer_of(
        turn,
        tools,
        answer=" ".join([*premise, sentence, *same_hours(turn)]),
        facts=tuple({fact.model_dump_json(): fact for fact in words.used}.values()),
        **(_table(turn.causes, words, turn, tools.model) if turn.causes else {}),
    )


def _table(causes: Causes, words: CauseWords, turn: Turn, model: SemanticModel) -> dict[str, Any]:
    names = (SLICE, *(column(causes.measure, role) for role in _ROLES))
    rows = words.results["parts"].rows
    return {
        "columns": names,
        "rows": tuple(tuple(plain(cell) for cell in row) for row in rows),
        "shown": tuple(_columns(names, model, turn.language)),
        "chart": Chart(kind="bar", x=SLICE, y=(column(causes.measure, "change"),)) if len(rows) > 1 else None,
        "causes": (*(_cause(one, words.name(one)) for one in causes.rows), *map(_stage, causes.stages)),
    }


def _columns(names: tuple[str, ...], model: SemanticModel, language: str) -> Iterator[Column]:
    for name in names:
        kind = "dimension" if name == SLICE else "measure"
        yield Column(name=name, label=label_of(name, model, language), kind=kind, format=format_of(name, model))  # type: ignore[arg-type]


def _stage(one: Stage) -> dict[str, Any]:
    """What one factor makes of the change; all of them together make it, beside the parts."""
    return {"kind": one.kind, "measure": one.measure, "per": one.per, "change": plain(one.change)}


def _cause(one: Cause, name: str) -> dict[str, Any]:
    """A cause as programs get it: whoever adds up the rows that it describes gets its figures."""
    return {
        "kind": one.kind,
        "slice": name,
        "where": dict(one.where),
        "behind": dict(one.behind),
        "without": [dict(taken) for taken in one.without],
        "now": plain(one.now),
        "before": plain(one.before),
        "change": plain(one.change),
        "share": plain(one.share),
        "beyond_chance": one.telling,
    }
