"""Which words are words: only what no dictionary knows is taken for a slip of the pen."""

from functools import cache

from spellchecker import SpellChecker

COMMON, SHORT = 1e-7, 4
"""A short word that is rarer than this in a language's texts may as well be a slip ("tody" for "today")."""


def is_a_word(folded: str, language: str) -> bool:
    """Whether a dictionary of the language has a word, and not as a rarity.

    Args:
        folded: The word in lower case, without accents.
        language: A language code; one without a dictionary knows no words.
    """
    dictionary = _dictionary(language)
    return dictionary is not None and dictionary.word_usage_frequency(folded) > (COMMON if len(folded) <= SHORT else 0)


@cache
def _dictionary(language: str) -> SpellChecker | None:
    try:
        return SpellChecker(language=language)
    except ValueError:
        return None
