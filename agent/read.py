"""Read a question: which words of it mean what."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from itertools import pairwise, zip_longest

from agent.language import Token, tokens
from agent.lexicon import RANK, Kind, Lexicon, Match, Meaning

EMPTY_KINDS: tuple[Kind, ...] = (
    "filler", "topic", "carry", "pronoun", "each", "everything", "alone", "singular", "define_end", "define_bare",
    "count", "aside", "back", "add", "everyone",
)  # fmt: skip
"""Kinds of words that do not by themselves say what is asked."""
UNEXPLAINED = 40
"""What a word without meaning costs a reading: more than any phrase gains by leaving it out."""

_IDENTIFIES = 4
"""A number of so many digits behind letters is somebody's or something's, whatever the letters are."""


@dataclass(frozen=True)
class Span:
    """A stretch of a question that means something; several meanings when the words allow them, the likeliest first."""

    start: int
    end: int
    text: str
    matches: tuple[Match, ...]

    @property
    def meaning(self) -> Meaning:
        """The likeliest meaning."""
        return self.matches[0].meaning

    def as_kind(self, *kinds: Kind) -> Match | None:
        """The likeliest meaning of some kinds; None when it can mean none of them."""
        return next((match for match in self.matches if match.meaning.kind in kinds), None)


@dataclass(frozen=True)
class Reading:
    """A question's words, what they mean, which of them were taken for slips, and which mean nothing known."""

    question: str
    language: str
    spans: tuple[Span, ...] = ()
    unexplained: tuple[str, ...] = ()
    corrections: dict[str, str] = field(default_factory=dict)

    def of(self, kind: Kind) -> list[Span]:
        """The spans whose likeliest meaning is of one kind, in the question's order."""
        return [span for span in self.spans if span.meaning.kind == kind]

    def can_be(self, kind: Kind) -> list[Span]:
        """The spans that can have a meaning of one kind."""
        return [span for span in self.spans if span.as_kind(kind)]


def read_question(question: str, lexicon: Lexicon) -> Reading:
    """Find the set of phrases that together explain the most of a question."""
    said = tokens(question, lexicon.language)
    fixed = tuple(
        token if after and after.link is not None else lexicon.correct(token)
        for token, after in zip_longest(said, said[1:])
    )
    chosen = _best_cover(_spans(fixed, lexicon), len(fixed))
    covered = {place for span in chosen for place in range(span.start, span.end)}
    return Reading(
        question=question,
        language=lexicon.language,
        spans=chosen,
        unexplained=(
            *(token.text for place, token in enumerate(fixed) if place not in covered),
            *_torn(said, chosen),
        ),
        corrections={old.text: new.folded for old, new in zip(said, fixed, strict=True) if old != new},
    )


def _torn(said: tuple[Token, ...], chosen: tuple[Span, ...]) -> Iterator[str]:
    """Codes of which only the letters mean something, ``PAY-999`` is no payment; and somebody's: ``M0012345``."""
    for one, other in pairwise(chosen):
        number = said[other.start]
        means = one.meaning.kind not in ("filler", "topic") or len(number.text) >= _IDENTIFIES
        if number.link is not None and one.end == other.start and means:
            yield f"{said[one.end - 1].text}{number.link}{number.text}"


def _spans(said: tuple[Token, ...], lexicon: Lexicon) -> list[Span]:
    found: dict[tuple[int, int], list[Match]] = {}
    for start, matches in enumerate(lexicon.matches(said)):
        opens = start == 0 and len(said) > 1 and any(_carries(match) for match in matches)
        for match in matches:
            if opens and match.length == 1 and match.meaning.kind == "time":
                continue  # "now by device"
            if not (_too_shy(match, matches, said[start], lexicon) or _amount_of_nothing(match)):
                found.setdefault((start, start + match.length), []).append(match)
    valued = {start for (start, _), matches in found.items() if any(one.meaning.kind == "value" for one in matches)}
    return [
        Span(
            start,
            end,
            " ".join(token.text for token in said[start:end]),
            _taken_away(matches) if start == 0 and end in valued else _likeliest_first(matches),
        )
        for (start, end), matches in found.items()
    ]


def _taken_away(matches: list[Match]) -> tuple[Match, ...]:
    """Just before a value, a question that begins with "drop" takes it away; elsewhere something has fallen."""
    return tuple(sorted(_likeliest_first(matches), key=lambda match: match.meaning.kind != "without"))


def _carries(match: Match) -> bool:
    return match.length == 1 and match.meaning.kind == "carry"


def _too_shy(match: Match, matches: list[Match], first: Token, lexicon: Lexicon) -> bool:
    """A month or weekday that is also a word of another meaning is a time only beside other words of time."""
    other = any(one.length == 1 and one.meaning.kind != "time" for one in matches)
    return other and match.length == 1 and match.meaning.kind == "time" and lexicon.slots.shy(first)


def _amount_of_nothing(match: Match) -> bool:
    """The amounts within an intent's words are parts of a whole: "fix half of it", but not "fix one thing"."""
    return match.meaning.kind == "intent" and not match.slots.get("quantity", "%").startswith("%")


def _likeliest_first(matches: list[Match]) -> tuple[Match, ...]:
    return tuple(sorted(matches, key=lambda match: _rank(match.meaning)))


def _rank(meaning: Meaning) -> tuple[bool, int]:
    """A weak meaning comes after every other; a weak intent only before words that say nothing."""
    if meaning.weak and meaning.kind == "intent":
        return False, RANK["define_bare"] - 1
    return meaning.weak, RANK[meaning.kind]


def _best_cover(spans: Sequence[Span], length: int) -> tuple[Span, ...]:
    """The spans that do not overlap and weigh the most together (weighted interval scheduling)."""
    best: list[tuple[int, tuple[Span, ...]]] = [(0, ())]
    ending: dict[int, list[Span]] = {}
    for span in spans:
        ending.setdefault(span.end, []).append(span)
    for end in range(1, length + 1):
        taken = [(best[end - 1][0] - UNEXPLAINED, best[end - 1][1])]
        for span in ending.get(end, []):
            weight, before = best[span.start]
            taken.append((weight + _weight(span), (*before, span)))
        best.append(max(taken, key=lambda cover: (cover[0], -len(cover[1]))))
    return best[-1][1]


def _weight(span: Span) -> int:
    length = span.end - span.start
    if span.meaning.kind in _SAYS_LITTLE and length == 1:
        return length
    if span.meaning.kind == "filler" or (span.meaning.kind == "topic" and length == 1):
        return length
    return 10 * length + 3 * (length - 1) - 2 * span.meaning.weak


_SAYS_LITTLE = ("carry", "pronoun", "define_bare", "each", "alone", "singular")
"""Kinds of words that count as a phrase only together with another word."""
