"""From an answer to what is shown of it."""

from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

import pytest
import yaml

from agent.columns import format_of, label_of
from agent.metric_view import Format
from agent.model import SemanticModel
from agent.plan import Plan, Window
from agent.reply import Answer, Column, Query, Shown
from ui.chart_parts import ComparedChart, PairBars, PartsChart
from ui.charts import Bar, BarChart, LineChart
from ui.drawn import Chart
from ui.page_file import Limits
from ui.present import View, present, rendered

CASES = yaml.safe_load((Path(__file__).parent / "answers.yml").read_text())
NEW_YORK = ZoneInfo("America/New_York")


def limits(**other: Any) -> Limits:
    given = {"rows_shown": 10, "bars_shown": 10, "lines_shown": 4, "parts_shown": 3, "at_once": 1, "waiting": 1}
    shown = dict.fromkeys(("talks_shown", "runs_shown", "briefings_shown"), 1)
    return Limits(**{**given, **shown, "refresh_seconds": 1, "turns_kept": 1, **other})


def answer(case: dict[str, Any], model: SemanticModel) -> Answer:
    language = case.get("language", "en")
    described = tuple(column(name, language, model) for name in case["columns"])
    return Answer(
        status="answered",
        answer="Said.",
        label="computed",
        language=language,
        window=case.get("window"),
        plan=Shown(said="", plan=Plan(view="daily", comparison=case.get("comparison")), columns=described),
        columns=tuple(case["columns"]),
        rows=tuple(tuple(row) for row in case["rows"]),
        chart=case.get("chart"),
        trace_id="0",
    )


def column(name: str, language: str, model: SemanticModel) -> Column:
    kind = "dimension" if name in model.dimension else "measure"
    return Column(name=name, label=label_of(name, model, language), kind=kind, format=format_of(name, model))


def shown(case: dict[str, Any], model: SemanticModel, **limited: Any) -> View:
    return present(answer(case, model), model, limits(**limited), NEW_YORK)


@pytest.mark.parametrize("case", CASES, ids=[case["name"] for case in CASES])
def test_tables(case: dict[str, Any], model: SemanticModel) -> None:
    table = shown(case, model).table
    assert table is not None
    assert [head.label for head in table.heads] == case["heads"]
    assert [head.number for head in table.heads] == case["numbers"]
    assert [list(row) for row in table.rows] == case["table"]
    assert list(table.without_values) == case.get("without_values", [])


@pytest.mark.parametrize("case", CASES, ids=[case["name"] for case in CASES])
def test_charts(case: dict[str, Any], model: SemanticModel) -> None:
    drawn = geometry(shown(case, model).chart)
    assert drawn == {kind: case[kind] for kind in ("bars", "lines", "parts", "pairs") if kind in case}


def geometry(chart: Chart | None) -> dict[str, Any]:
    """A chart as the cases write it down."""
    match chart:
        case BarChart():
            return {"bars": {one.heading: [bar(each) for each in one.bars] for one in chart.groups}}
        case LineChart():
            return {"lines": {line.name: [[dot.x, dot.y] for dot in line.dots] for line in chart.lines}}
        case PartsChart():
            slices = chart.slices
            return {"parts": [[one.label, one.share_text, one.text, one.start, one.width] for one in slices]}
        case ComparedChart():
            return {"pairs": {"windows": [chart.now, chart.before], **{one.label: pair(one) for one in chart.groups}}}
    return {}


def bar(one: Bar) -> list[Any]:
    return [one.label, one.text, one.start, one.width]


def pair(one: PairBars) -> list[Any]:
    return [one.now_text, *one.now, one.before_text, *one.before, one.change_text]


def test_what_does_not_fit_is_counted(model: SemanticModel) -> None:
    view = shown(CASES[3], model, rows_shown=2, bars_shown=1)
    assert view.table is not None
    assert (len(view.table.rows), view.table.left_out) == (2, 1)
    assert isinstance(view.chart, BarChart)
    assert view.chart.left_out == 2


