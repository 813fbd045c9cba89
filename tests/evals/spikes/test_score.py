"""The scorer of spikes: what looks found in, figures out."""

from pathlib import Path
from typing import Any

import pytest
import yaml

from evals.graded import gate_of, rules_of
from evals.intervals import Share
from evals.sets.spikes import graded
from evals.spikes import score
from evals.spikes.records import Day, Within
from evals.spikes.work import jobs

CASES = yaml.safe_load((Path(__file__).parent / "scores.yml").read_text())


def days_of(case: dict[str, Any]) -> list[Day]:
    return [Day(**{"clean_world": False} | day) for day in case["days"]]


@pytest.mark.parametrize("case", CASES, ids=lambda case: case["name"])
def test_figures(case: dict[str, Any]) -> None:
    within = [Within(**one) for one in case.get("within", [])]
    figures = score.figures(days_of(case), within, strong=6)
    found = {name: figures[name] for name in case["figures"]}
    assert found == pytest.approx(case["figures"], abs=1e-4)


def test_calibration_counts_clean_days_at_each_level() -> None:
    lowest = [0.004, 0.03, 0.15, None]
    days = [Day(world=0, clean_world=True, day=place, kind="ordinary", lowest=p) for place, p in enumerate(lowest)]
    levels = score.calibration(days, [0.01, 0.05, 0.2])
    assert [part.value for part in levels.values()] == [0.25, 0.5, 0.75]


def test_classes_of_strength_hold_every_incident_once() -> None:
    days = [day for case in CASES for day in days_of(case)]
    classes = score.by_strength(days, rules_of("spikes").options["strengths"])
    assert sum(found.whole for _, found, _ in classes) == len(score.struck_days(days))
    assert [name for name, *_ in classes][-1] == "12 and more"


def test_a_share_has_its_exact_interval() -> None:
    assert Share(part=0, whole=55).bounds == pytest.approx((0, 0.0649), abs=1e-4)
    assert Share(part=5, whole=100).bounds == pytest.approx((0.0164, 0.1128), abs=1e-4)
    assert (Share(part=0, whole=0).value, str(Share(part=0, whole=0))) == (None, "–")


def test_the_gate_fails_on_what_cannot_be_said_and_holds_on_its_bounds() -> None:
    bounds = rules_of("spikes").gate["full"]
    perfect = {"recall": 0.97, "exact_f1": 0.9, "exact_precision": 0.85, "clean_days_with_alarm": 0.05}
    perfect |= {"within_clean_days_with_alarm": 0.05, "within_median_hours": 2, "within_p90_hours": 4, "most_shown": 3}
    assert all(one.holds for one in gate_of(perfect, bounds))
    for name, value in perfect.items():
        worse = value - 0.01 if bounds[name].least else value + 0.01
        assert [one.name for one in gate_of(perfect | {name: worse}, bounds) if not one.holds] == [name]
    assert not any(one.holds for one in gate_of({}, bounds))


def test_a_report_shows_every_figure_it_is_gated_on() -> None:
    case = next(case for case in CASES if case["name"].startswith("found on its second day"))
    report = graded(days_of(case), [], "small", held_out=False)
    assert {one.name for one in report.gate} <= set(report.figures)
    assert not report.passed
    assert report.model_dump_json()


def test_tuned_and_held_out_worlds_differ_and_the_small_part_is_in_the_whole() -> None:
    sizes = rules_of("spikes").sizes
    small, full, kept = jobs(sizes["small"], "tuning"), jobs(sizes["full"], "tuning"), jobs(sizes["full"], "held_out")
    assert {job.seed for job in small} <= {job.seed for job in full}
    assert len({job.seed for job in full}) == len(full) == sum(sizes["full"].values())
    assert not {job.seed for job in full} & {job.seed for job in kept}
