"""The verbs of incidents: what people say of them."""

from typing import Annotated

import typer

from ui.verbs.options import Home, Set, settings_of

app = typer.Typer()


@app.command()
def verdict(
    incident: Annotated[
        str, typer.Argument(help="The incident, as `leakage spikes` names it; its beginning is enough.")
    ],
    opinion: Annotated[str, typer.Argument(help="confirmed, expected, false_alarm or new_normal.")],
    note: Annotated[str | None, typer.Option(help="Why.")] = None,
    home: Home = None,
    given: Set = None,
) -> None:
    """Say what an incident was; it is kept for good, and respected by the looks at later days."""
    from ui.commands.incidents import say_verdict

    say_verdict(settings_of(given, home=home), incident, opinion, note)
