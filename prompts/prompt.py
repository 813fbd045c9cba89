"""Fill a prompt's placeholders, strictly: none may be left open, and nothing may be given that it has no place for."""

import re
from functools import cache
from importlib.resources import files
from typing import Any

import yaml

_PLACEHOLDER = re.compile(r"\{\{(\w+)\}\}")


class PromptError(ValueError):
    """A prompt and what it is filled with do not fit together."""


def render(name: str, **values: str) -> str:
    """Fill a prompt.

    A value is put in once and never looked into, so that a placeholder within it stays text.

    Args:
        name: The prompt: ``<name>.md`` in this folder.
        values: A text for each of its placeholders, which are written ``{{so}}``.

    Raises:
        PromptError: There is no such prompt, a placeholder has no value, or a value has no placeholder.
    """
    text = _prompt(name)
    wanted = set(_PLACEHOLDER.findall(text))
    if wanted != set(values):
        missing, unknown = sorted(wanted - set(values)), sorted(set(values) - wanted)
        raise PromptError(f"prompt '{name}': no value for {missing}, no placeholder for {unknown}.")
    return _PLACEHOLDER.sub(lambda found: values[found[1]], text)


@cache
def examples(name: str) -> tuple[dict[str, Any], ...]:
    """The examples of a prompt: ``<name>.examples.yml`` in this folder."""
    return tuple(yaml.safe_load((files("prompts") / f"{name}.examples.yml").read_text("utf-8")))


@cache
def _prompt(name: str) -> str:
    file = files("prompts") / f"{name}.md"
    if not file.is_file():
        raise PromptError(f"there is no prompt '{name}'.")
    return file.read_text("utf-8").strip()
