"""Takes up what happened to questions, and writes it to MLflow in the background: no answer waits for it."""

import atexit
import logging
import queue
import threading
from collections import OrderedDict
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

from agent.chat.mask import masked
from agent.watch import Watched
from doors.tracing.spans import Span, root_of, spans_of
from doors.tracing.store import Store, open_store
from doors.tracing.versions import versions
from pipeline.feedback import Judged
from pipeline.settings import Settings

_log = logging.getLogger(__name__)

TAG = "leakage.trace_id"
"""The tag by which a trace is found from an answer's ``trace_id``."""
MOST_WAITING = 2000
"""More than this is dropped, and said so: tracing must not eat up the memory of a busy server."""
MOST_KNOWN = 5000
MOST_SECONDS = 60.0
"""How long the end of a program waits for what is not written yet."""
THUMBS = "thumbs"
_SESSION, _USER = "mlflow.trace.session", "mlflow.trace.user"


@dataclass(frozen=True)
class _End:
    """``reached`` is set when everything before it in the queue has been written; the ``last`` one ends the work."""

    last: bool = False
    reached: threading.Event = field(default_factory=threading.Event)


class Tracer:
    """Writes traces and what people said of answers. Safe to use from several threads.

    Args:
        settings: Where MLflow keeps things.
        opened: Opens MLflow; seconds pass, so it is done in the background, at the first trace.
    """

    def __init__(self, settings: Settings, opened: Callable[[Settings], Store] = open_store) -> None:
        self._settings, self._opened = settings, opened
        self._waiting: queue.Queue[Watched | Judged | _End] = queue.Queue(MOST_WAITING)
        self._thread: threading.Thread | None = None
        self._lock = threading.Lock()
        self._known: OrderedDict[str, str] = OrderedDict()
        self._versions: dict[str, str] = {}

    def seen(self, watched: Watched) -> None:
        """Take up what happened to a question; what finds no room is dropped."""
        self._put(watched)

    def judged(self, judged: Judged) -> None:
        """Take up what somebody said of an answer."""
        self._put(judged)

    def flush(self, seconds: float = MOST_SECONDS, *, last: bool = False) -> bool:
        """Wait until all that was taken up is written; say whether it was."""
        if self._thread is None:
            return True
        end = _End(last)
        self._waiting.put(end)
        return end.reached.wait(seconds)

    def close(self) -> None:
        """Write what is not written yet."""
        if not self.flush(last=True):
            _log.warning("Some traces could not be written in time.")
        thread, self._thread = self._thread, None
        if thread:
            thread.join(MOST_SECONDS)
            atexit.unregister(self.close)

    def _put(self, one: Watched | Judged) -> None:
        with self._lock:
            if self._thread is None:
                self._thread = threading.Thread(target=self._work, name="traces", daemon=True)
                self._thread.start()
                atexit.register(self.close)
        try:
            self._waiting.put_nowait(one)
        except queue.Full:
            _log.warning("A trace was dropped: too many wait to be written.")

    def _work(self) -> None:
        store: Store | None = None
        while True:
            one = self._waiting.get()
            if isinstance(one, _End):
                one.reached.set()
                if one.last:
                    return
                continue
            try:
                store = store or self._opened(self._settings)
                self._write(store, one)
            except Exception as failed:  # whatever it is: answers go on without traces
                _log.warning("A trace could not be written: %s", failed)

    def _write(self, store: Store, one: Watched | Judged) -> None:
        if isinstance(one, Judged):
            self._assess(store, one)
        else:
            self._trace(store, one)

    def _trace(self, store: Store, watched: Watched) -> None:
        self._versions = self._versions or versions(self._settings)
        root = _begun(store, root_of(watched), None, tags=self._tags(watched), metadata=_metadata(watched))
        for span in spans_of(watched):
            _ended(_begun(store, span, root), span)
        _ended(root, root_of(watched))
        self._remember(watched.turn.trace_id, root.trace_id)

    def _tags(self, watched: Watched) -> dict[str, str]:
        known = {f"leakage.{name}": value for name, value in (self._versions | dict(watched.about)).items()}
        return known | {TAG: watched.turn.trace_id, "leakage.role": watched.turn.caller.role}

    def _remember(self, trace_id: str, written_as: str) -> None:
        self._known[trace_id] = written_as
        while len(self._known) > MOST_KNOWN:
            self._known.popitem(last=False)

    def _assess(self, store: Store, judged: Judged) -> None:
        """Put what somebody said beside the trace, if there is one: an answer may have been given without."""
        trace = self._known.get(judged.trace_id) or find_trace(store, judged.trace_id)
        if trace is None:
            return
        from mlflow.entities import AssessmentSource

        why = [text for text in (judged.reason, judged.comment and masked(judged.comment)) if text]
        store.mlflow.log_feedback(
            trace_id=trace,
            name=THUMBS,
            value=judged.verdict == "up",
            rationale=": ".join(why) or None,
            source=AssessmentSource(source_type="HUMAN", source_id=judged.user),
            metadata={"feedback_id": judged.feedback_id, "door": judged.door},
        )


def find_trace(store: Store, trace_id: str) -> str | None:
    """MLflow's id of the trace of an answer; None when it was not traced."""
    found = store.mlflow.search_traces(
        locations=[store.experiment],
        filter_string=f"tag.`{TAG}` = '{trace_id}'",
        max_results=1,
        return_type="list",
        include_spans=False,
    )
    return str(found[0].info.trace_id) if found else None


def tracer_of(settings: Settings) -> Tracer | None:
    """The tracer that the settings ask for; None when they ask for none."""
    return Tracer(settings) if settings.trace else None


def _metadata(watched: Watched) -> dict[str, str]:
    """Whose question it is, and of which conversation, as MLflow puts traces together."""
    named = {_USER: watched.turn.caller.user, _SESSION: watched.about.get("conversation")}
    return {name: value for name, value in named.items() if value}


def _begun(store: Store, span: Span, parent: Any, **more: Any) -> Any:
    return store.mlflow.start_span_no_context(
        name=span.name,
        span_type=span.kind,
        parent_span=parent,
        inputs=dict(span.inputs),
        attributes=dict(span.attributes),
        start_time_ns=span.start_ns,
        experiment_id=None if parent else store.experiment,
        **more,
    )


def _ended(begun: Any, span: Span) -> None:
    if span.stopped:
        begun.set_attribute("stopped", span.stopped)
    status = "ERROR" if span.stopped and span.kind in ("AGENT", "CHAT_MODEL") else "OK"
    begun.end(outputs=dict(span.outputs), status=status, end_time_ns=span.end_ns)
