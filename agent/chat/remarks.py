"""What an answer says of a chat model that was asked, in the answer's language."""

from functools import cache
from importlib.resources import files

import yaml
from pydantic import TypeAdapter


def remark(name: str, language: str) -> str:
    """A remark by its name; in English where the language has none."""
    known = _remarks()
    return known.get(language, known["en"])[name]


@cache
def _remarks() -> dict[str, dict[str, str]]:
    content = yaml.safe_load((files("agent.chat") / "remarks.yml").read_text("utf-8"))
    return TypeAdapter(dict[str, dict[str, str]]).validate_python(content)
