"""What is delivered: a briefing, or word of why there is none, in the forms that channels take."""

from dataclasses import dataclass
from typing import Any

from agent.briefing.compose import Briefing, subject
from agent.briefing.outline import Outline
from pipeline.deliveries import Kind
from ui.brief.sheet import Sheet
from ui.brief.write import as_html, as_markdown, as_sql

MOST_BLOCKS = 48
"""Slack takes fifty blocks."""
MOST_TEXT = 2900
"""Slack takes three thousand characters a block."""


@dataclass(frozen=True)
class Parcel:
    """Something to deliver.

    Attributes:
        briefing: What makes it the same as another one.
        html: For mail; empty for an alert.
        sections: A title and a text each, for messages.
        sql: The queries behind the figures.
    """

    briefing: str
    kind: Kind
    subject: str
    markdown: str
    html: str = ""
    sections: tuple[tuple[str, str], ...] = ()
    sql: str = ""

    @property
    def file_name(self) -> str:
        """What its files are called, without an ending."""
        return f"{self.kind}-{self.briefing.replace('/', '-')}"


def briefing_parcel(briefing: Briefing, sheet: Sheet, outline: Outline, page_url: str | None) -> Parcel:
    """Pack a briefing."""
    said = subject(briefing, outline)
    return Parcel(
        briefing=briefing.key,
        kind="briefing",
        subject=said,
        markdown=as_markdown(sheet),
        html=as_html(sheet, said, page_url),
        sections=tuple((block.title, block.text) for block in sheet.blocks if block.text),
        sql=as_sql(sheet),
    )


def alert_parcel(key: str, subject_line: str, reason: str) -> Parcel:
    """Pack word that there is no briefing, and why."""
    return Parcel(key, "alert", subject_line, f"{subject_line}\n\n{reason}\n", sections=(("", reason),))


def as_slack(parcel: Parcel) -> dict[str, Any]:
    """A message of Slack's Block Kit for an incoming webhook."""
    blocks: list[dict[str, Any]] = [{"type": "section", "text": _mrkdwn(f"*{_escaped(parcel.subject)}*")}]
    for title, text in parcel.sections:
        head = f"*{_escaped(title)}*\n" if title else ""
        blocks.append({"type": "section", "text": _mrkdwn(f"{head}{_escaped(text)}")})
    return {"text": _escaped(parcel.subject), "blocks": blocks[:MOST_BLOCKS]}


def as_teams(parcel: Parcel) -> dict[str, Any]:
    """A message with an Adaptive Card for a Teams workflow's webhook."""
    body: list[dict[str, Any]] = [_words(parcel.subject, size="Large", weight="Bolder")]
    for title, text in parcel.sections:
        body += [_words(title, weight="Bolder", separator=True)] if title else []
        body.append(_words(text))
    card = {"type": "AdaptiveCard", "version": "1.4", "body": body, "msteams": {"width": "Full"}}
    attachment = {"contentType": "application/vnd.microsoft.card.adaptive", "content": card}
    return {"type": "message", "attachments": [attachment]}


def _mrkdwn(text: str) -> dict[str, str]:
    return {"type": "mrkdwn", "text": text[:MOST_TEXT]}


def _escaped(text: str) -> str:
    return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")


def _words(text: str, **more: Any) -> dict[str, Any]:
    return {"type": "TextBlock", "text": text, "wrap": True, **more}
