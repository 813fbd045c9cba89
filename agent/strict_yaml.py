"""YAML as metric views are written in it: no key twice, and ``on`` is a word."""

import re
from pathlib import Path
from typing import TYPE_CHECKING, Any

import yaml

from pipeline.errors import SemanticError

if TYPE_CHECKING:
    _SafeLoader = yaml.SafeLoader
else:
    _SafeLoader = getattr(yaml, "CSafeLoader", yaml.SafeLoader)  # several times as fast, where it was built


class _Loader(_SafeLoader):
    """The safe loader, with YAML 1.2's booleans (a join's key ``on`` is none) and without repeated keys."""

    def construct_mapping(self, node: yaml.MappingNode, deep: bool = False) -> dict[Any, Any]:
        seen: set[object] = set()
        for key_node, _ in node.value:
            key = self.construct_object(key_node, deep=True)
            if isinstance(key, str) and key in seen:
                raise yaml.constructor.ConstructorError(
                    None, None, f"the key '{key}' is there twice", key_node.start_mark
                )
            seen.add(key if isinstance(key, str) else None)
        found: dict[Any, Any] = super().construct_mapping(node, deep)
        return found


_BOOL = "tag:yaml.org,2002:bool"
_Loader.yaml_implicit_resolvers = {
    first: [(tag, pattern) for tag, pattern in resolvers if tag != _BOOL]
    for first, resolvers in _SafeLoader.yaml_implicit_resolvers.items()
}
_Loader.add_implicit_resolver(_BOOL, re.compile(r"^(?:true|True|TRUE|false|False|FALSE)$"), list("tTfF"))


def read_yaml(path: Path) -> dict[str, Any]:
    """Read a file that holds names and values.

    Raises:
        SemanticError: It can't be read, is not YAML, or holds something else; the message says where.
    """
    try:
        found = yaml.load(path.read_text(encoding="utf-8"), _Loader)  # noqa: S506 - a safe loader, made stricter
    except OSError as unreadable:
        raise SemanticError(f"{path} can't be read: {unreadable.strerror}.") from None
    except UnicodeDecodeError:
        raise SemanticError(f"{path} is not text in UTF-8.") from None
    except (yaml.YAMLError, ValueError, RecursionError) as wrong:
        raise SemanticError(f"{path} is not YAML: {' '.join(str(wrong).split()) or 'nested too deeply'}") from None
    if found is not None and not isinstance(found, dict):
        raise SemanticError(f"{path} must hold names and values, such as 'source: sales.orders'.")
    return found or {}
