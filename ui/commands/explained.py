"""How a question was read, on the command line: which words meant what, the plan, and the SQL."""

from collections.abc import Iterator, Sequence

from rich.console import RenderableType
from rich.syntax import Syntax
from rich.table import Table
from rich.text import Text

from agent.model import SemanticModel
from agent.reply import Answer
from ui.page_file import page_file
from ui.plan_words import plan_words
from ui.present import definitions_of, query_view
from ui.words_read import words_read


def explained(answer: Answer, model: SemanticModel) -> Iterator[RenderableType]:
    """Say it part by part.

    Args:
        answer: What the question got.
        model: What people call the names in it.
    """
    words = page_file().words[answer.language]
    yield from _table(words.words_read, [(f"“{one.text}”", one.kind, one.meaning) for one in words_read(answer, model)])
    yield from _table(words.plan, list(plan_words(answer.plan.plan, model, answer.language)) if answer.plan else [])
    yield from _table(words.definitions, list(definitions_of(answer, model)))
    for query in answer.queries:
        shown = query_view(query)
        yield Text(f"\nSQL · {words.not_run.format(tables=shown.tables)}", style="bold")
        yield Syntax(f"{shown.sql};", "sql", theme="ansi_light", word_wrap=True, background_color="default")


def _table(title: str, rows: Sequence[tuple[str, ...]]) -> Iterator[RenderableType]:
    if rows:
        shown = Table(box=None, show_header=False, pad_edge=False)
        for row in rows:
            shown.add_row(*map(Text, row))
        yield Text(f"\n{title}", style="bold")
        yield shown
