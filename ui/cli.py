"""The ``leakage`` command: one verb for each thing that people do. Heavy parts are imported when a verb needs them."""

from datetime import datetime
from pathlib import Path
from typing import Annotated, Any

import typer

from ui.verbs import actions, audit, brief, feedback, incidents, mlflow, serve, spikes, user
from ui.verbs.options import Engine, Home, Json, Set, SetOrSetting, Verbose, Wait, settings_of

app = typer.Typer(
    help="What is breaking online before it reaches the call center: build the figures, ask about them, show them.",
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,
)


@app.command()
def generate(
    home: Home = None,
    days: Annotated[int, typer.Option(min=1, help="Days of history, the last one included.")] = 70,
    end: Annotated[
        datetime | None, typer.Option(formats=["%Y-%m-%d"], help="The last day; default: the last business day.")
    ] = None,
    until: Annotated[str | None, typer.Option(help="Stop the last day at this time (HH:MM): today so far.")] = None,
    members: Annotated[int | None, typer.Option(min=1, help="Members of the plan.")] = None,
    events: Annotated[int | None, typer.Option(min=1, help="Digital events on the last day.")] = None,
    calls: Annotated[int | None, typer.Option(min=1, help="Leaked calls on the last day.")] = None,
    volume: Annotated[float, typer.Option(min=0.001, help="Multiplies members, events and calls.")] = 1.0,
    seed: Annotated[int | None, typer.Option(help="The same seed makes the same bytes.")] = None,
    dirty: Annotated[
        float | None, typer.Option(min=0, max=1, help="Share of rows to spoil; default: a little, in history.")
    ] = None,
    world: Annotated[Path | None, typer.Option(help="A world file other than the packaged one.")] = None,
    out: Annotated[Path | None, typer.Option(help="The landing zone to write; default: the home's.")] = None,
    verbose: Verbose = False,
    given: Set = None,
) -> None:
    """Make up a health plan: members, their journeys, their calls and the calendar."""
    from ui.commands.generate import run

    wanted: dict[str, object] = {
        "days": days,
        "end": end.date() if end else None,
        "until": until,
        "members": members,
        "events_per_day": events,
        "calls_per_day": calls,
        "volume": volume,
        "seed": seed,
        "dirty": dirty,
    }
    run(settings_of(given, home=home), wanted, world, out, verbose=verbose)


@app.command()
def build(
    home: Home = None,
    since: Annotated[
        datetime | None,
        typer.Option(
            formats=["%Y-%m-%d"], help="Recompute from this day on, or from an earlier one that new data touch."
        ),
    ] = None,
    full: Annotated[bool, typer.Option("--full", help="Recompute everything even when nothing has changed.")] = False,
    engine: Engine = None,
    mapping: Annotated[Path | None, typer.Option(help="A mapping file for other people's columns.")] = None,
    wait: Wait = 0,
    json: Json = False,
    verbose: Verbose = False,
    given: Set = None,
) -> None:
    """Bring raw files through bronze and silver to published gold tables."""
    from ui.commands.build import run

    settings = settings_of(given, home=home, engine=engine, mapping=mapping)
    run(settings, since.date() if since else None, full=full, wait=wait, as_json=json, verbose=verbose)


@app.command()
def history(home: Home = None, json: Json = False, given: Set = None) -> None:
    """List the runs: when, what, how far they came."""
    from ui.commands.runs import show_history

    show_history(settings_of(given, home=home), as_json=json)


@app.command()
def restore(
    run_id: Annotated[str, typer.Argument(help="A published run; see `leakage history`.")],
    home: Home = None,
    wait: Wait = 0,
    given: Set = None,
) -> None:
    """Put all gold tables back to an earlier run."""
    from ui.commands.runs import restore_run

    restore_run(settings_of(given, home=home), run_id, wait)


@app.command()
def optimize(home: Home = None, wait: Wait = 0, given: Set = None) -> None:
    """Compact and Z-order the tables, and remove files that no recent run needs."""
    from ui.commands.runs import optimize_tables

    optimize_tables(settings_of(given, home=home), wait)


Model = Annotated[Path | None, typer.Option(help="A folder with a semantic model of your own.")]
Data = Annotated[Path | None, typer.Option(help="A DuckDB file to ask about.")]


def _batch(fields: str) -> Any:
    said = f"A file of {{{fields}}}, one JSON object a line; - for stdin."
    return typer.Option(help=said)


@app.command()
def ask(
    question: Annotated[str | None, typer.Argument(help="In English or Spanish.")] = None,
    home: Home = None,
    model: Model = None,
    data: Data = None,
    role: Annotated[str | None, typer.Option(help="Who asks: viewer, operator or care_ops.")] = None,
    conversation: Annotated[
        str | None, typer.Option(help="Go on with this conversation of yours, or begin it: any name.")
    ] = None,
    explain: Annotated[
        bool, typer.Option("--explain", help="Say how it is read and the SQL, without running it.")
    ] = False,
    batch: Annotated[
        Path | None,
        _batch("id, question, conversation"),
    ] = None,
    json: Json = False,
    given: Set = None,
) -> None:
    """Ask a question; the answer comes from the published gold tables."""
    from ui.commands.ask import ask, ask_many

    settings = settings_of(given, home=home, role=role)
    if batch:
        ask_many(settings, batch, model=model, data=data)
    elif question:
        ask(settings, question, model=model, data=data, conversation=conversation, explain=explain, as_json=json)
    else:
        raise typer.BadParameter("Give a question, or a file of questions with --batch.")


