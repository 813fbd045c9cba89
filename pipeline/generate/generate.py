"""Making a data set: members, journeys, calls and the calendar as raw files, and the truth behind them."""

import time
from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path

import pyarrow as pa

from pipeline.generate.answer_key import write_outcomes, write_setting, write_truth
from pipeline.generate.calendar_file import calendar_of
from pipeline.generate.callers import CallMemory
from pipeline.generate.day import Simulation, Truth
from pipeline.generate.landing import failing_clearly, publish, refuse_foreign_files, staging_of
from pipeline.generate.members import members_of
from pipeline.generate.plan import Planner
from pipeline.generate.profiles import profiles_of
from pipeline.generate.raw_files import RawFiles
from pipeline.generate.request import Request
from pipeline.generate.scope import Scope, scope_of
from pipeline.generate.world import load_world, world_text

Progress = Callable[[str], None]


@dataclass(frozen=True)
class Summary:
    """What was made.

    Attributes:
        first_day: The first business day.
        last_day: The command center day.
        rows: Good rows by source.
        spoiled: Damaged copies added on top, by source.
        files: How many raw files.
        leaked_calls: Calls that a failure caused.
        unrelated_calls: Calls that none caused.
        chance_calls: Those of them that fall into a window nevertheless.
        landing: Where the raw files are.
        answer_key: Where the truth is.
        seconds: How long it took.
    """

    first_day: date
    last_day: date
    rows: dict[str, int]
    spoiled: dict[str, int]
    files: int
    leaked_calls: int
    unrelated_calls: int
    chance_calls: int
    landing: Path
    answer_key: Path
    seconds: float

    def __str__(self) -> str:
        sources = ", ".join(f"{count:,} {source}" for source, count in self.rows.items())
        spoiled = sum(self.spoiled.values())
        return (
            f"Made {self.first_day} to {self.last_day} in {self.seconds:.1f} s: {self.files:,} files with {sources}"
            f"{f', and {spoiled:,} spoiled rows on top' if spoiled else ''}. "
            f"{self.leaked_calls:,} calls were caused by a digital failure, {self.unrelated_calls:,} were not. "
            f"The answer key is {self.answer_key}."
        )


def generate(
    request: Request, landing: Path, answer_key: Path, progress: Progress | None = None, world: Path | None = None
) -> Summary:
    """Make a data set in the place of the one made before.

    Args:
        request: What is wanted.
        landing: The folder for the raw files; what the generator made there before is replaced.
        answer_key: The folder for the truth; not inside ``landing``.
        progress: Is told what is being done, in a few words.
        world: A world file other than the packaged one.

    Raises:
        GenerateError: The request cannot be fulfilled, the world file is wrong, ``landing`` holds files that
            the generator did not make or cannot be written, or Faker is not installed.
    """
    began, tell = time.monotonic(), progress or (lambda _: None)
    scope = scope_of(request, load_world(world))
    refuse_foreign_files(landing, answer_key)
    with failing_clearly(landing), staging_of(landing) as new_landing, staging_of(answer_key) as new_key:
        with RawFiles(scope, new_landing) as raw:
            truth, planner = _live(scope, raw, new_key, tell)
            write_truth(new_key, truth, raw.dirt())
        write_setting(new_key, request, scope, planner.strikes, world_text(world))
        summary = _summary(scope, raw, truth, landing, answer_key)
        publish(new_landing, landing, new_key, answer_key)
    return replace(summary, seconds=time.monotonic() - began)


def _live(scope: Scope, raw: RawFiles, key: Path, tell: Progress) -> tuple[list[Truth], Planner]:
    """Live through the days, writing each; return the truth of each."""
    tell(f"making {scope.members:,} members")
    members, planner = members_of(scope), Planner(scope)
    memory = CallMemory.of(members)
    simulation = Simulation(planner, members, memory)
    truth = []
    for day in scope.days:
        tell(f"living through {day.date}")
        data = simulation.live(day)
        raw.add_day(data)
        truth.append(data.truth)
    raw.add_members(profiles_of(members, memory.leaked))
    raw.add_calendar(calendar_of(scope, planner.strikes))
    write_outcomes(key, members)
    return truth, planner


def _summary(scope: Scope, raw: RawFiles, truth: list[Truth], landing: Path, key: Path) -> Summary:
    unrelated = pa.concat_tables([day.unrelated for day in truth])
    return Summary(
        first_day=scope.days[0].date,
        last_day=scope.last.date,
        rows=dict(raw.rows),
        spoiled=dict(raw.spoiled),
        files=raw.files,
        leaked_calls=sum(day.leaked.num_rows for day in truth),
        unrelated_calls=unrelated.num_rows,
        chance_calls=unrelated.num_rows - unrelated["chance_event_id"].null_count,
        landing=landing,
        answer_key=key,
        seconds=0.0,
    )
