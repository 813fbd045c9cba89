"""What a logged model asks to be installed is what the lock holds."""

import re
from pathlib import Path

from doors.tracking.requirements import pinned

LOCK = Path(__file__).parents[3] / "requirements-test.lock"


def test_every_pin_is_the_lock_s() -> None:
    locked = set(re.findall(r"^([a-z0-9._-]+==[^ \\]+)", LOCK.read_text(), re.MULTILINE))
    pins = pinned()
    assert set(pins) - locked == set()
    names = {one.partition("==")[0] for one in pins}
    assert {"duckdb", "sqlglot", "mlflow", "fastapi", "langchain"} <= names
    assert not names & {"gradio", "pytest", "leakage-command-center"}
