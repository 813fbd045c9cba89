"""Briefings made of real figures and sent to real servers."""

import re
from collections.abc import Iterable
from decimal import Decimal
from pathlib import Path
from typing import Any

import duckdb
import pytest
import yaml

from doors.context import Context
from pipeline.briefings import Briefings
from pipeline.deliveries import Deliveries, Delivery
from pipeline.errors import BriefingError, DeliveryError
from pipeline.runs import Run, record
from pipeline.serving import served
from pipeline.settings import Settings
from ui.brief.made import make
from ui.brief.post import Desk, Outcome

pytestmark = pytest.mark.slow


def told(settings: Settings, tmp_path: Path, readers: list[dict[str, Any]], **more: Any) -> Settings:
    channels = tmp_path / "channels.yml"
    channels.write_text(yaml.safe_dump(readers))
    return settings.model_copy(update={"brief_channels": channels, **more})


def sent(settings: Settings, *, force: bool = False) -> list[Outcome]:
    with Context(settings) as context:
        return list(Desk(context).send(force=force))


@pytest.mark.parametrize("language", ["en", "es"])
@pytest.mark.parametrize("audience", ["executive", "contact_center", "digital"])
def test_every_section_of_every_briefing_is_answered(home: Settings, audience: str, language: str) -> None:
    with Context(home) as context:
        made = make(context, audience, language)
    # A single day has no history to compare with: those sections are left out, and named.
    without_history = {"journeys", "devices", "month", "trend"}
    assert set(made.briefing.left_out) <= without_history
    assert all(section.answer.language == language for section in made.briefing.sections)
    assert "$96,000" in made.briefing.headline
    assert made.sheet.blocks[0].table
    assert {note for block in made.sheet.blocks for note in block.notes} == {note.number for note in made.sheet.notes}


def test_every_number_is_found_in_gold(home: Settings) -> None:
    """An independent look: the footnotes' queries, run by DuckDB itself, hold each number that is said."""
    with Context(home) as context:
        made = make(context, "executive", "en")
    database = served(home).database
    for section in made.briefing.sections:
        if not section.notes:
            continue
        cells = [cell for number in section.notes for cell in _cells(database, made.sheet.notes[number - 1].sql)]
        for number in _numbers(section.text.partition("(On ")[0]):
            assert _found(number, cells), f"{section.name}: {number}"


def _cells(database: Path, sql: str) -> list[Decimal]:
    with duckdb.connect(database, read_only=True) as connection:
        rows = connection.execute(sql).fetchall()
    return [Decimal(str(cell)) for row in rows for cell in row if isinstance(cell, int | float | Decimal)]


def _numbers(text: str) -> Iterable[str]:
    without_days = re.sub(r"(?:January|November|December) \d+(?:, \d{4})?|7-day|\d+ (?:sprint|week|day)s?", "", text)
    without_codes = re.sub(r"[A-Z]+-[A-Z]*\d+|\d+\.\d+\.\d+", "", without_days)
    return re.findall(r"[−+]?\$?\d[\d,]*(?:\.\d+)?(?:[KMB]| %)?", without_codes)


def _found(said: str, cells: list[Decimal]) -> bool:
    scale = {"K": 1000, "M": 1_000_000, "B": 10**9, "%": Decimal("0.01")}.get(said[-1], 1)
    digits = re.sub(r"[^\d.]", "", said)
    half = Decimal(5) / Decimal(10) ** (len(digits.partition(".")[2]) + 1) * scale
    value = Decimal(digits) * scale
    whole = [one for one in cells if one]
    shares = (abs(one / other) for one in whole for other in whole) if said.endswith("%") else ()
    return any(abs(abs(one) - value) <= half for one in (*whole, *shares))


def test_a_briefing_is_sent_once(home: Settings, tmp_path: Path, mail: Any, hook: Any, monkeypatch: Any) -> None:
    server, smtp = mail
    monkeypatch.setenv("SLACK_HOOK", hook.url)
    monkeypatch.setenv("TEAMS_HOOK", hook.url)
    readers = [
        {"audience": "executive", "mail": ["coo@plan.example", "cfo@plan.example"], "folder": str(tmp_path / "out")},
        {"audience": "digital", "language": "es", "slack": "SLACK_HOOK", "teams": "TEAMS_HOOK"},
    ]
    settings = told(home, tmp_path, readers, **smtp)
    assert [one.became for one in sent(settings)] == ["sent"] * 5
    assert [one.became for one in sent(settings)] == ["sent before"] * 5
    assert [message["To"] for message in server.received] == ["coo@plan.example", "cfo@plan.example"]
    message = server.received[0]
    assert "$96,000" in message["Subject"]
    html, text = (message.get_body((kind,)).get_content() for kind in ("html", "plain"))
    assert "$96,000" in html
    assert "# Executive briefing" in text
    assert "SELECT" in next(message.iter_attachments()).get_content()
    (_, slack), (_, teams) = hook.received
    assert "Informe para el equipo digital" in slack["text"]
    assert teams["attachments"][0]["content"]["type"] == "AdaptiveCard"
    assert sorted(path.suffix for path in (tmp_path / "out").iterdir()) == [".html", ".md", ".sql"]
    assert [one.became for one in sent(settings, force=True)] == ["sent"] * 5
    assert len(server.received) == 4


