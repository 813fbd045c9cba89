"""A Responses request as the agent needs it, and an answer as a Responses client gets it. Pure."""

from collections.abc import Mapping, Sequence
from typing import Any

from agent.planner import Caller
from agent.reply import Answer
from pipeline.errors import TrackingError


def question_and_talk(items: Sequence[Mapping[str, Any]]) -> tuple[str, tuple[str, ...]]:
    """The question, which is what the user said last, and the questions before it, the oldest first.

    Raises:
        TrackingError: The user has said nothing.
    """
    said = [text for one in items if one.get("role") == "user" and (text := _text(one.get("content")))]
    if not said:
        raise TrackingError(
            "the request has no message of a user.", 'Send {"input": [{"role": "user", "content": …}]}.'
        )
    return said[-1], tuple(said[:-1])


def asked_of(given: Mapping[str, Any], usual: Caller) -> tuple[Caller, str | None]:
    """Who asks, in the usual role, and in which conversation; a user's name of another one gives no other role."""
    user, conversation = given.get("user_id") or given.get("user"), given.get("conversation_id")
    return Caller(str(user), usual.role) if user else usual, str(conversation) if conversation else None


def outputs_of(answer: Answer) -> dict[str, Any]:
    """The whole answer as JSON has it."""
    return answer.model_dump(mode="json")


def _text(content: Any) -> str:
    if isinstance(content, str):
        return content.strip()
    parts = content if isinstance(content, list) else []
    return " ".join(str(part.get("text", "")) for part in parts if isinstance(part, Mapping)).strip()
