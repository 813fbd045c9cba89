"""The rooms beside the conversation, in Chromium: entered, chosen in, asked on from, and sound."""

import os
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, Page, expect

from pipeline.settings import Settings

pytestmark = [pytest.mark.browser, pytest.mark.slow]

SHOTS = os.environ.get("SCREENSHOTS")
ROOMS = ["/", "/center", "/briefing", "/data"]
LEFT = ("signal is aborted", "Connection errored out")
"""What Gradio says of its own stream when a reader leaves for another room."""


@pytest.fixture(scope="module")
def address(day: Settings, serving: Any) -> Iterator[str]:
    with serving(day, LEAKAGE_BRIEF_MOST_DAYS_OLD="100000") as found:
        yield found.rstrip("/")


@pytest.fixture
def silent(browser: Browser) -> Iterator[Any]:
    """Opens pages that must stay silent: no error on the console, no request but to where they came from."""
    contexts, errors, hosts = [], [], set()

    def opened(url: str, width: int = 1440, **options: Any) -> Page:
        context = browser.new_context(viewport={"width": width, "height": 900}, reduced_motion="reduce", **options)
        contexts.append(context)
        page = context.new_page()
        page.on("console", lambda message: errors.append(message.text) if message.type == "error" else None)
        page.on("pageerror", lambda error: errors.append(str(error)))
        page.on("request", lambda request: hosts.add(urlsplit(request.url).hostname))
        page.goto(url)
        expect(page.locator(".lk-card:not(.lk-working)").first).to_be_visible()
        return page

    yield opened
    for context in contexts:
        context.close()
    assert not [one for one in errors if not any(text in one for text in LEFT)]
    assert hosts - {None} == {"127.0.0.1"}


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("width", [390, 1440])
@pytest.mark.parametrize("room", ROOMS)
def test_a_room_fits_and_reads_well(silent: Any, address: str, room: str, width: int, scheme: str) -> None:
    page = silent(address + room, width, color_scheme=scheme)
    assert page.evaluate("document.documentElement.scrollWidth") <= width
    violations = Axe().run(page, options={"runOnly": ["wcag2a", "wcag2aa"]}).response["violations"]
    serious = [one for one in violations if one["impact"] in ("serious", "critical")]
    assert not serious, [(one["id"], [node["html"] for node in one["nodes"]][:3]) for one in serious]
    if SHOTS:
        page.screenshot(path=Path(SHOTS) / f"{room.strip('/') or 'ask'}-{width}-{scheme}.png", full_page=True)


def test_from_room_to_room(silent: Any, address: str) -> None:
    page = silent(address)
    for name, path in (("Command center", "/center"), ("Briefing", "/briefing"), ("Data", "/data"), ("Ask", "/")):
        page.get_by_role("navigation", name="Rooms").get_by_role("link", name=name).click()
        expect(page.locator(".lk-rooms [aria-current]")).to_have_text(name)
        assert urlsplit(page.url).path.rstrip("/") == path.rstrip("/")


def test_a_choice_is_shown_and_asked_on_from(silent: Any, address: str) -> None:
    page = silent(f"{address}/center")
    page.get_by_role("combobox", name="Journey").select_option("id_card")
    expect(page.locator(".lk-view").first).to_contain_text("3,000")
    assert "journey=id_card" in page.url
    page.get_by_role("link", name="Ask about this").nth(0).click()
    expect(page.locator(".lk-question").last).to_contain_text("What's breaking in ID card")
    expect(page.locator(".lk-body").last).to_contain_text("3,000 calls")
    expect(page).to_have_url(re.compile("talk="))
    assert "ask=" not in page.url
    page.reload()
    expect(page.locator(".lk-body").last).to_contain_text("3,000 calls")


def test_a_briefing_is_read_with_its_queries(silent: Any, address: str) -> None:
    page = silent(f"{address}/briefing", locale="es-MX")
    expect(page.locator(".lk-question")).to_contain_text("$96,000")
    page.get_by_label("Para").select_option("digital")
    expect(page.locator(".lk-window")).to_contain_text("Informe para el equipo digital")
    page.locator(".lk-how summary").first.click()
    expect(page.locator(".lk-how pre").first).to_contain_text("SELECT")
