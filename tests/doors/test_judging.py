"""What people say of answers: who may, what is kept of it, and who is told."""

import json
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

import pytest

from agent.planner import Caller
from agent.reply import Answer
from doors.context import Context
from doors.feedback_words import languages
from doors.judging import Judging
from pipeline.errors import FeedbackError
from pipeline.feedback import MOST_COMMENT, Feedback, Judged
from pipeline.settings import Settings, load_settings

VERA, OTTO = Caller("vera", "viewer"), Caller("otto", "viewer")
ANSWER = Answer(status="answered", answer="12 calls", label="computed", trace_id="t1")


@pytest.fixture
def judging(tmp_path: Any) -> Iterator[Judging]:
    made = Judging(load_settings(home=tmp_path))
    made.remember("How many calls?", ANSWER, VERA)
    yield made
    made.close()


def test_the_last_word_counts_and_every_one_is_kept(judging: Judging) -> None:
    judging.take("t1", "up", VERA, "page")
    judging.take("t1", "down", VERA, "page", "misread", "  I meant   billing ")
    every, (last,) = judging.feedback.every(), judging.feedback.latest()
    assert [one.verdict for one in every] == ["up", "down"]
    assert (last.reason, last.comment, last.question, last.label) == (
        "misread", "I meant billing", "How many calls?", "computed",
    )  # fmt: skip


@pytest.mark.parametrize(
    ("said", "wrong"),
    [
        ({"trace_id": "t2"}, "not an answer of yours"),
        ({"asker": OTTO}, "not an answer of yours"),
        ({"verdict": "meh"}, "'meh' is no verdict"),
        ({"reason": "misred"}, "Did you mean 'misread'"),
        ({"verdict": "up", "reason": "misread"}, "a good answer has no reason"),
        ({"comment": "x" * (MOST_COMMENT + 1)}, "up to 2000 characters"),
    ],
)
def test_what_can_t_be_kept_is_refused(judging: Judging, said: dict[str, Any], wrong: str) -> None:
    usual: dict[str, Any] = {"trace_id": "t1", "verdict": "down", "asker": VERA, "door": "page"}
    with pytest.raises(FeedbackError) as refused:
        judging.take(**usual | said)
    assert wrong in str(refused.value)
    assert judging.feedback.every() == []


def test_an_answer_of_an_earlier_program_can_be_judged(built: Settings) -> None:
    with Context(built, door="server") as first:
        answer = first.ask("Billing calls by device")
    with Context(built, door="command") as later:
        judged = later.judge(answer.trace_id, "up")
        with pytest.raises(FeedbackError):
            later.judge(answer.trace_id, "up", OTTO)
    assert (judged.question, judged.status, judged.label) == ("Billing calls by device", answer.status, answer.label)
    assert judged in Feedback(built).every()


@contextmanager
def _listening(*statuses: int) -> Iterator[tuple[str, list[dict[str, Any]]]]:
    """A webhook that keeps what it is sent, and says these statuses one after the other."""
    got: list[dict[str, Any]] = []
    left = list(statuses)

    class Hook(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            got.append(json.loads(self.rfile.read(int(self.headers["Content-Length"]))))
            self.send_response(left.pop(0) if len(left) > 1 else left[0])
            self.end_headers()

        def log_message(self, *_: Any) -> None:
            pass

    server = ThreadingHTTPServer(("127.0.0.1", 0), Hook)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    try:
        yield f"http://127.0.0.1:{server.server_port}/", got
    finally:
        server.shutdown()


def _judged(judging: Judging, *verdicts: str) -> list[Judged]:
    judging.remember("How many calls?", ANSWER, VERA)
    found = [judging.take("t1", verdict, VERA, "page", comment="Too <many>") for verdict in verdicts]
    for thread in threading.enumerate():
        if thread.name == "judged":
            thread.join()
    judging.close()
    return found


def test_a_webhook_is_told_of_what_was_not_good_and_again_where_it_was_busy(
    tmp_path: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    with _listening(503, 200) as (address, got):
        monkeypatch.setenv("HOOK", address)
        with Context(load_settings(home=tmp_path, feedback_webhook="HOOK", delivery_pause_seconds=0)) as context:
            _judged(context._judging, "up", "down")
    assert len(got) == 2
    assert got[0] == got[1]
    assert "vera was not happy with the answer to “How many calls?” · “Too <many>”" in got[0]["text"]


def test_a_webhook_that_fails_costs_no_judgement(tmp_path: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("HOOK", "not an address")
    settings = load_settings(home=tmp_path, feedback_webhook="HOOK")
    with Context(settings) as context:
        kept = _judged(context._judging, "down")
    assert Feedback(settings).every() == kept


def test_both_languages_have_all_words() -> None:
    assert set(languages()) == {"en", "es"}
    assert len({frozenset(words.reasons) for words in languages().values()}) == 1
