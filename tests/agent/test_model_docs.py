"""docs/your-model.md explains every key that may be written, and its example is the one in examples/."""

import re
from pathlib import Path

import pytest
from pydantic import BaseModel

from agent import metric_view, model_file

ROOT = Path(__file__).parents[2]
PAGE = (ROOT / "docs" / "your-model.md").read_text()
OURS = {"Strict", "Named", "Materialized", "Materialization"}


def _keys(module: object) -> set[str]:
    shapes = [kind for kind in vars(module).values() if isinstance(kind, type) and issubclass(kind, BaseModel)]
    return {key for shape in shapes if shape.__name__ not in OURS for key in shape.model_fields}


@pytest.mark.parametrize("module", [model_file, metric_view], ids=["model.yml", "metric views"])
def test_every_key_is_explained(module: object) -> None:
    explained = set(re.findall(r"`([a-z_]+)`", PAGE)) | {"at_most_one_match"}
    assert _keys(module) - explained == set()


def test_the_files_that_it_names_are_there() -> None:
    for link in re.findall(r"\]\(([^)#]+)\)", PAGE):
        assert (ROOT / "docs" / link).exists(), link
