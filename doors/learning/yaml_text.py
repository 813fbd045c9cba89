"""Words and entries put into a YAML file as people wrote it: nothing else in it changes, comments and layout stay."""

import json
import re
from collections.abc import Sequence

import yaml
from yaml.nodes import MappingNode, Node, ScalarNode, SequenceNode

from pipeline.errors import FeedbackError

_PLAIN = re.compile(r"[^\W\d_][\w' -]*")


def with_word(text: str, path: Sequence[str], word: str) -> str:
    """Add a word to the list at the end of a path of keys; what is missing of the path is made.

    Args:
        text: The file.
        path: The keys down to the list, the outermost first.
        word: The word; one that is there already changes nothing.

    Raises:
        FeedbackError: Something else than a list or a mapping stands there.
    """
    node, place = _descend(yaml.compose(text), path)
    if place == len(path):
        return _appended(text, node, path, word)
    return _keyed(text, node, path[place:], path, word)


def with_entry(text: str, key: str, entry: str) -> str:
    """Add an entry, already written, at the end of the list under a key of the outermost mapping.

    Raises:
        FeedbackError: There is no such list.
    """
    node, place = _descend(yaml.compose(text), (key,))
    if place != 1 or not isinstance(node, SequenceNode) or not node.value:
        raise FeedbackError(f"there is no list '{key}' to add to.")
    indent = " " * node.start_mark.column
    block = "\n".join(indent + line if line else line for line in entry.splitlines())
    end = _end(text, node)
    return f"{text[:end]}{block}\n{text[end:]}"


def _end(text: str, node: Node) -> int:
    """Where the line after a block begins; the block's own end may lie behind comments that belong to what follows."""
    last = node
    while isinstance(last, MappingNode | SequenceNode) and last.value:
        last = last.value[-1][1] if isinstance(last, MappingNode) else last.value[-1]
    trimmed = len(text[: last.end_mark.index].rstrip())
    return text.find("\n", trimmed) + 1 or len(text)


def _descend(node: Node | None, path: Sequence[str]) -> tuple[Node, int]:
    """The deepest node there is on a path, and how many of its keys lead there."""
    place = 0
    while place < len(path) and isinstance(node, MappingNode):
        found = next((value for key, value in node.value if key.value == path[place]), None)
        if found is None:
            break
        node, place = found, place + 1
    if node is None:
        raise FeedbackError("the file is empty.")
    return node, place


def _appended(text: str, node: Node, path: Sequence[str], word: str) -> str:
    if not isinstance(node, SequenceNode):
        raise FeedbackError(f"{'.'.join(path)} is no list.")
    if any(isinstance(one, ScalarNode) and one.value == word for one in node.value):
        return text
    if node.flow_style:
        end = node.end_mark.index - 1
        return f"{text[:end].rstrip()}{', ' if node.value else ''}{_written(word)}{text[end:]}"
    start = node.start_mark
    return f"{text[: start.index]}- {_written(word)}\n{' ' * start.column}{text[start.index :]}"


def _keyed(text: str, node: Node, missing: Sequence[str], path: Sequence[str], word: str) -> str:
    if not isinstance(node, MappingNode):
        raise FeedbackError(f"{'.'.join(path)}: there is no mapping to add '{missing[0]}' to.")
    entry = f"[{_written(word)}]"
    for key in reversed(missing[1:]):
        entry = f"{{{_written(key)}: {entry}}}"
    entry = f"{_written(missing[0])}: {entry}"
    if node.flow_style:
        end = node.end_mark.index - 1
        return f"{text[:end].rstrip()}{', ' if node.value else ''}{entry}{text[end:]}"
    start = node.start_mark
    return f"{text[: start.index]}{entry}\n{' ' * start.column}{text[start.index :]}"


def _written(word: str) -> str:
    """A word as YAML has it, in quotes where it would be read as something else."""
    plain = _PLAIN.fullmatch(word) and yaml.safe_load(word) == word
    return word if plain else json.dumps(word, ensure_ascii=False)
