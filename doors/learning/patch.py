"""Proposals as a diff of the files that they would change, and such a diff put into effect."""

import difflib
import os
import shutil
import subprocess
import tempfile
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from agent.answer import Agent
from agent.model import load_model
from doors.learning.drafts import as_yaml
from doors.learning.proposals import CertifiedDraft, Golden, Proposals, Synonym
from doors.learning.yaml_text import with_entry, with_word
from evals.cases import load_golden
from pipeline.errors import FeedbackError, LeakageError
from pipeline.settings import Settings

NOTES = "model.yml"
GOLDEN = "from_feedback.yml"
_HEAD = "# Questions that people were unhappy with, or accepted the answers of: drafted, then reviewed.\n\n"


@dataclass(frozen=True)
class Files:
    """The folders that proposals would change: a semantic model's, and the golden questions'."""

    model: Path
    golden: Path

    def check(self) -> None:
        """Refuse files that no longer hold together.

        Raises:
            LeakageError: The model or the golden questions can't be read any more.
        """
        load_model(self.model)
        load_golden(self.golden)


def trial_of(settings: Settings, files: Files, database: Path, synonym: Synonym) -> Agent | None:
    """An agent over the same data whose model has one more synonym; None when the model does not take it."""
    with tempfile.TemporaryDirectory() as folder:
        there = shutil.copytree(files.model, Path(folder) / "model")
        notes = there / NOTES
        try:
            notes.write_text(with_word(_text(notes), synonym.path, synonym.word), encoding="utf-8")
            return Agent.load(there, database, None, settings)
        except LeakageError:
            return None


def diff_of(proposals: Proposals, files: Files) -> str:
    """All changes that proposals amount to, as a unified diff with paths from the working directory."""
    return "".join(_diff(path, text) for path, text in _changed(proposals, files).items())


def accept(diff: Path, files: Files) -> None:
    """Put a diff into effect with git; when the files don't hold together after it, it is taken back.

    Raises:
        FeedbackError: It does not apply, or git is missing.
        LeakageError: The model or the golden questions would no longer hold together; nothing has changed.
    """
    _git("apply", str(diff))
    try:
        files.check()
    except LeakageError:
        _git("apply", "--reverse", str(diff))
        raise


def _changed(proposals: Proposals, files: Files) -> Mapping[Path, str]:
    notes, golden = files.model / NOTES, files.golden / GOLDEN
    text = _text(notes)
    for synonym in proposals.synonyms:
        text = with_word(text, synonym.path, synonym.word)
    for draft in proposals.certified:
        text = with_entry(text, "certified", as_yaml([_certified(draft)]))
    changed = {notes: text}
    added = [_golden(one) for one in _new(proposals.golden, files.golden)]
    if added:
        changed[golden] = f"{_text(golden) or _HEAD}{as_yaml(added)}"
    return changed


def _new(golden: Sequence[Golden], folder: Path) -> Iterator[Golden]:
    """Those whose question is not among the golden ones yet."""
    known = load_golden(folder)
    asked, ids = {case.ask.lower() for case in known}, {case.id for case in known}
    return (one for one in golden if one.question.lower() not in asked and one.identity not in ids)


def _golden(one: Golden) -> dict[str, object]:
    return {"id": one.identity, "ask": one.question, "tags": ["feedback"], "sql": one.sql + "\n"}


def _certified(one: CertifiedDraft) -> dict[str, object]:
    return {"question": {one.language: one.question}, "author": one.author, "reviewed": one.reviewed, "sql": one.sql}


def _text(path: Path) -> str:
    return path.read_text(encoding="utf-8") if path.is_file() else ""


def _diff(path: Path, text: str) -> str:
    before = _text(path)
    name = os.path.relpath(path)
    old = f"a/{name}" if path.is_file() else os.devnull
    lines = difflib.unified_diff(before.splitlines(keepends=True), text.splitlines(keepends=True), old, f"b/{name}")
    return "".join(lines)


def _git(*words: str) -> None:
    git = shutil.which("git")
    if git is None:
        raise FeedbackError("git is not installed.", "The diff can be put into effect by `patch -p1` too.")
    ran = subprocess.run([git, *words], capture_output=True, text=True, check=False)  # noqa: S603 - a fixed command
    if ran.returncode:
        raise FeedbackError(f"the diff does not apply: {ran.stderr.strip().splitlines()[0]}", "Propose it again.")
