"""The API's page, drawn from its OpenAPI description; nothing on it is loaded from elsewhere."""

from collections.abc import Mapping
from functools import cache
from typing import Any

from jinja2 import Environment, PackageLoader, Template


def page_of(api: Mapping[str, Any]) -> str:
    """Draw the page of an OpenAPI description."""
    return _template().render(api=api)


@cache
def _template() -> Template:
    loader = PackageLoader("doors", "serving")
    return Environment(loader=loader, autoescape=True).get_template("page.html")
