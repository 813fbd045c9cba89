"""An answer as clients of the Responses protocol get it: whole, or in server-sent events. Pure."""

import json
import re
from collections.abc import Iterator
from typing import Any

from agent.reply import Answer
from doors.serving.limits import serving_limits
from pipeline.errors import LeakageError

AGAIN = (429, 503)
"""The statuses that say when to ask again."""
DONE = "data: [DONE]\n\n"
BEAT = ": still at it\n\n"


def response_of(answer: Answer, created_at: float) -> dict[str, Any]:
    """Return the whole response; the whole answer is in its ``custom_outputs``."""
    return {
        "id": f"resp_{answer.trace_id}",
        "object": "response",
        "created_at": created_at,
        "status": "completed",
        "error": None,
        "output": [_item(answer)],
        "custom_outputs": answer.model_dump(mode="json"),
    }


def events_of(answer: Answer, created_at: float) -> Iterator[str]:
    """Give the events of a streamed answer: its text in pieces, the finished item, the whole response."""
    item = _item(answer)
    for piece in pieces(answer.answer):
        yield event("response.output_text.delta", item_id=item["id"], output_index=0, content_index=0, delta=piece)
    outputs = answer.model_dump(mode="json")
    yield event("response.output_item.done", item=item, output_index=0, custom_outputs=outputs)
    yield event("response.completed", response=response_of(answer, created_at))


def event(kind: str, **content: Any) -> str:
    """Write one server-sent event."""
    return f"data: {json.dumps({'type': kind, **content}, ensure_ascii=False)}\n\n"


def failure(error: LeakageError, code: str | None = None) -> dict[str, dict[str, str]]:
    """Say why there is no answer."""
    return {"error": {"code": code or error.phase, "message": error.message, "hint": error.hint}}


def pieces(text: str) -> list[str]:
    """Cut a text between words; together the pieces are the text."""
    return re.findall(rf"(?s).{{1,{serving_limits().delta}}}\S*\s*", text)


def _item(answer: Answer) -> dict[str, Any]:
    content = [{"type": "output_text", "text": answer.answer, "annotations": []}]
    return {
        "type": "message",
        "id": f"msg_{answer.trace_id}",
        "role": "assistant",
        "status": "completed",
        "content": content,
    }
