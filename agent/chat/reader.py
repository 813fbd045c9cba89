"""Read a question with a chat model: it says a draft, code checks it."""

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from agent.chat.calendar import windows
from agent.chat.check import complaints, settled
from agent.chat.client import ChatClient, Deadline
from agent.chat.mask import masked
from agent.chat.offer import Offer
from agent.chat.schema import ReadReply, read_schema
from agent.chat.talk import ask_until_right
from agent.chat.vocabulary import clock_text, dimensions_text, intents_text, measures_text, views_text
from agent.declined import Declined
from agent.knowledge import Knowledge
from agent.limits import limits
from agent.plan import Draft, Window
from agent.planner import Caller
from agent.reader import Unclear
from prompts.prompt import examples, render

_READINGS = {"plan": 1, "ambiguous": 2}


class NeedsSql(Exception):  # noqa: N818 - an outcome, not an error
    """The tables could answer a question, but no draft can say it."""


@dataclass(frozen=True)
class ChatReader:
    """Reads questions with a chat model.

    Attributes:
        client: The model.
        seconds: How long reading one question may take, all replies together.
        tell_values: Whether the model may know the values of dimensions.
        freehand: Whether it may say that a question needs SQL.
    """

    client: ChatClient
    seconds: float
    tell_values: bool
    freehand: bool

    def read(self, question: str, conversation: Sequence[str], knowledge: Knowledge, caller: Caller) -> Draft:
        """Read a question; see `Reader.read` and `ask`."""
        return self.ask(question, conversation, Offer(knowledge, caller, self.tell_values), Deadline(self.seconds))

    def ask(self, question: str, conversation: Sequence[str], offer: Offer, deadline: Deadline) -> Draft:
        """Read a question of a caller whose offer it is.

        Raises:
            Declined: It is about something else.
            Unclear: It means either of two things.
            NeedsSql: No draft can say it.
            ChatFailed: The model is of no help.
        """
        reply = ask_until_right(
            self.client,
            [("system", read_prompt(offer, freehand=self.freehand)), ("human", question_text(question, conversation))],
            read_schema(offer, freehand=self.freehand),
            ReadReply,
            lambda one: wrong_in(one, offer, freehand=self.freehand),
            deadline,
        )
        return _outcome(reply, question, offer)


def read_prompt(offer: Offer, *, freehand: bool) -> str:
    """What a model is told before the question."""
    return render(
        "read",
        model=offer.model.notes.name,
        sql_status=render("read_sql") + "\n" if freehand else "",
        intents=intents_text(offer),
        measures=measures_text(offer),
        dimensions=dimensions_text(offer),
        views=views_text(offer),
        clock=clock_text(offer),
        examples=_examples(offer),
    )


def question_text(question: str, conversation: Sequence[str]) -> str:
    """The question and the last ones before it, as data, with nothing in them that names a member."""
    most = limits().chat.talk
    earlier = [masked(one) for one in conversation[-most:]] if most else []
    return json.dumps({"earlier": earlier, "question": masked(question)}, ensure_ascii=False)


def wrong_in(reply: ReadReply, offer: Offer, *, freehand: bool) -> list[str]:
    """What is wrong with a reply, for the model to mend."""
    if reply.status == "sql" and not freehand:
        return ["Status sql is not offered."]
    wanted = _READINGS.get(reply.status, 0)
    if len(reply.readings) != wanted:
        return [f"Status {reply.status} goes with {wanted} readings, not {len(reply.readings)}."]
    return [error for draft in reply.readings for error in complaints(settled(draft, offer), offer)]


def _outcome(reply: ReadReply, question: str, offer: Offer) -> Draft:
    drafts = tuple(dict.fromkeys(settled(draft, offer) for draft in reply.readings))
    if reply.status == "sql":
        raise NeedsSql
    if reply.status == "out_of_scope":
        words = tuple(word for word in reply.words if word.strip() and word.casefold() in question.casefold())
        raise Declined("declined_words", words) if words else Declined("nothing_asked")
    if len(drafts) > 1:
        raise Unclear(drafts)
    return drafts[0]


def _examples(offer: Offer) -> str:
    fitting = [one for one in examples("read") if _fits(one, offer)]
    named = windows(offer.knowledge.clock)
    said = [
        f"{_example_question(one)}\n{json.dumps(_dated(one['reply'], named), ensure_ascii=False)}" for one in fitting
    ]
    return "\n".join(["Examples; what a reply leaves out is null or empty", *said]) if said else ""


def _example_question(example: Mapping[str, Any]) -> str:
    return question_text(example["question"], example.get("earlier", ()))


def _fits(example: Mapping[str, Any], offer: Offer) -> bool:
    """Whether an example speaks of this model, and of no value that may not be told."""
    if not offer.knowledge.clock.known:
        return False
    reply = ReadReply.model_validate(_dated(example["reply"], windows(offer.knowledge.clock)))
    told = offer.tell_values or not any(one.values for draft in reply.readings for one in draft.filters)
    return told and not wrong_in(reply, offer, freehand=True)


def _dated(part: Any, named: Mapping[str, Window]) -> Any:
    """An example with its windows' names replaced by their days."""
    if isinstance(part, dict):
        return {
            key: _days(named[value]) if key == "window" and isinstance(value, str) else _dated(value, named)
            for key, value in part.items()
        }
    return [_dated(one, named) for one in part] if isinstance(part, list) else part


def _days(window: Window) -> dict[str, str]:
    return {"start": str(window.start), "end": str(window.end)}
