"""The measurements, in one run on one machine, as ratios: run.py [--quick] [--write FILE].

Each measured thing is a process of its own; CPU counts what it and its children (Java) used. Ratios within one run
are what counts; seconds depend on the machine.
"""

import argparse
import json
import os
import platform
import shutil
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date
from pathlib import Path

HERE = Path(__file__).parent
END = date(2026, 11, 23)


@dataclass(frozen=True)
class Cost:
    """What a process took: wall seconds, CPU seconds with its children's, peak memory in MiB."""

    wall: float
    cpu: float
    peak: float


@dataclass(frozen=True)
class Line:
    """One result: what, how much, what we aim at and whether it is met, and what it was made from."""

    what: str
    measured: float
    aim: str
    met: bool
    from_what: str


def run(*command: str) -> tuple[Cost, str]:
    """Run a Python script and return what it took and the last line that it printed."""
    begun = time.perf_counter()
    with tempfile.TemporaryFile("w+") as out:
        process = subprocess.Popen([sys.executable, *command], stdout=out, stderr=subprocess.DEVNULL)
        _, status, used = os.wait4(process.pid, 0)
        out.seek(0)
        printed = out.read().strip().splitlines()
    if status:
        raise SystemExit(f"{' '.join(command)} failed.")
    return Cost(time.perf_counter() - begun, used.ru_utime + used.ru_stime, used.ru_maxrss / 1024), (printed or [""])[
        -1
    ]


