"""Have a chat model write SQL where no plan can express a question; it passes the same guard as everything else."""

from collections.abc import Sequence
from dataclasses import dataclass

from agent.chat.client import ChatClient, Deadline
from agent.chat.offer import Offer
from agent.chat.reader import question_text
from agent.chat.schema import SqlReply, portable
from agent.chat.talk import ask_until_right
from agent.chat.vocabulary import clock_text, formulas_text, tables_text, values_text
from agent.engine import Catalog
from agent.limits import limits
from agent.relations import DIALECT
from agent.validate import Checked, validate
from pipeline.errors import RefusedError
from prompts.prompt import render


def freehand_prompt(offer: Offer) -> str:
    """What a model is told before the question."""
    values = values_text(offer)
    return render(
        "freehand",
        model=offer.model.notes.name,
        rows=str(limits().execute.rows),
        tables=tables_text(offer),
        formulas=formulas_text(offer),
        values=f"Values\n{values}\n\n" if values else "",
        clock=clock_text(offer),
    )


def readable(offer: Offer) -> Catalog:
    """The tables that free SQL of this caller may read."""
    tables = {name: dict(columns) for name, columns in offer.tables.items()}
    return Catalog(tables, offer.knowledge.catalog.rows)


@dataclass(frozen=True)
class Freehand:
    """Writes queries with a chat model.

    Attributes:
        client: The model.
        dialect: The dialect that queries run in.
    """

    client: ChatClient
    dialect: str

    def write(self, question: str, conversation: Sequence[str], offer: Offer, deadline: Deadline) -> Checked | None:
        """Write a query that the guard lets through; None when the model says that there is none.

        Raises:
            ChatFailed: The model is of no help.
        """
        reply = ask_until_right(
            self.client,
            [("system", freehand_prompt(offer)), ("human", question_text(question, conversation))],
            portable(SqlReply.model_json_schema()),
            SqlReply,
            lambda one: self._wrong(one, readable(offer)),
            deadline,
        )
        return self._checked(reply, readable(offer))

    def _checked(self, reply: SqlReply, catalog: Catalog) -> Checked | None:
        return None if reply.sql is None else validate(reply.sql, catalog, DIALECT, self.dialect)

    def _wrong(self, reply: SqlReply, catalog: Catalog) -> list[str]:
        try:
            self._checked(reply, catalog)
        except RefusedError as refused:
            return [f"{refused.message} {refused.hint}".strip()]
        return []
