"""Ask a chat model until its reply holds, telling it each time exactly what was wrong; only so often."""

from collections.abc import Callable, Sequence
from typing import TypeVar

from agent.chat.client import ChatClient, Deadline, MalformedReply, Message
from agent.chat.schema import Json
from agent.limits import limits
from agent.plan import Part
from prompts.prompt import render

Reply = TypeVar("Reply", bound=Part)


def ask_until_right(
    client: ChatClient,
    messages: Sequence[Message],
    schema: Json,
    shape: type[Reply],
    wrong: Callable[[Reply], list[str]],
    deadline: Deadline,
) -> Reply:
    """Ask for a reply with nothing wrong in it.

    Raises:
        ChatFailed: There is none, or none that holds.
    """
    talk = list(messages)
    for _ in range(limits().chat.asks):
        try:
            reply = client.ask(talk, schema, shape, deadline)
        except MalformedReply as malformed:
            said, errors = "(not readable)", [str(malformed)]
        else:
            said, errors = reply.model_dump_json(exclude_defaults=True), wrong(reply)
        if not errors:
            return reply
        talk += [("ai", said), ("human", render("again", errors="\n".join(f"- {one}" for one in errors)))]
    raise client.gave_up()
