"""Patterns of letters for times: what they let through, and what is no pattern."""

import re

import pytest

from pipeline.bronze.time_format import parse_format


@pytest.mark.parametrize(
    ("pattern", "fits", "does_not"),
    [
        ("yyyy-MM-dd", ["2026-11-23"], ["2026-11-3", "2026-13-01", "2026-11-32", "26-11-23", "2026-11-23 "]),
        ("d/M/yy", ["3/1/26", "03/01/26"], ["3-1-26", "3/1/2026"]),
        ("yyyyMMddHHmmss", ["20261123235959"], ["20261123240000", "2026112323595"]),
        ("M/d/yyyy h:mm a", ["1/2/2026 1:05 PM", "1/2/2026 12:05 am"], ["1/2/2026 13:05 PM", "1/2/2026 0:05 AM"]),
        ("yyyy-MM-dd HH:mm:ss[.SSS]", ["2026-11-23 10:00:00", "2026-11-23 10:00:00.1"], ["2026-11-23 10:00:00.1234"]),
        ("yyyy-MM-dd'T'HH:mmXXX", ["2026-11-23T10:00Z", "2026-11-23T10:00+01:00"], ["2026-11-23T10:00+0100"]),
        ("dd.MM.yyyy (HH:mm)", ["23.11.2026 (10:00)"], ["23x11x2026 (10:00)", "23.11.2026 10:00"]),
        ("yyyy-MM-dd HH:mm[:ss[.SSSSSS]]", ["2026-11-23 10:00", "2026-11-23 10:00:01.5"], ["2026-11-23 10:00.5"]),
    ],
)
def test_what_a_pattern_lets_through(pattern: str, fits: list[str], does_not: list[str]) -> None:
    regex = parse_format(pattern).regex
    assert [text for text in fits if re.fullmatch(regex, text) is None] == []
    assert [text for text in does_not if re.fullmatch(regex, text)] == []


@pytest.mark.parametrize(
    ("pattern", "said"),
    [
        ("YYYY-MM-dd", "'YYYY' is no part of a time"),
        ("yyyy-mm-dd", "needs a year, a month and a day"),
        ("yyyy-MM-dd T HH:mm", "'T' is no part of a time"),
        ("HH:mm", "needs a year"),
        ("yyyy-MM-dd hh:mm", "hh and a go together"),
        ("yyyy-MM-dd HH:mm a", "hh and a go together"),
        ("yyyy-MM-dd mm:ss", "no hour"),
        ("yyyy-MM-dd HH hh a", "the hour twice"),
        ("yyyy-MM-dd dd", "the day comes twice"),
        ("yyyy-MM[-dd]", "may be missing"),
        ("yyyy-MM-dd[", "brackets"),
        ("yyyy-MM-dd]", "brackets"),
    ],
)
def test_what_is_no_pattern(pattern: str, said: str) -> None:
    with pytest.raises(ValueError, match=re.escape(said)):
        parse_format(pattern)
