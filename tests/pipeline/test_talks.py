"""Conversations: kept, continued, each its user's alone, and never in the way of an answer."""

import threading
import time
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing, contextmanager
from pathlib import Path

import pytest

import pipeline.row_writer
from pipeline.delta import open_table
from pipeline.errors import TalkError
from pipeline.settings import Settings, load_settings
from pipeline.talks import Said, Talks, now


@pytest.fixture
def settings(tmp_path: Path) -> Settings:
    return load_settings(home=tmp_path, conversation_turns=3)


@contextmanager
def opened(settings: Settings) -> Iterator[Talks]:
    with closing(Talks(settings)) as talks:
        yield talks


def say(talks: Talks, conversation: str, question: str, user: str = "vera") -> tuple[str, ...]:
    """Ask and answer a question; return the questions before it."""
    turn, before = talks.begin(conversation, user, question)
    trace = f"{conversation}-{question}"
    talks.keep(Said(conversation, user, "viewer", turn, now(), question, "en", "answered", "computed", "Read", trace))
    return before


def table(settings: Settings) -> Path:
    return settings.tables / "ops" / "conversations"


def test_a_conversation_goes_on_in_another_program(settings: Settings) -> None:
    with opened(settings) as talks:
        assert [say(talks, "monday", question) for question in ("one", "two")] == [(), ("one",)]
    with opened(settings) as talks:
        assert say(talks, "monday", "three") == ("one", "two")
        assert [(one.turn, one.question) for one in talks.read("monday", "vera")] == [
            (1, "one"),
            (2, "two"),
            (3, "three"),
        ]


def test_only_the_latest_questions_are_drawn_on(settings: Settings) -> None:
    with opened(settings) as talks:
        for question in ("one", "two", "three", "four"):
            say(talks, "monday", question)
        assert say(talks, "monday", "five") == ("two", "three", "four")


def test_two_programs_side_by_side_see_each_other(settings: Settings) -> None:
    with opened(settings) as one:
        say(one, "monday", "one")
        with opened(settings) as other:
            one.close()
            assert say(other, "monday", "two") == ("one",)
            other.close()
            assert say(one, "monday", "three") == ("one", "two")
            one.close()
            assert say(other, "monday", "four") == ("one", "two", "three")


@pytest.mark.parametrize("written", [True, False])
def test_another_users_conversation_is_refused(settings: Settings, written: bool) -> None:
    with opened(settings) as talks:
        say(talks, "monday", "one")
        if written:
            talks.close()
        for act in (talks.read, talks.earlier, lambda name, user: talks.begin(name, user, "two")):
            with pytest.raises(TalkError, match="not a conversation of yours"):
                act("monday", "max")
        assert talks.of("max") == []
        assert [one.question for one in talks.read("monday", "vera")] == ["one"]


def test_nobody_learns_whether_a_conversation_exists(settings: Settings) -> None:
    with opened(settings) as talks:
        say(talks, "monday", "one")
        with pytest.raises(TalkError) as theirs:
            talks.read("monday", "max")
        with pytest.raises(TalkError) as none:
            talks.read("tuesday", "max")
        assert str(none.value).replace("tuesday", "monday") == str(theirs.value)


@pytest.mark.parametrize("name", ["", " ", "x" * 81, "a\nb", "a\0b"])
def test_names_that_can_be_none(settings: Settings, name: str) -> None:
    with opened(settings) as talks, pytest.raises(TalkError, match="printable"):
        talks.begin(name, "vera", "one")


def test_a_users_list(settings: Settings) -> None:
    with opened(settings) as talks:
        say(talks, "monday", "one")
        say(talks, "tuesday", "a")
        say(talks, "theirs", "x", user="max")
        say(talks, "monday", "two")
        listed = [(talk.conversation_id, talk.questions) for talk in talks.of("vera")]
        assert listed == [("monday", ("one", "two")), ("tuesday", ("a",))]


def test_questions_under_way_have_their_order_and_leave_no_trace_when_dropped(settings: Settings) -> None:
    with opened(settings) as talks:
        first, _ = talks.begin("monday", "vera", "slow")
        assert talks.begin("monday", "vera", "quick")[1] == ("slow",)
        talks.drop("monday", first)
        assert talks.begin("monday", "vera", "next")[1] == ("quick",)


def test_no_figure_is_kept() -> None:
    assert not {"rows", "answer", "facts", "values"} & set(Said.__dataclass_fields__)


def test_an_answer_never_waits_for_a_write(settings: Settings, monkeypatch: pytest.MonkeyPatch) -> None:
    writing, go_on = threading.Event(), threading.Event()
    append = pipeline.row_writer.append_rows

    def slow(*given: object) -> None:
        writing.set()
        go_on.wait()
        append(*given)

    monkeypatch.setattr(pipeline.row_writer, "append_rows", slow)
    with opened(settings) as talks:
        say(talks, "monday", "one")
        assert writing.wait(10)
        assert say(talks, "monday", "two") == ("one",)
        assert [one.question for one in talks.read("monday", "vera")] == ["one", "two"]
        go_on.set()
    with opened(settings) as talks:
        assert talks.earlier("monday", "vera") == ("one", "two")


def test_a_write_that_fails_is_logged_and_tried_again(
    settings: Settings, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    monkeypatch.setattr(pipeline.row_writer, "RETRY_SECONDS", (0.05,))
    with opened(settings) as talks:
        with monkeypatch.context() as broken:
            broken.setattr(pipeline.row_writer, "append_rows", no_space)
            say(talks, "monday", "one")
            until(lambda: "not written yet" in caplog.text)
            assert say(talks, "monday", "two") == ("one",)
        until(lambda: not talks._writer.waiting)
        assert [one.question for one in talks.read("monday", "vera")] == ["one", "two"]


def test_what_can_not_be_written_at_the_end_is_said(
    settings: Settings, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    monkeypatch.setattr(pipeline.row_writer, "append_rows", no_space)
    with opened(settings) as talks:
        say(talks, "monday", "one")
    assert "1 rows of ops.conversations could not be written" in caplog.text


def no_space(*given: object) -> None:
    raise OSError(28, "No space left on device")


def test_many_small_files_become_one(settings: Settings, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(pipeline.row_writer, "MOST_FILES", 2)
    with opened(settings) as talks:
        for number in range(4):
            say(talks, "monday", str(number))
            talks.close()
        stored = open_table(table(settings))
        assert stored is not None
        assert len(stored.file_uris()) <= 2
        assert [one.question for one in talks.read("monday", "vera")] == ["0", "1", "2", "3"]


def test_twenty_at_once_do_not_mix(settings: Settings) -> None:
    together = threading.Barrier(20)

    def talk(number: int) -> list[tuple[str, ...]]:
        together.wait()
        return [say(talks, f"talk {number}", f"{number}.{turn}", user=f"user {number}") for turn in range(3)]

    with opened(settings) as talks:
        with ThreadPoolExecutor(20) as pool:
            found = list(pool.map(talk, range(20)))
        assert found == [[(), (f"{one}.0",), (f"{one}.0", f"{one}.1")] for one in range(20)]
    with opened(settings) as talks:
        kept = [talks.of(f"user {number}") for number in range(20)]
        assert [[talk.questions for talk in one] for one in kept] == [
            [(f"{one}.0", f"{one}.1", f"{one}.2")] for one in range(20)
        ]


def until(done: Callable[[], bool]) -> None:
    """Wait for something that happens in the background."""
    for _ in range(1000):
        if done():
            return
        time.sleep(0.01)
    pytest.fail("it did not happen")
