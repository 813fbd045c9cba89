"""Which words are words, and which known word an unknown one is most likely a slip for."""

from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from itertools import pairwise

from rapidfuzz import process
from rapidfuzz.distance import DamerauLevenshtein
from spellchecker import SpellChecker

COMMON, SHORT = 1e-7, 4
"""A short word that is rarer than this in a language's texts may as well be a slip ("tody" for "today")."""
SHORTEST_SLIP = 3
"""Shorter words are too like each other to be corrected."""
_LONG = 7
_NEAREST = 5
_LIKENESS, _LIKENESS_OF_LONG = 0.79, 0.74
"""How alike a slip and the word meant must be."""


@dataclass(frozen=True)
class Spellings:
    """The words that a slip may be meant for: all, and by what is left of them when people leave out letters."""

    words: tuple[str, ...]
    bones: Mapping[str, str]
    letters: Mapping[str, str]

    @classmethod
    def of(cls, known: Mapping[str, str], language: str) -> "Spellings":
        """Gather them from the known words, each with its stem; letters are left out of words of one's own language."""
        words = tuple(word for word in known if len(word) >= SHORT)
        return cls(
            words,
            _only({word: _bones(word) for word in words if is_a_word(word, language)}, known),
            _only({word: word[0] + "".join(sorted(word)) for word in known if len(word) == SHORTEST_SLIP}, known),
        )


def meant_word(slip: str, spellings: Spellings) -> str | None:
    """The word that a slip is most likely for: one spelled almost so, or its consonants alone ("ystrday", "grp").

    Args:
        slip: A word that no dictionary knows, in lower case, without accents.
        spellings: The words that it may be meant for.
    """
    if len(slip) == SHORTEST_SLIP:
        return spellings.letters.get(slip[0] + "".join(sorted(slip))) or spellings.bones.get(slip)
    least = _LIKENESS_OF_LONG if len(slip) >= _LONG else _LIKENESS
    scorer = DamerauLevenshtein.normalized_similarity
    near = process.extract(slip, spellings.words, scorer=scorer, score_cutoff=least, limit=_NEAREST)
    for word, likeness, _ in near:
        if likeness >= _LIKENESS or word[0] == slip[0]:
            return word
    return spellings.bones.get(_bones(slip))


def is_a_word(folded: str, language: str) -> bool:
    """Whether a dictionary of the language has a word, and not as a rarity.

    Args:
        folded: The word in lower case, without accents.
        language: A language code; one without a dictionary knows no words.
    """
    return how_common(folded, language) > (COMMON if len(folded) <= SHORT else 0)


def how_common(folded: str, language: str) -> float:
    """How large a part of a language's texts a word is; 0 where no dictionary of the language has it."""
    dictionary = _dictionary(language)
    return dictionary.word_usage_frequency(folded) if dictionary else 0.0


def _bones(word: str) -> str:
    """A word's first letter and its other consonants, doubled ones once."""
    kept = [word[0]]
    for before, letter in pairwise(word):
        if letter not in "aeiou" and letter != before:
            kept.append(letter)
    return "".join(kept)


def _only(found: Mapping[str, str], known: Mapping[str, str]) -> dict[str, str]:
    """The words by what is left of them, where all with the same are forms of one word."""
    groups: dict[str, list[str]] = defaultdict(list)
    for word, left in found.items():
        if len(left) >= SHORTEST_SLIP:
            groups[left].append(word)
    return {left: words[0] for left, words in groups.items() if len({known[word] for word in words}) == 1}


@cache
def _dictionary(language: str) -> SpellChecker | None:
    try:
        return SpellChecker(language=language)
    except ValueError:
        return None
