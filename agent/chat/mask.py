"""Blank out what may name a member before a text leaves."""

import re
from functools import cache
from importlib.resources import files

import yaml

BLANK = "[removed]"


def masked(text: str) -> str:
    """A text without addresses, telephone numbers and keys of people."""
    return _private().sub(BLANK, text)


@cache
def _private() -> re.Pattern[str]:
    patterns: list[str] = yaml.safe_load((files("agent.chat") / "mask.yml").read_text("utf-8"))
    return re.compile("|".join(f"(?:{one})" for one in patterns))
