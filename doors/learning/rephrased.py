"""What people said instead of a question that went wrong: a later question of the same talk, or their comment."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher

from doors.learning.asked import Asked
from doors.learning.clusters import nearness
from doors.learning.rules import rules


@dataclass(frozen=True)
class Rephrased:
    """A question that went wrong, and one that may mean the same."""

    wrong: Asked
    instead: str


@dataclass(frozen=True)
class Change:
    """The only words in which two questions differ."""

    said: str
    meant: str


def rephrased(asked: Sequence[Asked]) -> Iterator[Rephrased]:
    """Each question that went wrong with what was said instead, the likeliest first."""
    for place, one in enumerate(asked):
        if one.missed or one.unhappy:
            yield from (Rephrased(one, text) for text in _commented(one))
            yield from (Rephrased(one, later.question) for later in _later(one, asked[place + 1 :]))


def _commented(one: Asked) -> Iterator[str]:
    """Comments that say what was meant, without the words that say so."""
    begins = [begin.split() for begin in rules().meant.get(one.language, ())]
    for comment in one.comments:
        said = comment.split()
        begin = next((words for words in begins if _words(comment)[: len(words)] == words), None)
        if begin and len(said) > len(begin):
            yield " ".join(said[len(begin) :]).strip(" .\"“”'")


def _later(one: Asked, following: Sequence[Asked]) -> Iterator[Asked]:
    """Answered questions soon after it in the same talk that say most of it again."""
    if one.conversation is None:
        return
    same = [later for later in following if later.conversation == one.conversation and later.user == one.user]
    for later in same[: rules().rephrased_within]:
        if later.missed or later.unhappy or later.language != one.language:
            continue
        if nearness(one.question, later.question) >= rules().rephrased_nearness:
            yield later


def change_between(wrong: str, instead: str) -> Change | None:
    """The one stretch of words in which two questions differ; None when they differ elsewhere too, or by too much."""
    before, after = (_words(text) for text in (wrong, instead))
    changed = [
        code for code in SequenceMatcher(None, before, after, autojunk=False).get_opcodes() if code[0] != "equal"
    ]
    if len(changed) != 1 or changed[0][0] != "replace":
        return None
    _, i1, i2, j1, j2 = changed[0]
    if max(i2 - i1, j2 - j1) > rules().most_words:
        return None
    return Change(" ".join(before[i1:i2]), " ".join(after[j1:j2]))


def _words(text: str) -> list[str]:
    return [word for word in (one.strip("¿?¡!.,;:\"“”'") for one in text.lower().split()) if word]
