"""Let a chat model reword an answer, locked: the same numbers, names and directions, in the same order."""

import json
import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import cache
from importlib.resources import files

import yaml

from agent.chat.client import ChatClient, Deadline
from agent.chat.failure import ChatFailed
from agent.chat.schema import WordingReply, portable
from agent.chat.talk import ask_until_right
from agent.facts import Fact
from agent.language import fold, languages, tokens
from agent.metric_view import Strict
from prompts.prompt import render

_MARKS = re.compile(r"https?:|www\.|[`<>{}\[\]|#*_\\]|[^\s]{60,}")
"""What no sentence of ours has and a page would take for more than text."""
_LONGER = 2


@dataclass(frozen=True)
class Rewording:
    """Rewords answers with a chat model.

    Attributes:
        client: The model.
        seconds: How long it may take.
    """

    client: ChatClient
    seconds: float

    def reword(self, sentence: str, facts: Sequence[Fact], names: Iterable[str], language: str) -> str:
        """Say a sentence in better words; the sentence itself when the model fails or its words claim anything else.

        Args:
            sentence: The template's.
            facts: The facts that it says.
            names: What else must stay as it is: names of values and measures.
            language: The language's code.
        """
        lock = Lock.of(sentence, [*(fact.text for fact in facts), *names], language)
        said = [{"label": fact.label, "value": fact.text} for fact in facts]
        try:
            self.client.ready()  # before the clock starts
            reply = ask_until_right(
                self.client,
                [
                    ("system", render("reword", language=languages()[language].name)),
                    ("human", json.dumps({"answer": sentence, "facts": said}, ensure_ascii=False)),
                ],
                portable(WordingReply.model_json_schema()),
                WordingReply,
                lambda one: lock.complaints(one.sentence),
                Deadline(self.seconds),
            )
        except ChatFailed:
            return sentence
        return reply.sentence.strip()


@dataclass(frozen=True)
class Lock:
    """What a reworded sentence must say, in which order, and which words it may be made of."""

    sentence: str
    kept: re.Pattern[str]
    language: str

    @classmethod
    def of(cls, sentence: str, names: Iterable[str], language: str) -> "Lock":
        """Make the lock of a sentence.

        Args:
            sentence: The template's.
            names: Texts that must stay as they are.
            language: The language's code.
        """
        said = sorted({re.escape(fold(name)) for name in names if name.strip()}, key=len, reverse=True)
        locked = sorted(map(re.escape, _words(language).locked.split()), key=len, reverse=True)
        parts = [
            *(rf"(?<!\w){name}(?!\w)" for name in said),
            r"[+−-]?\d+(?:[.,:]\d+)*",
            rf"\b(?:{'|'.join(locked)})\w*",
        ]
        return cls(sentence, re.compile("|".join(parts)), language)

    def complaints(self, reworded: str) -> list[str]:
        """What a sentence says that it must not, or leaves out."""
        if _MARKS.search(reworded) or len(reworded) > _LONGER * len(self.sentence):
            return ["It must be plain text, and not much longer than the answer."]
        wanted, found = self._locked(self.sentence), self._locked(reworded)
        new = sorted(self._stems(reworded) - self._stems(self.sentence) - self._stems(_words(self.language).neutral))
        order = (
            [] if wanted == found else [f"In this order it must say {' | '.join(wanted)}; it says {' | '.join(found)}."]
        )
        return order + ([f"The answer has no such words: {', '.join(new)}."] if new else [])

    def _locked(self, text: str) -> list[str]:
        return self.kept.findall(fold(text))

    def _stems(self, text: str) -> set[str]:
        return {token.stem for token in tokens(text, self.language) if token.text.isalpha()}


class _Words(Strict):
    locked: str
    neutral: str


@cache
def _words(language: str) -> _Words:
    found = yaml.safe_load((files("agent.chat") / "wording.yml").read_text("utf-8"))
    return _Words.model_validate(found.get(language) or found["en"])