def test_lines_left_out_are_counted(model: SemanticModel) -> None:
    chart = shown(CASES[6], model).chart
    assert isinstance(chart, LineChart)
    assert chart.left_out == 1


@pytest.mark.parametrize(
    ("markdown", "html"),
    [
        ("Up **14 %**.", "<p>Up <strong>14\N{NO-BREAK SPACE}%</strong>.</p>\n"),
        ("$40,000 and $32,000", "<p>$40,000 and $32,000</p>\n"),
        ("<script>alert(1)</script>", "<p>&lt;script&gt;alert(1)&lt;/script&gt;</p>\n"),
    ],
)
def test_markdown(markdown: str, html: str) -> None:
    assert rendered(markdown) == html


@pytest.mark.parametrize("markdown", ["![x](http://else.where/x.png)", "[x](http://else.where)", "<http://else.where>"])
def test_nothing_said_can_load_or_link(markdown: str) -> None:
    assert not {"<img", "<a"} & set(rendered(markdown).replace(" ", "\n").split("\n"))


def test_window_queries_and_moments(model: SemanticModel) -> None:
    case = {"columns": ["occurred_at"], "rows": [["2026-11-20T20:59:54+00:00"]]}
    said = answer(case, model)
    assert said.plan is not None
    timed = column("occurred_at", "en", model).model_copy(update={"format": Format(type="date_time")})
    said = said.model_copy(
        update={
            "plan": said.plan.model_copy(update={"columns": (timed,)}),
            "window": Window(start="2026-11-20", end="2026-11-20", complete=False),
            "queries": (Query(sql="SELECT 1 AS a FROM gold.x", dialect="duckdb", tables=("gold.x",)),),
            "timings_ms": {"read": 1.5, "plan": 2.0},
        }
    )
    view = present(said, model, limits(), NEW_YORK)
    assert view.table is not None
    assert view.table.rows == (("November 20 15:59:54",),)
    assert (view.window, view.complete) == ("On Friday, November 20, 2026, which is not over yet", False)
    assert view.queries[0].sql == "SELECT\n  1 AS a\nFROM gold.x"
    assert view.ms == 3.5


def test_without_rows_there_is_neither_table_nor_chart(model: SemanticModel) -> None:
    declined = Answer(status="declined", answer="I can't.", suggestions=("Why?",), trace_id="0")
    view = present(declined, model, limits(), NEW_YORK)
    assert (view.table, view.chart, view.window, view.suggestions) == (None, None, "", ("Why?",))


def test_columns_of_free_sql_are_shown_by_their_names(model: SemanticModel) -> None:
    free = Answer(
        status="answered",
        answer="First.",
        label="freehand",
        columns=("journey_type", "calls_per_session"),
        rows=(("billing", 0.41237),),
        trace_id="0",
    )
    table = present(free, model, limits(), NEW_YORK).table
    assert table
    assert [head.label.lower() for head in table.heads] == ["journey type", "calls per session"]
    assert table.rows == (("Billing", "0.4124"),)


def test_more_parts_than_fit_are_counted_and_left_empty(model: SemanticModel) -> None:
    case = next(case for case in CASES if "parts" in case)
    chart = shown(case, model, parts_shown=1).chart
    assert isinstance(chart, PartsChart)
    assert (len(chart.slices), chart.left_out) == (1, len(case["rows"]) - 1)
    assert chart.slices[0].width < 100


def test_rows_can_be_taken_to_a_spreadsheet_exact_and_inert(model: SemanticModel) -> None:
    case = {
        "columns": ["day", "segment", "leaked_calls", "cost"],
        "rows": [["2026-11-17T00:00:00", "=cmd()", 1.5, None]],
    }
    table = shown({**case, "rows": [*case["rows"], ["2026-11-18", "MAPD New", 2, 3]]}, model, rows_shown=1).table
    assert table is not None
    lines = table.csv.splitlines()
    assert lines == ["Day,Segment,Leaked calls,Cost", "2026-11-17,'=cmd(),1.5,", "2026-11-18,MAPD New,2,3"]
