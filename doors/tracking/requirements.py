"""What a logged model needs to be installed: our own requirements and theirs, each pinned to what is at work here."""

from collections.abc import Iterator
from importlib.metadata import PackageNotFoundError, distribution

from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

from doors.tracing.versions import PRODUCT

EXTRAS = ("chat", "serve")
"""What the agent needs when it is served: a chat model's client, and MLflow."""


def pinned(product: str = PRODUCT, extras: tuple[str, ...] = EXTRAS) -> list[str]:
    """Every package that the product needs with these extras, as ``name==version``, in alphabetical order.

    Raises:
        PackageNotFoundError: The product itself is not installed.
    """
    found: dict[str, str] = {}
    waiting = list(_needed(product, extras))
    while waiting:
        one = waiting.pop()
        name = canonicalize_name(one.name)
        seen = name in found
        version = _version(name)
        if version is None or (seen and not one.extras):
            continue
        found[name] = version
        waiting += [more for more in _needed(name, tuple(one.extras)) if canonicalize_name(more.name) not in found]
    return [f"{name}=={version}" for name, version in sorted(found.items())]


def _needed(name: str, extras: tuple[str, ...]) -> Iterator[Requirement]:
    for line in distribution(name).requires or ():
        one = Requirement(line)
        if one.marker is None or any(one.marker.evaluate({"extra": extra}) for extra in ("", *extras)):
            yield one


def _version(name: str) -> str | None:
    """The version at work; None for what this machine does without."""
    try:
        return distribution(name).version
    except PackageNotFoundError:
        return None
