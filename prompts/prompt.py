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


def use(name: str, text: str, edition: str) -> None:
    """Fill another text from now on than the prompt's file has.

    Args:
        name: The prompt.
        text: What is to be filled; it has the same placeholders.
        edition: What this text is called, for whoever asks which one was filled.

    Raises:
        PromptError: There is no such prompt, or the placeholders are others.
    """
    wanted, found = (set(_PLACEHOLDER.findall(one)) for one in (_file(name), text))
    if wanted != found:
        raise PromptError(f"prompt '{name}': it needs {sorted(wanted)} and has {sorted(found)}.")
    _instead[name] = (text.strip(), edition)


def edition(name: str) -> str | None:
    """What the text is called that is filled instead of the file's; None when it is the file's."""
    return _instead[name][1] if name in _instead else None


def use_files() -> None:
    """Fill what the files have, again."""
    _instead.clear()


_instead: dict[str, tuple[str, str]] = {}


@cache
def examples(name: str) -> tuple[dict[str, Any], ...]:
    """The examples of a prompt: ``<name>.examples.yml`` in this folder."""
    return tuple(yaml.safe_load((files("prompts") / f"{name}.examples.yml").read_text("utf-8")))


def _prompt(name: str) -> str:
    return _instead[name][0] if name in _instead else _file(name)


@cache
def _file(name: str) -> str:
    file = files("prompts") / f"{name}.md"
    if not file.is_file():
        raise PromptError(f"there is no prompt '{name}'.")
    return file.read_text("utf-8").strip()
