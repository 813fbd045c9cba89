"""The whole loop: a question goes wrong, somebody says it otherwise, a reviewed diff puts it right for good."""

import shutil
from collections.abc import Iterator
from datetime import date
from functools import partial
from importlib.resources import files
from pathlib import Path

import pytest

from doors.context import Context
from doors.learning.asked import asked_in
from doors.learning.patch import Files, accept, diff_of, trial_of
from doors.learning.proposals import Proposals, propose
from evals.cases import load_golden
from evals.suite import suite
from pipeline.errors import FeedbackError, LeakageError
from pipeline.serving import served
from pipeline.settings import Settings

pytestmark = pytest.mark.slow

WRONG, RIGHT, LIKED = "leaked calls by gizmo", "leaked calls by device", "Pharmacy calls by segment"
TODAY = date(2026, 11, 24)


@pytest.fixture(scope="module")
def there(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Files]:
    """A folder of one's own with the model and a few golden questions, and it is the working directory."""
    folder = tmp_path_factory.mktemp("own")
    model = shutil.copytree(str(files("agent") / "semantic"), folder / "model")
    golden = folder / "golden"
    golden.mkdir()
    shutil.copy(Path(str(files("evals"))) / "golden" / "how_much.yml", golden)
    with pytest.MonkeyPatch.context() as patched:
        patched.chdir(folder)
        yield Files(Path("model"), Path("golden"))
    assert model.is_dir()


@pytest.fixture(scope="module")
def found(own: Settings, there: Files) -> Proposals:
    with Context(own) as context:
        for question in (WRONG, RIGHT):
            context.ask(question, conversation="loop")
        liked = context.ask(LIKED)
        disliked = context.ask("billing calls by tenure")
        context.judge(liked.trace_id, "up")
        context.judge(disliked.trace_id, "down", reason="misread", comment="I meant billing calls by plan")
    with Context(own, there.model) as context, context.current() as lent:
        trial = partial(trial_of, own, there, served(own).database)
        return propose(asked_in(own), lent.agent, trial, suite().data, TODAY)


def test_only_what_helps_is_proposed(found: Proposals) -> None:
    synonym, *others = found.synonyms
    assert (synonym.word, synonym.path, others) == ("gizmo", ("dimensions", "device", "words", "en"), [])
    assert {one.question for one in found.golden} == {WRONG, LIKED}
    (certified,) = found.certified
    assert (certified.question, certified.author, certified.reviewed) == (LIKED, "vera", TODAY)


def test_golden_sql_is_about_the_golden_questions_days(found: Proposals) -> None:
    for one in found.golden:
        assert str(suite().data.end) in one.sql


def test_a_reviewed_diff_puts_it_right(own: Settings, there: Files, found: Proposals) -> None:
    diff = Path("feedback.diff")
    diff.write_text(diff_of(found, there), encoding="utf-8")
    accept(diff, there)
    with Context(own, there.model) as context:
        fixed, meant, liked = (context.ask(question) for question in (WRONG, RIGHT, LIKED))
    assert (fixed.status, fixed.rows) == ("answered", meant.rows)
    assert liked.label == "certified"
    asked = {case.ask: case for case in load_golden(there.golden)}
    assert asked[WRONG].tags == ("feedback",)
    assert diff_of(Proposals((), found.golden, ()), there) == ""
    with pytest.raises(FeedbackError, match="does not apply"):
        accept(diff, there)


def test_what_breaks_the_files_is_taken_back(there: Files, tmp_path: Path) -> None:
    notes = there.model / "model.yml"
    before = notes.read_text()
    first = before.splitlines()[0]
    diff = tmp_path / "bad.diff"
    diff.write_text(f"--- a/model/model.yml\n+++ b/model/model.yml\n@@ -1,1 +1,2 @@\n+nonsense: 1\n {first}\n")
    with pytest.raises(LeakageError):
        accept(diff, there)
    assert notes.read_text() == before
