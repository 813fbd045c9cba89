"""From the chart that an answer declares to its geometry."""

from collections.abc import Iterator

from agent.columns import column as column_name
from agent.columns import measure_of
from agent.numbers import write_window
from agent.placeholders import capitalised
from agent.reply import Answer, Value
from agent.reply import Chart as Spec
from ui.chart_parts import ComparedChart, Pair, PartsChart, Share, compared_chart, parts_chart
from ui.charts import BarChart, LineChart, Mark, bar_chart, line_chart
from ui.page_file import Limits
from ui.tables import Place, Writer, columns_of

Chart = BarChart | LineChart | PartsChart | ComparedChart


def chart_of(answer: Answer, say: Writer, limits: Limits) -> Chart | None:
    """Lay out the chart that an answer declares; None when it declares none, or there is nothing to compare.

    Args:
        answer: The answer.
        say: Writes its values.
        limits: How many bars, parts and lines are drawn.
    """
    if not answer.chart:
        return None
    drawing = _Drawing(answer, answer.chart, say)
    if answer.chart.kind == "compared":
        return drawing.compared(limits)
    if answer.chart.kind == "parts":
        return drawing.parts(limits) or drawing.plain(limits)
    return drawing.plain(limits)


class _Drawing:
    """One answer's chart: its rows, and where the columns that it draws stand in them."""

    def __init__(self, answer: Answer, spec: Spec, say: Writer) -> None:
        self._answer, self._spec, self._say = answer, spec, say
        self._places = {column.name: (place, column) for place, column in columns_of(answer)}
        self._x, self._y = self._places[spec.x], self._places[spec.y[0]]
        self._title = capitalised(self._y[1].label)

    def plain(self, limits: Limits) -> Chart | None:
        """Bars or lines."""
        marks = list(self._marks(self._y, self._spec.series))
        if len(marks) < 2:
            return None
        if self._spec.kind == "line":
            return line_chart(self._title, marks, limits.lines_shown)
        return bar_chart(self._title, marks, limits.bars_shown)

    def parts(self, limits: Limits) -> PartsChart | None:
        """Shares of a whole: of the total that the answer computed, else of its rows together."""
        shares = self._places.get(column_name(self._spec.y[0], "share"))
        return parts_chart(self._title, list(self._shares(shares)), limits.parts_shown)

    def compared(self, limits: Limits) -> Chart | None:
        """Two windows: two lines over time, else two bars for each group."""
        windows = self._windows()
        if not self._over_time():
            return compared_chart(self._title, windows, list(self._pairs()), limits.bars_shown)
        marks = [
            mark
            for name, column in zip(windows, self._spec.y, strict=True)
            for mark in self._marks(self._places[column], None, name)
        ]
        return line_chart(self._title, marks, limits.lines_shown) if len(marks) > 2 else None

    def _windows(self) -> tuple[str, str]:
        comparison = self._answer.plan.plan.comparison if self._answer.plan else None
        now, before = self._answer.window, comparison.window if comparison else None
        if now and before:
            language = self._say.language
            return capitalised(write_window(now, language)), capitalised(write_window(before, language))
        return self._title, capitalised(self._places[self._spec.y[1]][1].label)

    def _over_time(self) -> bool:
        form = self._x[1].format
        return (form is not None and form.type in ("date", "date_time")) or all(
            isinstance(row[self._x[0]], int) for row in self._answer.rows
        )

    def _marks(self, y: Place, series: str | None, name: str = "") -> Iterator[Mark]:
        for row in self._answer.rows:
            at, value = row[self._x[0]], row[y[0]]
            if isinstance(value, int | float):
                said = self._said(row, self._places[series]) if series else name
                shown = self._said(row, self._x)
                yield Mark(shown if at is None else at, shown, said, float(value), self._said(row, y))

    def _shares(self, shares: Place | None) -> Iterator[Share]:
        for row in self._answer.rows:
            value, share = row[self._y[0]], row[shares[0]] if shares else None
            if isinstance(value, int | float):
                known = float(share) if isinstance(share, int | float) else None
                said = self._said(row, shares) if shares and known is not None else ""
                yield Share(self._said(row, self._x), float(value), self._said(row, self._y), known, said)

    def _pairs(self) -> Iterator[Pair]:
        before = self._places[self._spec.y[1]]
        change = self._change()
        for row in self._answer.rows:
            now, then = row[self._y[0]], row[before[0]]
            if isinstance(now, int | float) or isinstance(then, int | float):
                yield Pair(
                    self._said(row, self._x),
                    float(now) if isinstance(now, int | float) else 0,
                    self._said(row, self._y),
                    float(then) if isinstance(then, int | float) else None,
                    self._said(row, before),
                    self._said(row, change) if change and row[change[0]] is not None else "",
                )

    def _change(self) -> Place | None:
        """The change that stands beside two bars: in percent; of percentages and signed figures as a difference."""
        measure, _ = measure_of(self._spec.y[0], self._say.model)
        form = self._y[1].format
        plain = (form is not None and form.type == "percentage") or self._goes_below_zero()
        return self._places.get(column_name(measure, "change" if plain else "change_pct"))

    def _goes_below_zero(self) -> bool:
        return any(isinstance(value, int | float) and value < 0 for row in self._answer.rows for value in self._ys(row))

    def _said(self, row: tuple[Value, ...], place: Place) -> str:
        return self._say.write(row[place[0]], place[1])

    def _ys(self, row: tuple[Value, ...]) -> Iterator[Value]:
        yield from (row[self._places[name][0]] for name in self._spec.y)