class Bench:
    """Homes of several sizes, and builds of them."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder

    def home(self, days: int) -> Path:
        """Return a home with raw files of so many days, made once."""
        home = self.folder / f"days{days}"
        if not home.exists():
            say(f"making up {days} days")
            _generate(home, days)
        return home

    def build(self, days: int, engine: str = "duckdb", since: date | None = None) -> Cost:
        """Build a home from nothing, or partially upon what is there."""
        home = self.home(days)
        say(f"{days} days on {engine}{f' since {since}' if since else ''}")
        if since is None:
            shutil.rmtree(home / "tables", ignore_errors=True)
            shutil.rmtree(home / "state", ignore_errors=True)
        return run(str(HERE / "child.py"), "build", str(home), engine, *([str(since)] if since else []))[0]

    def floor(self, days: int) -> Cost:
        """Run the bare script over the same files."""
        say(f"{days} days by the bare script")
        out = self.folder / "floor"
        shutil.rmtree(out, ignore_errors=True)
        return run(str(HERE / "floor.py"), str(self.home(days) / "landing"), str(out))[0]


def _generate(home: Path, days: int) -> None:
    from pipeline.generate.generate import generate
    from pipeline.generate.request import Request

    generate(Request(days=days, end=END), home / "landing", home / "answer_key")


def say(what: str) -> None:
    """Show what is being done."""
    print(f"... {what}", file=sys.stderr, flush=True)


def twice(measure: Callable[[], Cost]) -> Cost:
    """Return the quicker of two runs: the other one was disturbed."""
    return min(measure(), measure(), key=lambda cost: cost.wall)


def at_most(what: str, one: float, other: float, aim: float, unit: str = "s") -> Line:
    """A ratio that should not be above the aim."""
    return Line(what, one / other, f"≤ {aim:g}", one / other <= aim, f"{one:.1f} {unit} / {other:.1f} {unit}")


def at_least(what: str, one: float, other: float, aim: float) -> Line:
    """A ratio that should not be below the aim."""
    return Line(what, one / other, f"≥ {aim:g}", one / other >= aim, f"{one:.1f} s / {other:.1f} s")


def embedded_lines(bench: Bench) -> Iterator[Line]:
    """The embedded build: against the floor, over sizes, partial against full, in memory."""
    full, floor = twice(lambda: bench.build(70)), twice(lambda: bench.floor(70))
    yield at_most("70 days: build / bare script, wall", full.wall, floor.wall, 1.5)
    yield at_most("70 days: build / bare script, CPU", full.cpu, floor.cpu, 1.5)
    yield Line("70 days: wall seconds", full.wall, "about 30", full.wall <= 35, "")
    yield Line("70 days: peak memory, GiB", full.peak / 1024, "≤ 3", full.peak / 1024 <= 3, "")
    bench.build(70)
    part = twice(lambda: bench.build(70, since=END))
    yield at_most("70 days: one day --since / full, wall", part.wall, full.wall, 0.2)
    one, week = twice(lambda: bench.build(1)), twice(lambda: bench.build(7))
    yield at_most("growth, 7 days / 1 day (7 would be linear)", week.wall, one.wall, 7)
    yield at_most("growth, 70 days / 7 days (10 would be linear)", full.wall, week.wall, 10)


def spark_lines(bench: Bench, *, quick: bool) -> Iterator[Line]:
    """The embedded build against the same build on Spark, and Spark as we tune it against Spark as it comes."""
    ours, spark = twice(lambda: bench.build(1)), bench.build(1, "spark")
    yield at_least("1 day: Spark, cold / embedded, wall", spark.wall, ours.wall, 10)
    plain = bench.build(1, "spark-plain")
    yield at_most("1 day: tuned Spark / Spark as it comes, CPU", spark.cpu, plain.cpu, 0.34)
    if not quick:
        ours, spark = bench.build(70), bench.build(70, "spark")
        yield at_least("70 days: Spark / embedded, wall", spark.wall, ours.wall, 3)


def join_lines() -> Iterator[Line]:
    """The leakage join, warm, with a tenth of all rows on one member, against without."""
    for engine in ("duckdb", "spark"):
        say(f"the leakage join on {engine}")
        seconds = json.loads(run(str(HERE / "child.py"), "join", engine)[1])
        yield at_most(f"leakage join on {engine}: hot member / none", seconds["hot"], seconds["plain"], 1.5)


def guard_lines() -> Iterator[Line]:
    """The guard over the honest and the hostile statements of its tests."""
    say("the guard")
    for kind, taken in json.loads(run(str(HERE / "guard.py"))[1]).items():
        of = f"{taken['statements']} statements"
        yield Line(f"guard, {kind} SQL: p50, ms", taken["p50"], "< 2", taken["p50"] < 2, of)
        yield Line(f"guard, {kind} SQL: p99, ms", taken["p99"], "< 25", taken["p99"] < 25, of)


def answer_lines(bench: Bench) -> Iterator[Line]:
    """From a question to its answer without a chat model, over the seventy days that were built."""
    say("questions")
    taken = json.loads(run(str(HERE / "answers.py"), str(bench.home(70)))[1])
    shares = ", ".join(f"{step} {share:.0%}" for step, share in taken["shares"].items())
    of = f"{taken['questions']} questions"
    yield Line("question to answer: p50, ms", taken["p50"], "≤ 50", taken["p50"] <= 50, f"{of}: {shares}")
    yield Line("question to answer: p99, ms", taken["p99"], "≤ 250", taken["p99"] <= 250, of)


def page_lines(bench: Bench) -> Iterator[Line]:
    """What a reader of the page waits for, in a browser."""
    say("the page")
    taken = json.loads(run(str(HERE / "page.py"), str(bench.home(70)))[1])
    yield Line(
        "page: first answer to read, ms", taken["enter"], "≤ 2000", taken["enter"] <= 2000, "median of 5 readers"
    )
    yield Line("page: answer on screen, ms", taken["ask"], "≤ 300", taken["ask"] <= 300, "median of 20 questions")
    of = f"{taken['readers']} readers at once; the slowest waits {taken['together']:.0f} ms"
    yield Line("page: answers crossed", taken["crossed"], "0", taken["crossed"] == 0, of)


def table(lines: list[Line]) -> str:
    """Return the results as a Markdown table."""
    rows = [
        f"| {line.what} | {line.measured:.2f} | {line.aim} | {'yes' if line.met else '**no**'} | {line.from_what} |"
        for line in lines
    ]
    return "\n".join(["| what | measured | aim | met | from |", "|---|---|---|---|---|", *rows])


def main() -> None:
    """Measure, print, and write when asked."""
    options = argparse.ArgumentParser(description=__doc__)
    options.add_argument("--quick", action="store_true", help="leave seventy days on Spark out")
    options.add_argument("--write", type=Path, help="also write the results as a page")
    given = options.parse_args()
    with tempfile.TemporaryDirectory(prefix="leakage-bench-") as folder:
        bench = Bench(Path(folder))
        lines = [*guard_lines(), *embedded_lines(bench), *answer_lines(bench)]
        lines += [*page_lines(bench), *join_lines()]
        lines += spark_lines(bench, quick=given.quick)
    page = f"{os.cpu_count()} cores, Python {platform.python_version()}, {platform.system()}\n\n{table(lines)}\n"
    print(page)
    if given.write:
        given.write.write_text(
            f"# Benchmarks\n\nWritten by `make bench`; wall and CPU of whole processes, cold.\n\n{page}"
        )


if __name__ == "__main__":
    main()
