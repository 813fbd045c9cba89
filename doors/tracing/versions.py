"""Fingerprints: which agent, which words and which prompts answered."""

import hashlib
from collections.abc import Iterator
from importlib.metadata import version
from importlib.resources import files
from importlib.resources.abc import Traversable
from pathlib import Path

from pipeline.settings import Settings

PRODUCT = "leakage-command-center"
_READ = (".py", ".yml", ".yaml", ".md", ".sql")
_AGENT = ("agent", "prompts")
_JUDGED = (*_AGENT, "evals", "pipeline")
_LENGTH = 16


def agent_version() -> str:
    """A fingerprint of the agent's code, words, semantic model and prompts as they come with the product."""
    return _fingerprint(*_AGENT)


def evaluated_version() -> str:
    """A fingerprint of all that an evaluation's figures follow from: the agent, the data's rules, the questions."""
    return _fingerprint(*_JUDGED)


def semantic_version(settings: Settings) -> str:
    """A fingerprint of the semantic model's files: the settings' own ones, or those that come with the product."""
    return _digest(settings.model or files("agent") / "semantic")


def prompt_versions() -> dict[str, str]:
    """A fingerprint of each prompt, by its name."""
    prompts = (one for one in files("prompts").iterdir() if one.name.endswith(".md"))
    return {one.name.removesuffix(".md"): _hash([one]) for one in sorted(prompts, key=lambda one: one.name)}


def versions(settings: Settings) -> dict[str, str]:
    """Everything that says which agent it is, for tags."""
    return {
        "product": version(PRODUCT),
        "agent": agent_version(),
        "semantic_model": semantic_version(settings),
        **{f"prompt.{name}": one for name, one in prompt_versions().items()},
    }


def _fingerprint(*packages: str) -> str:
    whole = hashlib.sha256("".join(_digest(files(package)) for package in packages).encode())
    return whole.hexdigest()[:_LENGTH]


def _digest(folder: Traversable | Path) -> str:
    return _hash(sorted(_files(folder), key=str))


def _hash(found: list[Traversable]) -> str:
    whole = hashlib.sha256()
    for one in found:
        whole.update(one.name.encode() + b"\0" + one.read_bytes() + b"\0")
    return whole.hexdigest()[:_LENGTH]


def _files(folder: Traversable | Path) -> Iterator[Traversable]:
    for one in folder.iterdir():
        if one.is_dir() and one.name != "__pycache__":
            yield from _files(one)
        elif one.name.endswith(_READ):
            yield one
