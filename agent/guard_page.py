"""The page that says what the guard lets through: made from its rules and limits."""

from collections.abc import Iterable
from importlib.resources import files

from sqlglot import exp

from agent.guard import guard, unnamed
from agent.limits import limits


def guard_page() -> str:
    """The page as Markdown."""
    rules, most = guard(), limits()
    groups = [f"- {group}: {_listed(_spelled(names))}" for group, names in rules.functions.items()]
    words: dict[str, object] = most.validate_.model_dump() | most.execute.model_dump()
    words["limits"] = _table(most.validate_.model_dump())
    words["catalogs"] = _listed(rules.catalogs)
    words["functions"] = "\n".join([*groups, f"- by the engine's name: {_listed(sorted(unnamed()))}"])
    words["types"] = _listed(rules.types.split())
    words["reasons"] = "\n".join(f"| `{code}` | {reason} |" for code, reason in rules.reasons.items())
    return (files("agent") / "guard.md").read_text().format_map(words)


def _spelled(names: str) -> list[str]:
    return sorted(getattr(exp, name).sql_name().lower() for name in names.split())


def _listed(names: Iterable[str]) -> str:
    return ", ".join(f"`{name}`" for name in names)


def _table(values: dict[str, int]) -> str:
    cells = [f"{name.replace('_', ' ')} | {value:,}" for name, value in values.items()]
    odd = [" | "] if len(cells) % 2 else []
    return "\n".join(f"| {one} | {other} |" for one, other in zip(cells[::2], [*cells[1::2], *odd], strict=True))
