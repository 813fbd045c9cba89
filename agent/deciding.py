"""What a sentence decides about an action: "accept action 2 for Digital UX, due Friday"."""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import date
from decimal import Decimal
from functools import cache

from agent.dates_ahead import Reads, day_ahead, day_behind
from agent.language import Language, fold, languages
from pipeline.action_rules import State


@dataclass(frozen=True)
class Decision:
    """What somebody wants to become of an action.

    Attributes:
        named: What the sentence calls the action: words out of its name, or its place in the list.
        state: What it is to become.
        answer: "yes" or "no" to what the decision would record; None for the decision itself.
    """

    named: str
    state: State
    owner: str | None = None
    due_on: date | None = None
    shipped_on: date | None = None
    share: Decimal | None = None
    reason: str | None = None
    answer: bool | None = None


def decision_in(question: str, earlier: Sequence[str], language: str, today: date) -> Decision | None:
    """Read a decision, or the yes or no to the one just before it; None for anything else.

    Args:
        question: As it was asked.
        earlier: The earlier questions of the talk, oldest first.
        language: The language it is in.
        today: The data's own today, from which days are counted.
    """
    own, answer = _read(question, language, today), _yes_or_no(question)
    if own or answer is None or not earlier:
        return own
    before = next((found for code in languages() if (found := _read(earlier[-1], code, today))), None)
    return replace(before, answer=answer) if before else None


def _yes_or_no(text: str) -> bool | None:
    said = fold(text).strip(" .!,¡")
    for words in languages().values():
        if said in map(fold, words.decide.yes):
            return True
        if said in map(fold, words.decide.no):
            return False
    return None


def _read(question: str, language: str, today: date) -> Decision | None:
    text = " ".join(question.split()).rstrip(" .!")
    words = languages()[language]
    polite = any(_folded(text).lstrip("¿").startswith(f"{fold(one)} ") for one in words.decide.polite)
    if text.endswith("?") and not polite:
        return None
    found = _verb(text.strip("¿?"), language)
    return _Parts(found[1], words, today, found[0]).decision() if found else None


def _verb(text: str, language: str) -> tuple[State, str] | None:
    """What the action is to become, and the sentence without the words that say so."""
    for pattern, state in _patterns(language):
        match = pattern.match(_folded(text))
        if match:
            return state, " ".join(text[start:end] for start, end in (match.span("a"), match.span("b"))).strip()
    return None


@cache
def _patterns(language: str) -> tuple[tuple[re.Pattern[str], State], ...]:
    words = languages()[language].decide
    lead = rf"(?:(?:{_one_of(words.polite)}),?\s+)*"
    active = [(rf"{lead}(?:{_one_of(said)})(?P<a>)\s+(?P<b>.+)", state) for state, said in words.verbs.items()]
    passive = [(rf"{lead}(?P<a>.+?)\s+(?:{_one_of(said)})\b(?P<b>.*)", state) for state, said in words.passive.items()]
    return tuple((re.compile(f"{pattern}$"), state) for pattern, state in (*active, *passive))


def _one_of(phrases: Iterable[str]) -> str:
    return "|".join(re.escape(fold(one)) for one in sorted(phrases, key=len, reverse=True))


def _folded(text: str) -> str:
    """A text in lower case without accents, letter by letter, so that places in it are places in the text."""
    return "".join((fold(letter) or " ")[:1] for letter in text)


@dataclass
class _Parts:
    """A decision's sentence without its verb, taken apart."""

    text: str
    words: Language
    today: date
    state: State

    def decision(self) -> Decision | None:
        """The decision that the parts make; None where nothing is left that could name an action."""
        shipped, ways = self.state == "shipped", self.words.decide
        reason = self._reason() if self.state == "rejected" else None
        share = self._share() if shipped else None
        day = self._day(ways.since, day_behind) if shipped else self._day(ways.due, day_ahead)
        owner = self._owner() if self.state == "accepted" else None
        named = _folded(self.text).strip(" ,:")
        return (
            Decision(
                named,
                self.state,
                owner=owner,
                due_on=None if shipped else day,
                shipped_on=(day or self.today) if shipped else None,
                share=(Decimal(1) if share is None else share) if shipped else None,
                reason=reason,
            )
            if named
            else None
        )

    def _cut(self, start: int, end: int) -> str:
        """Take a stretch out of the sentence."""
        said = self.text[start:end]
        self.text = f"{self.text[:start].strip(' ,')} {self.text[end:].strip(' ,')}".strip()
        return said

    def _reason(self) -> str | None:
        lead = rf"(?:[\s,]+(?:{_one_of(self.words.decide.reason)})\b[\s:]*|\s*:\s*)"
        match = re.search(rf"{lead}(?P<said>.+)$", _folded(self.text))
        if not match:
            return None
        said = self.text[match.start("said") :].strip()
        self._cut(match.start(), len(self.text))
        return said

    def _share(self) -> Decimal | None:
        ways = self.words.decide
        amount = rf"(?:(?P<n>\d+(?:[.,]\d+)?)\s*(?:%|percent|por ciento)|(?P<f>{_one_of(self.words.fractions)}))"
        lead = rf"(?:\b(?:{_one_of(ways.share)})\s+(?:(?:the|a|el|la|un)\s+)?)?"
        match = re.search(rf"{lead}\b{amount}(?:\s+(?:{_one_of(ways.members)}))?", _folded(self.text))
        if not match:
            return None
        self._cut(*match.span())
        fractions = {fold(name): value for name, value in self.words.fractions.items()}
        return (Decimal(match["n"].replace(",", ".")) if match["n"] else fractions[match["f"]]) / 100

    def _day(self, leads: Iterable[str], reads: Reads) -> date | None:
        """The first stretch of words that names a day, with the word before it that says what the day is."""
        folded = _folded(self.text)
        lead = re.compile(rf"(?:(?:{_one_of(leads)})\s+)*")
        for begin in re.finditer(r"(?<!\w)\w", folded):
            behind = lead.match(folded, begin.start())
            start = behind.end() if behind else begin.start()
            for end in [start + one.end() for one in re.finditer(r"[\w-]+", folded[start:])][::-1]:
                day = reads(folded[start:end].strip(), self.words, self.today)
                if day is not None:
                    self._cut(begin.start(), end)
                    return day
        return None

    def _owner(self) -> str | None:
        ways = self.words.decide
        match = re.search(rf"[\s,]+(?:{_one_of(ways.owner)})\s+(?P<team>[^,]+?)\s*$", _folded(self.text))
        if not match:
            return None
        team = self.text[match.start("team") : match.end("team")]
        self._cut(match.start(), len(self.text))
        return " ".join(word for word in team.split() if word not in ways.team) or None
