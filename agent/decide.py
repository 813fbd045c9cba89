"""The answer to a decision about an action: what would be recorded, and what is missing before it can be."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from datetime import date
from typing import Any

from agent.deciding import Decision, decision_in
from agent.declined import Declined
from agent.explain import answer_of
from agent.facts import Fact, FactBook
from agent.language import Deciding, fold, languages, tokens
from agent.metric_view import Format
from agent.numbers import join, write_date, write_value
from agent.plan import Draft
from agent.read import read_question
from agent.reader import Outcome
from agent.reply import Answer, Proposal, Shown
from agent.slots import Slots
from agent.turn import Tools, Turn
from pipeline.action_rules import may_decide, rules

Row = Mapping[str, Any]
_SHARE = Format.model_validate({"type": "percentage", "decimal_places": {"type": "max", "places": 2}})


def decided(turn: Turn, tools: Tools) -> Turn | None:
    """A turn whose question decides about an action, or confirms such a decision; None for any other question.

    Raises:
        Declined: The asker's role may not decide.
    """
    intent = next((name for name, one in tools.model.intents.items() if one.kind == "decision"), None)
    if intent is None:
        return None
    decision = decision_in(turn.question, turn.conversation, turn.language, tools.knowledge.clock.today)
    if decision is None or not _about_an_action(decision, turn, tools):
        return None
    if not may_decide(turn.caller.role):
        raise Declined("decide", role=rules().roles[0], caller=turn.caller.role)
    return replace(turn, decision=decision, outcome=Outcome(draft=Draft(intent=intent)))


def explain_decision(decision: Decision, turn: Turn, tools: Tools) -> Answer:
    """Say what a decision would record, or what must be said with it first."""
    return _Explaining(decision, turn, tools).answer()


def _about_an_action(decision: Decision, turn: Turn, tools: Tools) -> bool:
    """Whether what a sentence names may be an action: by its place, by a word for one, or by its name."""
    words = languages()[turn.language].decide
    said = {token.folded for token in tokens(decision.named, turn.language)}
    things = {fold(one) for one in words.action if len(one) > len("the")}
    return bool(said & things) or _place(decision.named, turn) is not None or bool(_names(decision.named, turn, tools))


def _place(named: str, turn: Turn) -> int | None:
    """The place in the list that some words name, if they name nothing else."""
    ways = {fold(one).strip(".") for one in languages()[turn.language].decide.action}
    left = [token for token in tokens(named.replace("#", " "), turn.language) if token.folded not in ways]
    found = Slots(languages()[turn.language]).of(left[0]) if len(left) == 1 else {}
    place = next((found[slot] for slot in ("{n}", "{nth}", "{ord}") if slot in found), None)
    return int(place) if place else None


def _names(named: str, turn: Turn, tools: Tools) -> set[str]:
    """The actions whose names or nicknames some words have in them."""
    spans = read_question(named, tools.knowledge.lexicon(turn.language)).spans
    meanings = (match.meaning for span in spans for match in span.matches)
    return {meaning.value for meaning in meanings if meaning.kind == "value" and meaning.name == "action"}


class _Explaining:
    """One decision on its way to an answer."""

    def __init__(self, decision: Decision, turn: Turn, tools: Tools) -> None:
        self.decision = decision
        self.turn = turn
        self.book = FactBook(tools.model, turn.language, turn.results)
        self.words: Deciding = languages()[turn.language].decide
        self.tools = tools
        result = turn.results["rows"]
        self.rows = [dict(zip(result.columns, row, strict=True)) for row in result.rows]

    def answer(self) -> Answer:
        """The answer: a proposal, a question back, or why it can't be."""
        meant = [row for row in self.rows if self._means(row)]
        if len(meant) != 1:
            return self._back("which", actions=join(list(self._listed(meant or self.rows)), self.turn.language))
        row = meant[0]
        asked_back = self._cannot(row) or self._missing(row)
        if asked_back:
            return asked_back
        if self.decision.answer is False:
            return self._said(self.words.say["nothing"])
        return self._proposed(row)

    def _means(self, row: Row) -> bool:
        place = _place(self.decision.named, self.turn)
        if place is not None:
            return bool(row["priority"] == place)
        names = _names(self.decision.named, self.turn, self.tools)
        return row["action"] in names or fold(row["action"]) in self.decision.named

    def _listed(self, rows: Sequence[Row]) -> Iterator[str]:
        for row in rows:
            pattern = "one" if row["priority"] else "unlisted"
            yield self.words.say[pattern].format(**self._values(row), priority=row["priority"])

    def _cannot(self, row: Row) -> Answer | None:
        follow = rules().transitions[row["state"]]
        if self.decision.state in follow and not (self.decision.share is not None and not 0 < self.decision.share <= 1):
            return None
        if self.decision.state in follow:
            return self._back("bad_share")
        states = self.words.states
        listed = join([states[one] for one in follow], self.turn.language)
        return self._back("cannot", **self._values(row), wanted=states[self.decision.state], follow=listed)

    def _missing(self, row: Row) -> Answer | None:
        place = row["priority"] or 1
        if self.decision.state == "accepted" and self._due(row) is None:
            return self._back("when", priority=place)
        if self.decision.state == "rejected" and not self.decision.reason:
            return self._back("why", priority=place)
        return None

    def _due(self, row: Row) -> date | None:
        return self.decision.due_on or row["due"]

    def _proposed(self, row: Row) -> Answer:
        values = self._values(row)
        said = self.words.say[self.decision.state].format(**values)
        proposal = Proposal(
            action_id=row["action_id"],
            state=self.decision.state,
            owner=(self.decision.owner or row["owner"]) if self.decision.state == "accepted" else None,
            due_on=self._due(row) if self.decision.state == "accepted" else None,
            shipped_on=self.decision.shipped_on,
            exposed_share=self.decision.share,
            reason=self.decision.reason,
            confirmed=bool(self.decision.answer),
            done=self.words.say[f"done_{self.decision.state}"].format(**values),
            changed=f"{self.words.say['changed']} {said} {self.words.say['confirm']}",
        )
        answers = () if proposal.confirmed else tuple(self.words.answers.values())
        text = said if proposal.confirmed else f"{said} {self.words.say['confirm']}"
        shown = self._shown(proposal, values)
        return self._said(text, proposal=proposal, suggestions=answers, plan=shown, facts=self._facts(row))

    def _facts(self, row: Row) -> tuple[Fact, ...]:
        """The savings that are said, with the cell that they come from."""
        saved = self.book.cell("rows", self.rows.index(dict(row)), "promised_savings")
        return (saved,) if saved else ()

    def _shown(self, proposal: Proposal, values: Mapping[str, str]) -> Shown:
        """The plan as it is shown: what is decided, the same words whenever the same would be recorded."""
        told = {"accepted": ("owner", "due"), "shipped": ("since", "share")}.get(proposal.state, ())
        parts = (self.words.states[proposal.state], values["action"], proposal.action_id, *map(values.get, told))
        return Shown(said=" · ".join(filter(None, parts)), plan=self.turn.planned, columns=())

    def _values(self, row: Row) -> dict[str, str]:
        """What the texts need of an action and of what is decided."""
        language, model = self.turn.language, self.tools.model
        every = languages()[language].write["everything"]
        slices = [("journey", row["journey"]), ("segment", row["segment"])]
        labels = [model.value_label(name, cell, language) for name, cell in slices if cell != "all"]
        share, since, due = self.decision.share, self.decision.shipped_on, self._due(row)
        return {
            "action": model.value_label("action", row["action"], language),
            "slice": ", ".join(labels) or every,
            "state": self.words.states[row["state"]],
            "owner": self.decision.owner or row["owner"],
            "due": write_date(due, language) if due else "",
            "since": write_date(since, language) if since else "",
            "share": write_value(share, _SHARE, language) if share is not None else "",
            "reason": self.decision.reason or "",
            "savings": "".join(fact.text for fact in self._facts(row)),
        }

    def _back(self, say: str, **values: object) -> Answer:
        said = self.words.say[say if self.rows else "none"].format(**values)
        return self._said(said, status="clarify")

    def _said(self, text: str, **more: object) -> Answer:
        """An answer of words, without a table: the actions are not what was asked for."""
        empty: dict[str, object] = {"suggestions": ()}
        return answer_of(self.turn, self.tools, answer=text).model_copy(update=empty | more)
