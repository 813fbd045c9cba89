"""A word or an entry put into a file as people wrote it: all else stays as it was."""

from pathlib import Path
from typing import Any

import pytest
import yaml

from doors.learning.yaml_text import with_entry, with_word
from pipeline.errors import FeedbackError

EDITS = yaml.safe_load(Path(__file__).with_name("yaml_edits.yml").read_text())


@pytest.mark.parametrize("edit", EDITS, ids=lambda edit: edit["name"])
def test_words_are_added_where_they_belong(edit: dict[str, Any]) -> None:
    assert with_word(edit["before"], edit["path"], edit["word"]) == edit["after"]


@pytest.mark.parametrize(("path", "said"), [(["a"], "a is no list"), (["a", "b"], "no mapping to add 'b' to")])
def test_what_is_no_list_is_refused(path: list[str], said: str) -> None:
    with pytest.raises(FeedbackError, match=said):
        with_word("a: 1\n", path, "word")


def test_an_entry_comes_after_the_last_one_and_before_the_comments_of_what_follows() -> None:
    before = "list:\n  - name: one\n    sql: >-\n      SELECT 1\n\n# What follows.\nnext: 1\n"
    after = "list:\n  - name: one\n    sql: >-\n      SELECT 1\n  - name: two\n    x: 1\n\n# What follows.\nnext: 1\n"
    assert with_entry(before, "list", "- name: two\n  x: 1\n") == after
    with pytest.raises(FeedbackError, match="no list 'other'"):
        with_entry(before, "other", "- x\n")
