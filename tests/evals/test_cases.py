"""Golden questions are read strictly; a twin is the same case in Spanish; a third is held out."""

from pathlib import Path
from typing import Any

import pytest
import yaml

from evals.cases import Case, load_golden, selected
from evals.suite import HeldOut, suite
from pipeline.errors import EvaluationError

HERE = Path(__file__).parent
WRONG = yaml.safe_load((HERE / "wrong_golden.yml").read_text())


@pytest.fixture(scope="module")
def cases() -> dict[str, Case]:
    return {case.id: case for case in load_golden(HERE / "golden")}


@pytest.mark.parametrize("wrong", WRONG, ids=[str(case["says"][-1]) for case in WRONG])
def test_what_is_wrong_is_said_with_file_and_id(wrong: dict[str, Any], tmp_path: Path) -> None:
    (tmp_path / "wrong.yml").write_text(wrong["text"])
    with pytest.raises(EvaluationError) as error:
        load_golden(tmp_path)
    assert [text for text in wrong["says"] if text not in str(error.value)] == []


def test_a_file_that_is_no_text(tmp_path: Path) -> None:
    (tmp_path / "wrong.yml").write_bytes(b"\xff\xfe\x00")
    with pytest.raises(EvaluationError, match=r"wrong\.yml"):
        load_golden(tmp_path)


def test_a_twin_is_the_same_case_in_spanish(cases: dict[str, Case]) -> None:
    original, twin = cases["then-billing"], cases["then-billing~es"]
    assert (twin.ask, twin.talk, twin.language) == (
        "¿y para facturación?",
        ("¿Cuánto costó la fuga de farmacia?",),
        "es",
    )
    assert (twin.sql, twin.status, twin.base) == (original.sql, original.status, original.id)
    assert twin.tags == ("follow_up", "spanish")
    assert (cases["pharmacy-cost"].says, cases["pharmacy-cost~es"].says) == (("$32,000",), ())


def test_selected(cases: dict[str, Case]) -> None:
    def ids(*, ids: tuple[str, ...] = (), tags: tuple[str, ...] = ()) -> list[str]:
        return [case.id for case in selected(cases.values(), ids, tags)]

    assert ids() == list(cases)
    assert ids(ids=("then-billing",)) == ["then-billing", "then-billing~es"]
    assert ids(ids=("then-billing~es",)) == ["then-billing~es"]
    assert ids(tags=("ranking", "breaking")) == ["by-segment", "breaking"]


@pytest.mark.parametrize(("ids", "tags"), [(("by-segmnt",), ()), ((), ("rankin",))])
def test_selecting_what_is_not_there(cases: dict[str, Case], ids: tuple[str, ...], tags: tuple[str, ...]) -> None:
    with pytest.raises(EvaluationError, match="Did you mean"):
        selected(cases.values(), ids, tags)


def test_a_third_is_held_out_and_another_key_holds_out_others() -> None:
    names = [f"case-{number}" for number in range(3000)]
    now, later = (
        {name for name in names if HeldOut(share=suite().held_out.share, key=key).holds(name)}
        for key in ("2026-11", "2026-12")
    )
    assert len(now) == pytest.approx(1000, abs=100)
    assert len(now & later) == pytest.approx(333, abs=80)
    assert now == {name for name in names if HeldOut(share=suite().held_out.share, key="2026-11").holds(name)}


def test_the_packaged_questions_are_read() -> None:
    packaged = Path(__file__).parents[2] / "evals" / "golden"
    assert not any(packaged.glob("*.yml")) or load_golden()
