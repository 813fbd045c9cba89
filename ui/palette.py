"""The product's colours and typefaces, from `page/theme.yml`."""

from functools import cache
from typing import Any

import yaml

from ui.page_file import PAGE


@cache
def look() -> dict[str, Any]:
    """Return the palette and the typefaces."""
    return dict(yaml.safe_load((PAGE / "theme.yml").read_text()))
