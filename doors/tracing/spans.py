"""What a trace says of a question: each step with what it took and gave; no row, nothing that may name a member."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from functools import cache
from typing import Any

from agent.chat.mask import masked
from agent.turn import Turn
from agent.watch import Called, Passed, Watched
from pipeline.contract import load_contracts

WITHHELD = "[withheld: single journeys are not traced]"


@dataclass(frozen=True)
class Span:
    """A step as a trace has it; moments in nanoseconds since 1970.

    Attributes:
        kind: MLflow's word for what it is.
        stopped: Why the question ended there; None where it went on.
    """

    name: str
    kind: str
    start_ns: int
    end_ns: int
    inputs: Mapping[str, Any]
    outputs: Mapping[str, Any]
    stopped: str | None = None
    attributes: Mapping[str, Any] = field(default_factory=dict)


def root_of(watched: Watched) -> Span:
    """The whole question: what was asked, and what came of it."""
    answer, turn = watched.answer, watched.turn
    outputs = {
        "status": answer.status,
        "label": answer.label,
        "code": answer.code,
        "answer": WITHHELD if _single_journeys(watched) else answer.answer,
        "reading": answer.plan.said if answer.plan else None,
        "rows": len(answer.rows),
    }
    inputs = {"question": turn.question, "earlier_questions": len(turn.conversation), "language": turn.language}
    stopped = answer.code or "failed" if answer.status == "failed" else None
    return _masked(Span("question", "AGENT", watched.start_ns, watched.end_ns, inputs, outputs, stopped))


def spans_of(watched: Watched) -> Iterator[Span]:
    """The steps in their order, and requests to a chat model."""
    before, withheld = watched.turn, _single_journeys(watched)
    for one in watched.passed:
        after = one.turn or before
        gave = _GAVE[one.name](after, withheld) if one.turn and one.name in _GAVE else {}
        took = _took(one, before)
        yield _masked(Span(one.name, _KINDS.get(one.name, "CHAIN"), one.start_ns, one.end_ns, took, gave, one.stopped))
        before = after
    yield from (_masked(_call(one)) for one in watched.called)


_KINDS = {"read": "PARSER", "execute": "RETRIEVER"}


def _took(one: Passed, before: Turn) -> dict[str, Any]:
    """What a step works with: what the steps before it gave, by name; the question itself for the first."""
    if one.name == "read":
        return {"question": before.question, "earlier_questions": list(before.conversation)}
    given = {"draft": before.outcome, "plan": before.plan, "trees": before.trees, "queries": before.queries}
    return {"from": [name for name, part in given.items() if part]}


def _read(turn: Turn, _: bool) -> dict[str, Any]:
    heard = turn.heard
    return {
        "words": [[one.text, one.meaning.kind, one.meaning.value or one.meaning.name] for one in turn.read.spans],
        "draft": heard.draft.model_dump(mode="json", exclude_defaults=True) if heard.draft else None,
        "stop": str(getattr(heard.stop, "reason", heard.stop)) if heard.stop else None,
        "by_chat_model": heard.reading is None,
    }


def _plan(turn: Turn, _: bool) -> dict[str, Any]:
    return {"plan": turn.plan.model_dump(mode="json", exclude_defaults=True) if turn.plan else None}


def _compile(turn: Turn, _: bool) -> dict[str, Any]:
    return {name: tree.sql() for name, tree in turn.trees.items()}


def _validate(turn: Turn, _: bool) -> dict[str, Any]:
    return {name: {"sql": one.sql, "tables": list(one.tables)} for name, one in turn.queries.items()}


def _execute(turn: Turn, _: bool) -> dict[str, Any]:
    """How much came back, and never what."""
    return {
        name: {"columns": list(one.columns), "rows": len(one.rows), "cut": one.truncated, "ms": round(one.ms, 2)}
        for name, one in turn.results.items()
    }


def _explain(turn: Turn, withheld: bool) -> dict[str, Any]:
    answer = turn.answer
    if answer is None:
        return {}
    return {"answer": WITHHELD if withheld else answer.answer, "label": answer.label, "facts": len(answer.facts)}


_GAVE = {
    "read": _read,
    "plan": _plan,
    "compile": _compile,
    "validate": _validate,
    "execute": _execute,
    "explain": _explain,
}


def _call(one: Called) -> Span:
    used = {"input_tokens": one.tokens_in, "output_tokens": one.tokens_out}
    known = {name: count for name, count in used.items() if count is not None}
    if len(known) == len(used):
        known["total_tokens"] = sum(known.values())
    attributes = {"mlflow.chat.tokenUsage": known} if known else {}
    return Span("chat", "CHAT_MODEL", one.start_ns, one.end_ns, {"model": one.model}, known, one.stopped, attributes)


def _single_journeys(watched: Watched) -> bool:
    """Whether the answer is of single journeys, or whatever else only one role may read."""
    return any(table in _restricted() for one in watched.answer.queries for table in one.tables)


@cache
def _restricted() -> frozenset[str]:
    return frozenset(one.table for one in load_contracts().values() if one.restricted_to)


def _masked(span: Span) -> Span:
    return Span(**{**span.__dict__, "inputs": _blank(span.inputs), "outputs": _blank(span.outputs)})


def _blank(part: Any) -> Any:
    """Texts without what may name a member, however deep they lie."""
    if isinstance(part, str):
        return masked(part)
    if isinstance(part, Mapping):
        return {str(name): _blank(one) for name, one in part.items()}
    return [_blank(one) for one in part] if isinstance(part, list | tuple) else part
