"""A slice in words: "with PAY-504 at payment in Billing on iOS app release 7.4.0 for MAPD New"."""

from collections.abc import Callable, Iterator, Mapping
from typing import Any

from agent.model import DEFAULT_LANGUAGE, SemanticModel


def slice_phrases(
    values: Mapping[str, Any], model: SemanticModel, language: str, write: Callable[[str, Any], str]
) -> Iterator[str]:
    """Say each value as its dimension is said within a slice; what has no such words, or no value, is left out.

    Args:
        values: By dimension.
        model: Its words.
        language: Of the words.
        write: Writes a dimension's value.
    """
    for name, value in values.items():
        within = model.about_dimension(name).within
        if value is not None and within:
            yield within.get(language, within[DEFAULT_LANGUAGE]).format(write(name, value))
