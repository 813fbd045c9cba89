"""The page's look: readable in light and dark, and nothing that is fetched from elsewhere."""

import re

import pytest

from ui.page_file import PAGE
from ui.theme import look, stylesheet, theme

WCAG_AA = 4.5
PAIRS = [(scheme, *pair) for scheme in ("light", "dark") for pair in look()["readable"]]


def luminance(colour: str) -> float:
    channels = [int(colour[place : place + 2], 16) / 255 for place in (1, 3, 5)]
    linear = [part / 12.92 if part <= 0.03928 else ((part + 0.055) / 1.055) ** 2.4 for part in channels]
    return sum(weight * part for weight, part in zip((0.2126, 0.7152, 0.0722), linear, strict=True))


@pytest.mark.parametrize(("scheme", "front", "back"), PAIRS)
def test_contrast(scheme: str, front: str, back: str) -> None:
    colours = look()["colours"][scheme]
    darker, lighter = sorted((luminance(colours[front]), luminance(colours[back])))
    assert (lighter + 0.05) / (darker + 0.05) >= WCAG_AA


def test_both_schemes_have_the_same_colours() -> None:
    colours = look()["colours"]
    assert set(colours["light"]) == set(colours["dark"])


def test_every_colour_that_is_used_is_there() -> None:
    used = set(re.findall(r"var\(--lk-([a-z-]+)\)", stylesheet()))
    assert used <= set(look()["colours"]["light"])


def test_nothing_comes_from_elsewhere() -> None:
    assert theme()._stylesheets == []
    for file in PAGE.iterdir():
        assert not re.search(r"(src|href|url)\W{1,3}https?:", file.read_text()), file.name
