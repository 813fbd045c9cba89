"""How other people write times: a pattern of letters, read into a regular expression that every engine understands."""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field

# The letters are those of Java and Spark. Each: what it reads, and the part of a time that it gives.
LETTERS = {
    "yyyy": ("year", "[12][0-9]{3}", "year, four digits"),
    "yy": ("short_year", "[0-9]{2}", "year of this century, two digits"),
    "MM": ("month", "0[1-9]|1[0-2]", "month, two digits"),
    "M": ("month", "0?[1-9]|1[0-2]", "month, one or two digits"),
    "dd": ("day", "0[1-9]|[12][0-9]|3[01]", "day, two digits"),
    "d": ("day", "0?[1-9]|[12][0-9]|3[01]", "day, one or two digits"),
    "HH": ("hour", "[01][0-9]|2[0-3]", "hour 00 to 23, two digits"),
    "H": ("hour", "[01]?[0-9]|2[0-3]", "hour 0 to 23, one or two digits"),
    "hh": ("half_hour", "0[1-9]|1[0-2]", "hour 01 to 12, two digits; goes with `a`"),
    "h": ("half_hour", "0?[1-9]|1[0-2]", "hour 1 to 12, one or two digits; goes with `a`"),
    "a": ("half", "[AaPp][Mm]", "AM or PM"),
    "mm": ("minute", "[0-5][0-9]", "minute, two digits"),
    "ss": ("second", "[0-5][0-9]", "second, two digits"),
    "S": (
        "fraction",
        "[0-9]{{1,{length}}}",
        "fraction of a second, at most as many digits as letters; digits after the sixth are left out",
    ),
    "XXX": ("offset", "Z|[+-](?:0[0-9]|1[0-4]):[0-5][0-9]", "offset from UTC: +01:00 or Z"),
}

_MARKS = {"[": "(?:", "]": ")?"}
_TOKEN = re.compile(r"(?P<letters>([A-Za-z])\2*)|'(?P<quoted>[^']+)'|(?P<other>.)", re.DOTALL)


@dataclass(frozen=True)
class TimeFormat:
    """A pattern, as read.

    Attributes:
        text: The pattern as it was given.
        regex: What a time so written looks like; one group for each part.
        parts: The part of a time that each group holds, in order.
    """

    text: str
    regex: str
    parts: tuple[str, ...] = field(default=())

    @property
    def has_time(self) -> bool:
        """Whether it says more than a date."""
        return "hour" in self.parts or "half_hour" in self.parts

    @property
    def has_offset(self) -> bool:
        """Whether each time says its own offset from UTC."""
        return "offset" in self.parts


def parse_format(text: str) -> TimeFormat:
    """Read a pattern such as ``yyyy-MM-dd HH:mm:ss[.SSS]``; what stands in brackets may be missing.

    Raises:
        ValueError: A letter is unknown, a part comes twice, or the date is not whole.
    """
    parts: list[str] = []
    regex = "".join(_tokens(text, parts))
    _must_be_whole(text, parts)
    return TimeFormat(text, f"^{regex}$", tuple(parts))


def _tokens(text: str, parts: list[str]) -> Iterator[str]:
    depth = 0
    for token in _TOKEN.finditer(text):
        depth += {"[": 1, "]": -1}.get(token["other"] or "", 0)
        if depth < 0:
            raise ValueError(f"brackets do not match in {text!r}")
        if token["letters"]:
            yield _letters(token["letters"], parts, optional=depth > 0)
        else:
            yield _MARKS.get(token["other"] or "") or plain(token["quoted"] or token["other"])
    if depth:
        raise ValueError(f"brackets do not match in {text!r}")


def _letters(letters: str, parts: list[str], *, optional: bool) -> str:
    known = "S" if set(letters) == {"S"} and len(letters) <= 9 else letters
    if known not in LETTERS:
        listed = ", ".join(f"{name} {about.split(',')[0]}" for name, (_, _, about) in LETTERS.items())
        raise ValueError(f"{letters!r} is no part of a time ({listed}); plain words stand in 'quotes'")
    part, shape, _ = LETTERS[known]
    if part in parts:
        raise ValueError(f"the {part.replace('_', ' ')} comes twice")
    if optional and part not in ("fraction", "second", "minute"):
        raise ValueError(f"only minute, second and fraction may be missing, not the {part.replace('_', ' ')}")
    parts.append(part)
    return f"({shape.format(length=len(letters)) if known == 'S' else shape})"


def plain(text: str) -> str:
    """Return a regular expression for exactly this text, in the way that every engine understands."""
    return re.sub(r"([\\.^$*+?()\[\]{}|])", r"\\\1", text)


def _must_be_whole(text: str, parts: list[str]) -> None:
    given = set(parts)
    if not {"month", "day"} <= given or not given & {"year", "short_year"}:
        raise ValueError(f"{text!r} needs a year, a month and a day (yyyy, MM, dd; capitals matter)")
    if ("half_hour" in given) != ("half" in given):
        raise ValueError(f"{text!r}: hh and a go together; HH is the hour 00 to 23")
    if given & {"minute", "second", "fraction", "offset"} and not given & {"hour", "half_hour"}:
        raise ValueError(f"{text!r} has minutes, seconds or an offset but no hour")
    if "hour" in given and "half_hour" in given:
        raise ValueError(f"{text!r} has the hour twice")