def test_what_was_cut_off_goes_again_as_the_same_message(home: Settings, tmp_path: Path, mail: Any) -> None:
    server, smtp = mail
    settings = told(home, tmp_path, [{"audience": "executive", "mail": ["coo@plan.example"]}], **smtp)
    (first,) = sent(settings, force=True)
    cut_off = Delivery(first.delivery.briefing, "briefing", "mail", "cfo@plan.example")
    Deliveries(settings).record(cut_off, "sending")
    settings = told(settings, tmp_path, [{"audience": "executive", "mail": ["cfo@plan.example"]}])
    assert [one.became for one in sent(settings)] == ["sent"]
    assert cut_off.message_id in server.received[-1]["Message-ID"]


def test_a_busy_server_is_tried_again(home: Settings, tmp_path: Path, mail: Any, hook: Any, monkeypatch: Any) -> None:
    server, smtp = mail
    server.busy, hook.replies[:] = 2, [503, 429]
    monkeypatch.setenv("SLACK_HOOK", hook.url)
    readers = [{"audience": "executive", "mail": ["coo@plan.example"], "slack": "SLACK_HOOK"}]
    assert [one.became for one in sent(told(home, tmp_path, readers, **smtp))] == ["sent", "sent"]
    assert len(server.received) == len(hook.received) == 1


def test_what_can_not_go_is_said_and_the_others_go(
    home: Settings, tmp_path: Path, mail: Any, hook: Any, monkeypatch: Any
) -> None:
    server, smtp = mail
    server.refuse = True
    hook.replies[:] = [404]
    monkeypatch.setenv("SLACK_HOOK", hook.url)
    readers = [
        {"audience": "executive", "mail": ["coo@plan.example"], "slack": "SLACK_HOOK", "teams": "NOT_SET"},
        {"audience": "executive", "folder": str(tmp_path / "out")},
    ]
    settings = told(home, tmp_path, readers, **smtp)
    outcomes = sent(settings)
    assert [one.became for one in outcomes] == ["failed", "failed", "failed", "sent"]
    assert "550" in outcomes[0].reason
    assert "404" in outcomes[1].reason
    assert "NOT_SET holds no web address" in outcomes[2].reason
    assert not any(hook.url in one.reason for one in outcomes)
    server.refuse = False
    assert sent(settings)[0].became == "sent"


def test_a_failed_build_is_said_instead_of_stale_figures(home: Settings, tmp_path: Path, mail: Any) -> None:
    server, smtp = mail
    settings = told(home, tmp_path, [{"audience": "executive", "mail": ["coo@plan.example"]}], **smtp)
    record(settings, Run("20991231T000000000000Z", "build", "duckdb", "x"), "failed", "the disk is full")
    with Context(settings) as context, pytest.raises(BriefingError, match="the disk is full"):
        make(context, "executive", "en")
    assert [one.became for one in sent(settings)] == ["sent"]
    assert [one.became for one in sent(settings)] == ["sent before"]
    assert "No leakage briefing" in server.received[0]["Subject"]
    assert "the disk is full" in server.received[0].get_content()


def test_old_figures_are_not_briefed(home: Settings) -> None:
    settings = home.model_copy(update={"brief_most_days_old": 0})
    with Context(settings) as context, pytest.raises(BriefingError, match="the data end on 2026-11-20"):
        make(context, "executive", "en")


@pytest.mark.parametrize(
    ("readers", "says"),
    [
        ([{"audience": "executive"}], "1: name where it goes"),
        ([{"audience": "executive", "male": ["x"]}], r"1\.male"),
        ([{"audience": "executiv", "folder": "x"}], "Did you mean 'executive'"),
    ],
)
def test_slips_of_the_channels_file(home: Settings, tmp_path: Path, readers: Any, says: str) -> None:
    with pytest.raises((DeliveryError, BriefingError), match=says):
        sent(told(home, tmp_path, readers))


def test_what_was_sent_is_kept_word_for_word_once(home: Settings, tmp_path: Path) -> None:
    settings = told(home, tmp_path, [{"audience": "executive", "folder": str(tmp_path / "out")}])
    sent(settings)
    sent(settings, force=True)
    (kept,) = Briefings(settings).all()
    (file,) = (tmp_path / "out").glob("*.html")
    assert kept.html == file.read_text()


@pytest.mark.parametrize(
    ("user", "targets"),
    [
        ("vera", [("folder", "/out"), ("mail", "vera@plan.example"), ("mail", "team@plan.example")]),
        ("Vera@plan.example", [("mail", "vera@plan.example")]),
        ("max", []),
    ],
)
def test_whose_channels_are_whose(home: Settings, tmp_path: Path, user: str, targets: list[tuple[str, str]]) -> None:
    readers = [
        {"audience": "executive", "user": "vera", "mail": ["vera@plan.example", "team@plan.example"], "folder": "/out"},
        {"audience": "digital", "mail": ["cfo@plan.example"]},
    ]
    with Context(told(home, tmp_path, readers)) as context:
        assert sorted(Desk(context).targets_of(user)) == sorted(targets)
