"""Sending is cut off at any moment: in the end every reader has the briefing, and none has two different ones."""

import os
import random
import subprocess
import sys
from collections import defaultdict
from pathlib import Path
from typing import Any

import pytest
import yaml

from pipeline.settings import Settings

pytestmark = pytest.mark.slow

LEAKAGE = Path(sys.executable).parent / "leakage"
READERS = [f"reader{number}@plan.example" for number in range(12)]


def test_no_briefing_is_lost_or_doubled(home: Settings, tmp_path: Path, mail: Any) -> None:
    server, smtp = mail
    channels = tmp_path / "channels.yml"
    channels.write_text(yaml.safe_dump([{"audience": "executive", "mail": READERS}]))
    wanted = {**smtp, "brief_channels": channels, "brief_most_days_old": 100_000, "user": "vera"}
    command = [LEAKAGE, "brief", "--send", *(part for name in wanted for part in ("--set", f"{name}={wanted[name]}"))]
    environment = dict(os.environ) | {"LEAKAGE_HOME": str(home.home)}
    chance = random.Random(7)
    while len(server.received) < len(READERS) // 2:
        had = len(server.received)
        with subprocess.Popen(command, env=environment, stdout=subprocess.DEVNULL) as process:
            while len(server.received) == had and process.poll() is None:
                _pause(process, 0.02)
            _pause(process, chance.uniform(0, 0.4))
            process.kill()
    subprocess.run(command, env=environment, check=True, stdout=subprocess.DEVNULL)
    ids = defaultdict(set)
    for message in server.received:
        ids[message["To"]].add(message["Message-ID"])
    assert sorted(ids) == sorted(READERS)
    assert {len(seen) for seen in ids.values()} == {1}


def _pause(process: subprocess.Popen[bytes], seconds: float) -> None:
    try:
        process.wait(seconds)
    except subprocess.TimeoutExpired:
        return
