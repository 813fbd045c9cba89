"""The command center in Chromium: what a reader does in it is done, for those who may."""

import os
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, Page, expect

from pipeline.build import build
from pipeline.generate.generate import generate
from pipeline.generate.request import Request
from pipeline.ledger import Ledger
from pipeline.runs import Run, published, record
from pipeline.settings import Settings, load_settings
from pipeline.talks import Talks
from pipeline.verdicts import verdicts
from tests.ui.conftest import LAST_DAY

pytestmark = [pytest.mark.browser, pytest.mark.slow]

SHOTS = os.environ.get("SCREENSHOTS")
LAPTOP = {"width": 1440, "height": 900}


@pytest.fixture(scope="module")
def weeks(tmp_path_factory: pytest.TempPathFactory) -> Settings:
    """Weeks with incidents; the tests decide and judge in it."""
    home = tmp_path_factory.mktemp("page_weeks")
    generate(Request(end=LAST_DAY, days=45, volume=0.05), home / "landing", home / "answer_key")
    settings = load_settings(home=home, role="operator", user="vera")
    build(settings)
    return settings


@pytest.fixture(scope="module")
def center(weeks: Settings, serving: Any) -> Iterator[str]:
    with serving(weeks, LEAKAGE_ROLE="operator") as found:
        yield f"{found}center"


def sound(page: Page) -> None:
    violations = Axe().run(page, options={"runOnly": ["wcag2a", "wcag2aa"]}).response["violations"]
    serious = [one for one in violations if one["impact"] in ("serious", "critical")]
    assert not serious, [(one["id"], [node["html"] for node in one["nodes"]][:3]) for one in serious]


def test_an_incident_is_judged(browser: Browser, opened: Any, center: str, weeks: Settings) -> None:
    with opened(browser, center, LAPTOP) as page:
        card = page.locator(".lk-incident").first
        card.get_by_text("Your verdict").click()
        card.get_by_role("button", name="It is real").click()
        expect(page.locator(".lk-incident").first).to_contain_text("Noted: It is real")
        (said,) = verdicts(weeks)
        assert (said.opinion, said.said_by) == ("confirmed", "vera")
        page.reload()
        expect(page.locator(".lk-incident").first).to_contain_text("Noted: It is real")
        page.locator(".lk-incident").nth(1).get_by_role("link", name="Why?").click()
        expect(page.locator(".lk-question").last).to_contain_text("Why did leaked calls change in")


def test_a_slider_says_what_a_fix_is_worth_by_keyboard(browser: Browser, opened: Any, center: str) -> None:
    with opened(browser, f"{center}?journey=billing", LAPTOP) as page:
        inside = page.locator("#lk-inside-scenario")
        expect(inside).to_contain_text("Fixing 25 % of it saves")
        slider = page.get_by_role("slider", name="Share that is fixed")
        slider.focus()
        page.keyboard.press("ArrowRight")
        expect(page.locator(".lk-slider output")).to_have_text("30 %")
        expect(inside).to_contain_text("fixing 30 % saves")
        page.keyboard.press("End")
        expect(inside).to_contain_text("fixing 100 % saves")
        expect(slider).to_be_focused()
        sound(page)
        ask_on = page.locator(".lk-view", has=inside).get_by_role("link", name="Ask about this")
        assert "100%25" in (ask_on.get_attribute("href") or "")


