"""The agent as MLflow loads it: a Responses request in, a Responses answer out, over the data that the settings name.

MLflow keeps this file as the model's code (models-from-code) and runs it whenever the model is loaded.
"""

import os
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

from mlflow.models import set_model
from mlflow.pyfunc.model import ResponsesAgent
from mlflow.types.responses import ResponsesAgentRequest, ResponsesAgentResponse, ResponsesAgentStreamEvent

from agent.reply import Answer
from doors.context import Context
from doors.tracking.messages import asked_of, outputs_of, question_and_talk
from pipeline.settings import load_settings

DATABASE = "gold"
"""The artifact that holds the gold tables, where they were logged along."""
Asked = ResponsesAgentRequest | Mapping[str, Any]


class Answers:
    """Answers over the published run of the home that LEAKAGE_HOME names, or over the tables logged with it.

    A class of its own, since MLflow would trace what ``LoggedAgent`` itself defines, rows and all.
    """

    def load_context(self, context: Any) -> None:
        """Open the data: those logged along unless the environment names a home."""
        config = dict(context.model_config or {}) if context else {}
        artifacts = dict(context.artifacts or {}) if context else {}
        elsewhere = "LEAKAGE_HOME" in os.environ
        logged = None if elsewhere else artifacts.get(DATABASE)
        home = None if elsewhere else config.get("home")
        self._context = Context(load_settings(home=home), data=Path(logged) if logged else None)
        self._context.warm_up()

    def predict(self, request: Asked) -> ResponsesAgentResponse:
        """Answer the last question of a request; the whole answer, as JSON, is in ``custom_outputs``."""
        answer = self._answer(request)
        return ResponsesAgentResponse.model_validate({"output": [_item(answer)], "custom_outputs": outputs_of(answer)})

    def predict_stream(self, request: Asked) -> Iterator[ResponsesAgentStreamEvent]:
        """Answer in events: the text, then the finished item with the whole answer."""
        answer = self._answer(request)
        yield _event(ResponsesAgent.create_text_delta(answer.answer, answer.trace_id))
        done = {"type": "response.output_item.done", "item": _item(answer), "custom_outputs": outputs_of(answer)}
        yield _event(done)

    def _answer(self, request: Asked) -> Answer:
        asked = ResponsesAgentRequest.model_validate(request)
        question, earlier = question_and_talk([one.model_dump() for one in asked.input])
        given = dict(asked.custom_inputs or {}) | (asked.context.model_dump() if asked.context else {})
        caller, conversation = asked_of(given, self._context.caller)
        return self._context.ask(question, earlier, caller, conversation)


class LoggedAgent(Answers, ResponsesAgent):  # type: ignore[misc]
    """The same, as MLflow knows it, whose own signature of ``predict`` has a context before the request."""


def _item(answer: Answer) -> dict[str, Any]:
    return dict(ResponsesAgent.create_text_output_item(text=answer.answer, id=answer.trace_id))


def _event(content: dict[str, Any]) -> ResponsesAgentStreamEvent:
    return ResponsesAgentStreamEvent.model_validate(content)


set_model(LoggedAgent())