@app.command()
def talks(
    conversation: Annotated[str | None, typer.Argument(help="One of them, to see its questions.")] = None,
    home: Home = None,
    json: Json = False,
    given: Set = None,
) -> None:
    """List your conversations, the latest first, or show what was asked in one."""
    from ui.commands.talks import list_talks, show_talk

    settings = settings_of(given, home=home)
    if conversation is None:
        list_talks(settings, as_json=json)
    else:
        show_talk(settings, conversation, as_json=json)


@app.command()
def validate(
    sql: Annotated[str | None, typer.Argument(help="One SELECT.")] = None,
    home: Home = None,
    model: Model = None,
    data: Data = None,
    dialect: Annotated[str, typer.Option(help="The dialect that it is written in.")] = "databricks",
    batch: Annotated[
        Path | None,
        _batch("id, sql, dialect"),
    ] = None,
    given: Set = None,
) -> None:
    """Say whether the guard lets a statement through, why not, and what would run."""
    from ui.commands.ask import check_many, check_sql

    if batch:
        check_many(settings_of(given, home=home), batch, model=model, data=data)
    elif sql:
        check_sql(settings_of(given, home=home), sql, dialect, model=model, data=data)
    else:
        raise typer.BadParameter("Give a statement, or a file of statements with --batch.")


@app.command(name="eval")
def evaluate(
    home: Annotated[
        Path | None, typer.Option(help="A home that has the data set already; default: one of its own, made once.")
    ] = None,
    golden: Annotated[Path | None, typer.Option(help="A folder of golden questions of your own.")] = None,
    baseline: Annotated[Path | None, typer.Option(help="The accepted outcomes to compare with.")] = None,
    tag: Annotated[list[str] | None, typer.Option(help="Only cases with this tag; may come again.")] = None,
    case_id: Annotated[list[str] | None, typer.Option("--id", help="Only this case; may come again.")] = None,
    every_case: Annotated[bool, typer.Option("--all", help="List every case, not only those that failed.")] = False,
    held_out: Annotated[bool, typer.Option("--held-out", help="Show the held-out cases too: at release time.")] = False,
    twice: Annotated[
        bool, typer.Option("--twice", help="Ask in a second process too: answers must be the same.")
    ] = False,
    update_baseline: Annotated[
        bool, typer.Option("--update-baseline", help="Accept the outcomes as they are now.")
    ] = False,
    full: Annotated[
        bool, typer.Option("--full", help="With --set NAME: all worlds, not the small fixed part.")
    ] = False,
    json: Json = False,
    verbose: Verbose = False,
    given: SetOrSetting = None,
) -> None:
    """Ask the golden questions, or grade with a set (spikes …); fails when something has become wrong."""
    sets, given = [one for one in given or () if "=" not in one], [one for one in given or () if "=" in one]
    if sets:
        from ui.commands import eval_sets

        of_sets = eval_sets.Wanted(names=sets, home=home, full=full, held_out=held_out, as_json=json)
        eval_sets.run(settings_of(given), of_sets, verbose=verbose)
        return
    from ui.commands.eval import Wanted, run

    wanted = Wanted(
        home=home,
        golden=golden,
        baseline=baseline,
        ids=case_id or (),
        tags=tag or (),
        held_out=held_out,
        every_case=every_case,
        twice=twice,
        update_baseline=update_baseline,
        as_json=json,
    )
    run(settings_of(given), wanted, verbose=verbose)


@app.command()
def page(
    home: Home = None,
    host: Annotated[str, typer.Option(help="The address to listen on.")] = "127.0.0.1",
    port: Annotated[int, typer.Option(min=0, max=65535, help="The port; 0 for any free one.")] = 7860,
    open_browser: Annotated[bool, typer.Option("--open/--no-open", help="Open it in a browser.")] = True,
    given: Set = None,
) -> None:
    """Serve the page: ask questions and see the answers in a browser."""
    from ui.commands.page import run

    run(settings_of(given, home=home), host, port, open_browser)


@app.command()
def demo(
    home: Home = None,
    port: Annotated[int, typer.Option(min=0, max=65535, help="The port; 0 for any free one.")] = 7860,
    open_browser: Annotated[bool, typer.Option("--open/--no-open", help="Open it in a browser.")] = True,
    given: Set = None,
) -> None:
    """From nothing to a page that answers: made-up data, a build, the page. What is there already is kept."""
    from ui.commands.demo import run

    run(settings_of(given, home=home), port, open_browser)


@app.command()
def check(home: Home = None, model: Model = None, data: Data = None, json: Json = False, given: Set = None) -> None:
    """Check every contract against its SQL; with --model, a semantic model, and with --data, that it fits the data."""
    from ui.commands.check import check_model, run

    settings = settings_of(given, home=home)
    if model or data:
        check_model(model, data, as_json=json)
    else:
        run(settings)


@app.command()
def document(
    out: Annotated[Path, typer.Option(help="The folder to write into.")] = Path("docs"),
    stale: Annotated[bool, typer.Option("--check", help="Only say whether the pages are up to date.")] = False,
) -> None:
    """Write the data dictionary, the lineage and the DDL from the contracts and SQL."""
    from ui.commands.document import run

    run(out, check=stale)


app.add_typer(brief.app)
app.add_typer(audit.app, name="audit")
app.add_typer(incidents.app)
app.add_typer(mlflow.app)
app.add_typer(serve.app)
app.add_typer(actions.app, name="actions")
app.add_typer(feedback.app, name="feedback")
app.add_typer(spikes.app)
app.add_typer(user.app, name="user")


def main() -> None:
    """Run the command; an error is one clear line and a non-zero exit."""
    from ui.ending import ended_well

    ended_well(app)
