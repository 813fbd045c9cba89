"""The verbs of feedback: what people said of answers, and what follows from it."""

from pathlib import Path
from typing import Annotated

import typer

from ui.verbs.options import Home, Json, Set, settings_of

app = typer.Typer(help="What people said of answers, what was declined, and what would put it right.")

Model = Annotated[Path | None, typer.Option(help="The semantic model's folder; default: the one that is asked.")]
Golden = Annotated[Path | None, typer.Option(help="The golden questions' folder; default: the product's own.")]


@app.callback(invoke_without_command=True)
def feedback(
    context: typer.Context,
    home: Home = None,
    days: Annotated[int | None, typer.Option(min=1, help="Only what was asked in the last so many days.")] = None,
    json: Json = False,
    given: Set = None,
) -> None:
    """Show the questions that people were unhappy with, and those that got no answer, put together."""
    if context.invoked_subcommand is None:
        from ui.commands.feedback import show

        show(settings_of(given, home=home), days, as_json=json)


@app.command()
def add(
    trace: Annotated[str, typer.Argument(help="The answer's trace_id.")],
    verdict: Annotated[str, typer.Argument(help="up or down.")],
    reason: Annotated[str | None, typer.Option(help="wrong_number, misread, not_answered, unclear or other.")] = None,
    comment: Annotated[str | None, typer.Option(help="In your own words.")] = None,
    home: Home = None,
    given: Set = None,
) -> None:
    """Say what an answer of yours was worth."""
    from ui.commands.feedback import add as command

    command(settings_of(given, home=home), trace, verdict, reason, comment)


@app.command()
def propose(
    out: Annotated[Path | None, typer.Option(help="The file to write the diff to, instead of printing it.")] = None,
    home: Home = None,
    model: Model = None,
    golden: Golden = None,
    given: Set = None,
) -> None:
    """Draft synonyms, golden questions and certified answers from what people said, as a diff to review."""
    from ui.commands.feedback import propose as command

    command(settings_of(given, home=home), out, model, golden)


@app.command()
def accept(
    diff: Annotated[Path, typer.Argument(help="A reviewed diff of `leakage feedback propose`.")],
    model: Model = None,
    golden: Golden = None,
    given: Set = None,
) -> None:
    """Put a reviewed diff into effect; it is taken back when the files don't hold together after it."""
    from ui.commands.feedback import accept as command

    command(settings_of(given), diff, model, golden)
