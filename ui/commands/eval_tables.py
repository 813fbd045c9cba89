"""What ``leakage eval`` prints."""

from collections.abc import Iterator
from typing import TYPE_CHECKING

from rich.box import SIMPLE_HEAD
from rich.console import Group, RenderableType
from rich.padding import Padding
from rich.table import Column, Table
from rich.text import Text

from evals.baseline import Changes
from evals.judge import Judged
from evals.report import Report, Tally

if TYPE_CHECKING:
    from doors.tracking.evaluation import Logged


def tables(report: Report, *, every_case: bool) -> Iterator[RenderableType]:
    """Everything to print, in order.

    Args:
        report: What a run amounts to.
        every_case: List every case that may be looked at, not only those that failed.
    """
    listed = [one for one in report.cases if every_case or not one.good or one.checks]
    yield from (_case(one) for one in listed)
    yield _totals(report)
    if report.tags:
        yield _tags(report)
    if report.reasons or any(report.checks.values()):
        yield _reasons(report)
    yield _parity(report)
    yield from _changes(report.changes)
    if report.gate:
        yield _gate(report)
    yield _last_line(report)


def _case(one: Judged) -> RenderableType:
    head = Text.assemble((one.id, "bold"), "  ", (one.outcome.replace("_", " "), "green" if one.good else "red"), "  ")
    head.append(" ".join((*one.reasons, *one.checks)), "red")
    asked = " → ".join((*one.talk, one.ask))
    lines = [Text(asked), *(Text(line, "dim") for line in one.details), Text(one.answer.strip() or "(no answer)")]
    return Group(head, *(Padding(line, (0, 0, 0, 2)) for line in lines))


def _totals(report: Report) -> Table:
    shown = _table(f"Golden questions, data of {report.days}", "")
    for name, part in (("tuned on", report.tuned), ("held out", report.held_out), ("all", report.total)):
        shown.add_row(name, *_counts(part))
    return shown


def _tags(report: Report) -> Table:
    shown = _table(f"By tag, {'all cases' if report.shows_held_out else 'the cases tuned on'}", "Tag")
    for tag, part in report.tags.items():
        shown.add_row(tag, *_counts(part))
    return shown


def _table(title: str, first: str) -> Table:
    heads = ("Cases", "Right", "Silently\nwrong", "Declined\n✓ / ✗", "Asked\n✓ / ✗", "Failed", "As it\nshould")
    columns = (Column(head, justify="right", no_wrap=True) for head in heads)
    return Table(Column(first, no_wrap=True), *columns, title=title, title_justify="left", box=SIMPLE_HEAD)


def _counts(part: Tally) -> list[str]:
    count = {outcome: str(number or "–") for outcome, number in part.outcomes.items()}
    return [
        str(part.cases),
        count["right"],
        count["silently_wrong"],
        f"{count['declined_rightly']} / {count['declined_wrongly']}",
        f"{count['asked_back_rightly']} / {count['asked_back_wrongly']}",
        count["failed"],
        _percent(part.good),
    ]


def _reasons(report: Report) -> Table:
    shown = Table("Reason", "Answers", title="Why, all cases", title_justify="left", box=SIMPLE_HEAD)
    for reason, count in (*report.reasons.items(), *report.checks.items()):
        if count:
            shown.add_row(reason, str(count))
    return shown


def _parity(report: Report) -> str:
    parity, ms = report.parity, report.latency_ms
    overfit = f"Overfit (tuned on minus held out): {_points(report.overfit)}. " if report.held_out.cases else ""
    pairs = (
        f"Spanish twins: {parity.pairs} pairs, both right {parity.both}, only English {parity.only_english}, only "
        f"Spanish {parity.only_spanish}, neither {parity.neither}. "
    )
    latency = f"Latency: p50 {ms.p50:.0f} ms, p95 {ms.p95:.0f} ms, p99 {ms.p99:.0f} ms."
    return overfit + (pairs if parity.pairs else "") + latency


def _changes(changed: Changes) -> Iterator[str]:
    if changed.regressions:
        yield "[red]Worse than the baseline:[/red] " + ", ".join(changed.regressions)
    if changed.improvements:
        yield "[green]Better than the baseline:[/green] " + ", ".join(changed.improvements)
    if changed.new or changed.gone:
        yield f"Not in the baseline yet: {len(changed.new)}. No longer asked: {len(changed.gone)}."


def _gate(report: Report) -> Table:
    shown = Table("Condition", "Value", "Needed", "", title="Gate", title_justify="left", box=SIMPLE_HEAD)
    for one in report.gate:
        write = _count if one.name.isupper() else _percent
        needed = f"at least {write(one.least)}" if one.least is not None else f"at most {write(one.most or 0.0)}"
        met = "✓" if one.holds else "[red]✗[/red]"
        shown.add_row(one.name.replace("_", " ").lower(), write(one.value), needed, met)
    return shown


def _last_line(report: Report) -> str:
    if report.passed:
        return "[green]Passed.[/green]" if report.whole else "[green]Nothing became worse.[/green]"
    return "[red]Not passed.[/red] `--update-baseline` accepts outcomes; the gate stands in evals/suite.yml."


def _count(value: float) -> str:
    return f"{value:g}"


def _percent(share: float) -> str:
    return f"{share * 100:.1f} %"


def _points(share: float) -> str:
    return f"{share * 100:+.1f} points"


def logged_table(logged: "Logged") -> Table:
    """What stands in MLflow of an evaluation, beside the figures of the last registered version."""
    beside = f"version {logged.release}" if logged.release else "no version is registered yet"
    shown = Table("MLflow", _right("now"), _right(beside), title=f"{logged.rows} questions in run {logged.run_id}")
    for name, value in sorted(logged.metrics.items()):
        before = logged.released.get(name)
        shown.add_row(name, f"{value:.4g}", f"{before:.4g}" if before is not None else "")
    return shown


def _right(head: str) -> Column:
    return Column(head, justify="right")
