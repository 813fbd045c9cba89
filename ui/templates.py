"""How templates are read, those of the page and those of the briefing alike."""

from functools import cache

from jinja2 import Environment, PackageLoader, StrictUndefined


@cache
def templates(folder: str, *, escaped: bool = True) -> Environment:
    """Return a folder's templates; a name that one lacks is an error.

    Args:
        folder: A folder of the package ``ui``.
        escaped: Whether everything that goes into them is escaped, as HTML needs it.
    """
    return Environment(
        loader=PackageLoader("ui", folder),
        autoescape=escaped,  # noqa: S701 - Markdown is no HTML
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
