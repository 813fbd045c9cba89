"""The briefing's room in Chromium: sent to its reader once, and read again later as it was sent."""

import os
from pathlib import Path
from typing import Any

import pytest
import yaml
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, expect

from pipeline.briefings import Briefings
from pipeline.build import build
from pipeline.deliveries import Deliveries
from pipeline.settings import Settings

pytestmark = [pytest.mark.browser, pytest.mark.slow]

SHOTS = os.environ.get("SCREENSHOTS")
LAPTOP, PHONE = {"width": 1440, "height": 900}, {"width": 390, "height": 844}
OLD = {"LEAKAGE_BRIEF_MOST_DAYS_OLD": "100000"}


def test_a_briefing_is_sent_to_its_reader_once_and_kept(
    browser: Browser, opened: Any, serving: Any, small: Settings, tmp_path: Path
) -> None:
    channels = tmp_path / "channels.yml"
    channels.write_text(yaml.safe_dump([
        {"audience": "executive", "user": "vera", "folder": str(tmp_path / "vera")},
        {"audience": "executive", "user": "max", "folder": str(tmp_path / "max")},
    ]))  # fmt: skip
    with serving(small, LEAKAGE_BRIEF_CHANNELS=str(channels), **OLD) as address:
        with opened(browser, f"{address}briefing", LAPTOP) as page:
            expect(page.get_by_text("None has been sent yet.")).to_be_visible()
            page.get_by_label("For").select_option("digital")
            expect(page.locator(".lk-window")).to_contain_text("Digital")
            page.get_by_role("button", name="Send it to me").click()
            expect(page.locator(".lk-notice")).to_contain_text("Sent to you by file")
            earlier = page.get_by_role("navigation", name="Earlier briefings").get_by_role("link")
            expect(earlier).to_have_count(1)
            page.get_by_role("button", name="Send it to me").click()
            expect(page.locator(".lk-notice")).to_contain_text("Sent to you before")
            if SHOTS:
                page.screenshot(path=Path(SHOTS) / "briefing-sent.png", full_page=True)
        sent = next((tmp_path / "vera").glob("*.html")).read_text()
        assert not (tmp_path / "max").exists()
        assert [one.status for one in Deliveries(small).all()] == ["sending", "sent"]
        assert [one.html for one in Briefings(small).all()] == [sent]
        build(small, full=True)  # what is built since changes nothing of it
        with opened(browser, f"{address}briefing", PHONE) as page:
            page.get_by_role("navigation", name="Earlier briefings").get_by_role("link").click()
            frame = page.frame_locator("iframe.lk-sent")
            expect(frame.locator("body")).to_contain_text("Where each figure comes from")
            violations = Axe().run(page, options={"runOnly": ["wcag2a", "wcag2aa"]}).response["violations"]
            assert not [one for one in violations if one["impact"] in ("serious", "critical")]
            assert page.evaluate("document.documentElement.scrollWidth") <= PHONE["width"]
            page.get_by_role("link", name="The briefing of now").click()
            expect(page.locator(".lk-window")).to_be_visible()


def test_without_a_channel_it_says_so(browser: Browser, opened: Any, serving: Any, small: Settings) -> None:
    with serving(small, **OLD) as address, opened(browser, f"{address}briefing", LAPTOP, locale="es-MX") as page:
        page.get_by_role("button", name="Enviármelo").click()
        expect(page.locator(".lk-notice")).to_contain_text("no hay ningún canal para vera")
        assert not Deliveries(small).all()


def test_old_figures_are_no_briefing_but_earlier_ones_can_be_read(
    browser: Browser, opened: Any, serving: Any, small: Settings
) -> None:
    Briefings(small).keep(
        "2026-11-19/executive/en", "Executive briefing: all well", "<p>All is well</p>", "All is well"
    )
    with (
        serving(small, LEAKAGE_BRIEF_MOST_DAYS_OLD="0") as address,
        opened(browser, f"{address}briefing", LAPTOP) as page,
    ):
        expect(page.get_by_role("alert").last).to_contain_text("the data end on 2026-11-20")
        expect(page.get_by_role("button", name="Send it to me")).to_have_count(0)
        page.get_by_role("link", name="Executive briefing: all well").click()
        expect(page.frame_locator("iframe.lk-sent").get_by_text("All is well")).to_be_visible()
