"""The rooms beside the conversation, in Chromium: entered, chosen in, asked on from, and sound."""

import os
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, expect

from pipeline.settings import Settings

pytestmark = [pytest.mark.browser, pytest.mark.slow]

SHOTS = os.environ.get("SCREENSHOTS")
ROOMS = ["/", "/center", "/briefing", "/data"]
LAPTOP = {"width": 1440, "height": 900}


@pytest.fixture(scope="module")
def address(day: Settings, serving: Any) -> Iterator[str]:
    with serving(day, LEAKAGE_BRIEF_MOST_DAYS_OLD="100000") as found:
        yield found.rstrip("/")


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("width", [390, 1440])
@pytest.mark.parametrize("room", ROOMS)
def test_a_room_fits_and_reads_well(
    browser: Browser, opened: Any, address: str, room: str, width: int, scheme: str
) -> None:
    with opened(browser, address + room, {"width": width, "height": 900}, color_scheme=scheme) as page:
        assert page.evaluate("document.documentElement.scrollWidth") <= width
        violations = Axe().run(page, options={"runOnly": ["wcag2a", "wcag2aa"]}).response["violations"]
        serious = [one for one in violations if one["impact"] in ("serious", "critical")]
        assert not serious, [(one["id"], [node["html"] for node in one["nodes"]][:3]) for one in serious]
        if SHOTS:
            shot = f"room-{room.strip('/') or 'ask'}-{width}-{scheme}.png"
            page.screenshot(path=Path(SHOTS) / shot, full_page=True)


def test_from_room_to_room(browser: Browser, opened: Any, address: str) -> None:
    with opened(browser, address, LAPTOP) as page:
        for name, path in (("Command center", "/center"), ("Briefing", "/briefing"), ("Data", "/data"), ("Ask", "/")):
            page.get_by_role("navigation", name="Rooms").get_by_role("link", name=name).click()
            expect(page.locator(".lk-rooms [aria-current]")).to_have_text(name)
            assert urlsplit(page.url).path.rstrip("/") == path.rstrip("/")


def test_a_choice_is_shown_and_asked_on_from(browser: Browser, opened: Any, address: str) -> None:
    with opened(browser, f"{address}/center", LAPTOP) as page:
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


def test_a_briefing_is_read_with_its_queries(browser: Browser, opened: Any, address: str) -> None:
    with opened(browser, f"{address}/briefing", LAPTOP, locale="es-MX") as page:
        expect(page.locator(".lk-question")).to_contain_text("$96,000")
        page.get_by_label("Para").select_option("digital")
        expect(page.locator(".lk-window")).to_contain_text("Informe para el equipo digital")
        page.locator(".lk-how summary").first.click()
        expect(page.locator(".lk-how pre").first).to_contain_text("SELECT")