@pytest.mark.parametrize("width", [390, 1440])
def test_an_action_is_accepted_once_it_is_confirmed(
    browser: Browser, opened: Any, center: str, weeks: Settings, width: int
) -> None:
    name = {390: "Proactive IVR Messaging", 1440: "Simplified Agent Script"}[width]
    with opened(browser, center, {"width": width, "height": 900}) as page:
        entry = page.locator(".lk-entry", has_text=name)
        expect(entry.locator(".lk-state")).to_have_text("Proposed")
        entry.get_by_text("Accept", exact=True).click()
        entry.get_by_label("Owner").fill("Contact Center Ops")
        entry.get_by_role("textbox", name="Due").or_(entry.get_by_label("Due")).fill("2027-01-15")
        entry.get_by_role("button", name="Go on").click()
        expect(entry.locator(".lk-proposed")).to_contain_text("accepted by Contact Center Ops, due Friday, January 15")
        assert not [one for one in Ledger(weeks).all() if one.action.action == name]
        sound(page)
        assert page.evaluate("document.documentElement.scrollWidth") <= width
        if SHOTS:
            page.locator(".lk-view", has=entry).screenshot(path=Path(SHOTS) / f"accept-{width}.png")
        entry.get_by_role("button", name="Yes").click()
        expect(page.locator(".lk-notice")).to_contain_text(name)
        expect(entry.locator(".lk-state")).to_have_text("Accepted")
        expect(entry).to_contain_text("Contact Center Ops")
        (kept,) = [one for one in Ledger(weeks).all() if one.action.action == name]
        assert (kept.action.owner, str(kept.action.due_on)) == ("Contact Center Ops", "2027-01-15")
        assert (kept.recorded_by, kept.role) == ("vera", "operator")
        assert Talks(weeks).of("vera")[0].questions[-1] == "Yes"
        expect(entry.get_by_text("Accept", exact=True)).to_have_count(0)


def test_a_decision_that_is_taken_back_is_not_recorded(
    browser: Browser, opened: Any, center: str, weeks: Settings
) -> None:
    before = len(Ledger(weeks).all())
    with opened(browser, center, LAPTOP) as page:
        entry = page.locator(".lk-entry", has_text="Update MAPD Billing Message")
        entry.get_by_text("Reject", exact=True).click()
        entry.get_by_label("Why").fill("too dear")
        entry.get_by_role("button", name="Go on").click()
        entry.locator(".lk-proposed").get_by_role("button", name="No").click()
        expect(page.locator(".lk-notice")).to_be_visible()
        expect(entry.locator(".lk-state")).to_have_text("Proposed")
        assert len(Ledger(weeks).all()) == before


def test_a_viewer_only_looks(browser: Browser, opened: Any, weeks: Settings, serving: Any) -> None:
    with serving(weeks, LEAKAGE_ROLE="viewer") as address, opened(browser, f"{address}center", LAPTOP) as page:
        expect(page.locator(".lk-entry").first).to_be_visible()
        expect(page.locator(".lk-incident").first).to_be_visible()
        expect(page.locator(".lk-moves, .lk-opine")).to_have_count(0)
        expect(page.locator("#lk-view-playback")).to_have_count(0)


def test_a_new_build_and_a_failed_one_show_without_a_reload(
    browser: Browser, opened: Any, small: Settings, serving: Any
) -> None:
    with serving(small) as address, opened(browser, f"{address}center", LAPTOP) as page:
        page.evaluate("window.entered = true")
        before = published(small)
        assert before
        expect(page.locator("#lk-freshness")).to_contain_text(before.run_id)
        expect(page.locator(".lk-tile").first).to_contain_text("50")
        generate(Request(end=LAST_DAY, days=2, volume=0.02), small.landing, small.home / "answer_key")
        build(small, full=True)
        after = published(small)
        assert after
        expect(page.locator("#lk-freshness")).to_contain_text(after.run_id, timeout=60_000)
        expect(page.locator(".lk-tile").first).to_contain_text("100")
        record(small, Run("20991231T000000000000Z", "build", "duckdb", "x"), "failed", "the disk is full")
        expect(page.locator("#lk-header").get_by_role("alert")).to_contain_text("The last build failed", timeout=60_000)
        expect(page.locator(".lk-tile").first).to_contain_text("100")
        assert page.evaluate("window.entered"), "nobody reloaded the page"


def test_old_data_are_said_to_be_old_in_every_room(
    browser: Browser, opened: Any, small: Settings, serving: Any
) -> None:
    with serving(small, LEAKAGE_BRIEF_MOST_DAYS_OLD="0") as address:
        for room in ("", "center", "data"):
            with opened(browser, f"{address}{room}", LAPTOP) as page:
                expect(page.locator("#lk-header").get_by_role("alert")).to_contain_text("The data end on")
                sound(page)
