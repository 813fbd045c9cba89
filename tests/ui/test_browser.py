"""The page as a reader meets it, in Chromium: asked, answered, sound, and silent towards the outside."""

import os
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import pytest
from playwright.sync_api import Browser, Page, expect

from pipeline.build import build
from pipeline.feedback import Feedback
from pipeline.runs import published
from pipeline.settings import Settings

pytestmark = [pytest.mark.browser, pytest.mark.slow]

LEAKAGE = Path(sys.executable).parent / "leakage"
expect.set_options(timeout=20_000)  # a busy machine is slow, not wrong

LAPTOP, PHONE = {"width": 1440, "height": 900}, {"width": 390, "height": 844}


SHOTS = os.environ.get("SCREENSHOTS")
"""A folder that screenshots are put in; none are taken without it. `page.png` is the one in docs/images."""


@pytest.fixture(scope="module")
def address(day: Settings, serving: Any) -> Iterator[str]:
    with serving(day) as address:
        yield address


@pytest.fixture(scope="module")
def two_days_address(two_days: Settings, serving: Any) -> Iterator[str]:
    with serving(two_days) as address:
        yield address


def put(page: Page, question: str) -> None:
    page.get_by_label("Your question").fill(question)
    page.get_by_label("Your question").press("Enter")


def ask(page: Page, question: str) -> None:
    answers = page.locator(".lk-turn:not(:has(.lk-working))").count()
    put(page, question)
    expect(page.locator(".lk-turn:not(:has(.lk-working))")).to_have_count(answers + 1)


def shoot(page: Page, name: str) -> None:
    """Keep what the page looks like just now, where that is asked for."""
    if SHOTS:
        page.screenshot(path=Path(SHOTS) / f"{name}.png")


def test_a_question_is_answered(browser: Browser, address: str, day: Settings, opened: Any) -> None:
    with opened(browser, address, LAPTOP) as page:
        shoot(page, "page")
        ask(page, "What's breaking today?")
        answer = page.locator(".lk-turn").last
        expect(answer.locator(".lk-body")).to_contain_text("12,000 calls")
        expect(answer.locator(".lk-body")).to_contain_text("$96,000")
        expect(answer.get_by_role("row").nth(1)).to_contain_text("Billing5,000$40,000MAPD New")
        expect(answer.locator(".lk-chart")).to_contain_text("Leaked calls")
        expect(answer.locator(".lk-window")).to_have_text("On Friday, November 20, 2026")
        expect(answer.locator(".lk-label")).to_have_text("Certified")
        expect(answer.locator("pre:not(.lk-csv)").first).to_be_hidden()
        answer.locator("summary").click()
        expect(answer.locator("pre:not(.lk-csv)").first).to_contain_text("gold.daily_leakage_summary")
        run = published(day)
        assert run is not None
        expect(page.locator("#lk-freshness")).to_contain_text("through Friday, November 20, 2026")
        expect(page.locator("#lk-freshness")).to_contain_text("complete day")
        expect(page.locator("#lk-freshness")).to_contain_text(run.run_id)


def test_buttons_ask_and_what_is_unfolded_stays_so(browser: Browser, address: str, opened: Any) -> None:
    with opened(browser, address, LAPTOP) as page:
        page.locator("summary").first.click()
        page.get_by_role("button", name="What should we do next?").first.click()
        expect(page.locator(".lk-body").nth(1)).to_contain_text("Update MAPD Billing Message")
        page.locator(".lk-next button").last.click()
        expect(page.locator(".lk-turn:not(:has(.lk-working))")).to_have_count(3)
        assert page.locator("details").first.get_attribute("open") is not None


def test_quick_questions_are_all_answered(browser: Browser, address: str, opened: Any) -> None:
    with opened(browser, address, LAPTOP) as page:
        for question in ("cost by segment", "Who is impacted?", "What's the upside?", "repeat rate by journey") * 3:
            ask(page, question)
        expect(page.get_by_label("Your question")).to_have_value("")
        expect(page.locator(".lk-answered")).to_have_count(13)


def test_every_starter_is_answered(browser: Browser, address: str, opened: Any) -> None:
    with opened(browser, address, LAPTOP) as page:
        starters = page.locator("#lk-rail-list [data-ask]")
        expect(starters).to_have_count(9)
        for place in range(9):
            starters.nth(place).click()
            expect(page.locator(".lk-turn:not(:has(.lk-working))")).to_have_count(place + 2)
        expect(page.locator(".lk-answered")).to_have_count(10)


def test_what_is_typed_stays_text_and_is_declined_openly(browser: Browser, address: str, opened: Any) -> None:
    with opened(browser, address, LAPTOP) as page:
        ask(page, "<img src=http://else.where/x> ${1+1} {{x}} unicorns")
        assert page.locator(".lk-turn img").count() == 0
        expect(page.locator(".lk-question").last).to_contain_text("<img src=http://else.where/x> ${1+1} {{x}} unicorns")
        expect(page.locator(".lk-declined")).to_contain_text("Can't be answered")


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_on_a_phone_nothing_scrolls_sideways(browser: Browser, address: str, scheme: str, opened: Any) -> None:
    with opened(browser, address, PHONE, color_scheme=scheme) as page:
        for question in (
            "What should we do next?",
            "leaked calls by hour today",
            "Show me how a billing journey fails",
        ):
            ask(page, question)
        assert page.evaluate("document.documentElement.scrollWidth") == PHONE["width"]


def test_by_keyboard_alone(browser: Browser, address: str, opened: Any) -> None:
    with opened(browser, address, LAPTOP) as page:
        page.locator("#lk-rail-list [data-ask]").nth(3).focus()
        page.keyboard.press("Enter")
        expect(page.locator(".lk-body").nth(1)).to_contain_text("members made")


def test_a_spanish_reader(browser: Browser, address: str, opened: Any) -> None:
    with opened(browser, address, LAPTOP, locale="es-MX") as page:
        expect(page.locator(".lk-body").first).to_contain_text("llamadas")
        expect(page.locator("#lk-freshness")).to_contain_text("hasta el")


@pytest.mark.parametrize(("name", "viewport"), [("laptop", LAPTOP), ("phone", PHONE)])
def test_every_kind_of_chart_is_drawn(
    browser: Browser, two_days_address: str, name: str, viewport: dict[str, int], opened: Any
) -> None:
    asked = {
        "comparison": ("leaked calls by device compared with yesterday", ".lk-pairs li"),
        "share": ("share of leaked calls by segment", ".lk-whole-bar > span"),
        "trend": ("leaked calls by hour today", ".lk-line"),
        "declined": ("how many unicorns called?", ".lk-declined"),
        "follow-up": ("cost by device for pharmacy", ".lk-bars li"),
        "follow-ups": ("compare with the day before", ".lk-pairs li"),
    }
    with opened(browser, two_days_address, viewport) as page:
        for kind, (question, drawn) in asked.items():
            ask(page, question)
            expect(page.locator(".lk-turn").last.locator(drawn).first).to_be_visible()
            shoot(page, f"{kind}-{name}")
        assert page.evaluate("document.documentElement.scrollWidth") == viewport["width"]
        expect(page.locator(".lk-turn").last.locator(".lk-read")).to_contain_text("Pharmacy")


def test_an_answer_can_be_taken_along(browser: Browser, address: str, opened: Any) -> None:
    with opened(browser, address, LAPTOP) as page:
        page.context.grant_permissions(["clipboard-read", "clipboard-write"])
        page.get_by_role("button", name="Copy").click()
        expect(page.get_by_role("button", name="Copied")).to_be_visible()
        assert "12,000 calls" in page.evaluate("navigator.clipboard.readText()")
        with page.expect_download() as taken:
            page.get_by_role("button", name="Download CSV").click()
        lines = Path(taken.value.path()).read_text("utf-8-sig").splitlines()
        assert lines[0].startswith("Journey,Leaked calls,Cost")
        assert lines[1].startswith("Billing,5000,40000,MAPD New")


def test_an_answer_can_be_judged(browser: Browser, address: str, day: Settings, opened: Any) -> None:
    with opened(browser, address, LAPTOP) as page:
        ask(page, "Billing calls by device")
        answer = page.locator(".lk-turn").last
        answer.get_by_role("button", name="Not a good answer").click()
        expect(answer.get_by_text("What is wrong with it?")).to_be_visible()
        answer.get_by_label("Not what I asked").check()
        answer.get_by_label("In your own words").fill("I meant ID card")
        shoot(page, "judged")
        answer.get_by_role("button", name="Send").click()
        expect(answer.get_by_text("Thank you, noted.")).to_be_visible()
        expect(answer.get_by_role("button", name="Not a good answer")).to_have_attribute("aria-pressed", "true")
        for _ in range(100):
            said = [(one.verdict, one.reason, one.comment, one.door) for one in Feedback(day).every()]
            if len(said) == 2:
                break
            page.wait_for_timeout(100)
        assert said == [("down", None, None, "page"), ("down", "misread", "I meant ID card", "page")]


def test_a_question_back_is_answered_by_a_chip(browser: Browser, address: str, opened: Any) -> None:
    with opened(browser, address, LAPTOP) as page:
        ask(page, "how are the new ones doing?")
        choices = page.locator(".lk-clarify .lk-choices button")
        expect(choices).to_have_count(2)
        shoot(page, "question-back")
        choices.first.click()
        expect(page.locator(".lk-answered")).to_have_count(2)


def questions(page: Page) -> list[str]:
    said = page.locator(".lk-question").all_text_contents()
    return [one.removeprefix("At a glance").removeprefix("You asked: ") for one in said]


def test_a_conversation_survives_a_reload_and_a_restart(
    browser: Browser, small: Settings, serving: Any, opened: Any
) -> None:
    asked = ["What's breaking today?", "leaked calls by journey", "and by device?", "only billing"]
    with serving(small) as address, opened(browser, address, LAPTOP) as page:
        ask(page, asked[1])
        ask(page, asked[2])
        page.reload()
        expect(page.locator(".lk-answered")).to_have_count(3)
        named = urlsplit(page.url)
    with serving(small, named.port or 0) as address, opened(browser, f"{address}?{named.query}", LAPTOP) as page:
        expect(page.locator(".lk-answered")).to_have_count(3)
        ask(page, asked[3])
        assert questions(page) == asked
        expect(page.locator(".lk-read").last).to_contain_text("Device · Billing")
        expect(page.locator(".lk-asked")).to_have_count(3)
    with serving(small, LEAKAGE_USER="max") as address, opened(browser, f"{address}?{named.query}", LAPTOP) as page:
        expect(page.locator(".lk-notice")).to_contain_text("not one of yours")
        assert questions(page) == asked[:1]
        expect(page.locator(".lk-talks")).to_have_count(0)
        assert "talk=" not in page.url


GOES_ON = """() => document.querySelectorAll(".lk-answered").length === 3
    || (!window.before && document.querySelector("#lk-box :is(textarea, input)")?.value)"""
"""Answered, or, where Gradio has loaded the page anew, the question stands in the box again."""


def test_a_page_left_open_goes_on_after_a_restart(browser: Browser, small: Settings, serving: Any) -> None:
    with serving(small) as address:
        port = urlsplit(address).port or 0
        context = browser.new_context(viewport=LAPTOP)
        page = context.new_page()
        page.goto(address)
        expect(page.locator(".lk-body").first).to_be_visible()
        ask(page, "leaked calls by journey")
        page.evaluate("window.before = true")
    with serving(small, port):
        put(page, "and by device?")
        page.wait_for_function(GOES_ON)
        if page.locator(".lk-answered").count() < 3:
            page.get_by_label("Your question").press("Enter")
        expect(page.locator(".lk-read").last).to_contain_text("Device")
        expect(page.locator(".lk-turn")).to_have_count(3)
    context.close()


def test_what_was_typed_outlives_the_page(browser: Browser, address: str, opened: Any) -> None:
    with opened(browser, address, LAPTOP) as page:
        page.get_by_label("Your question").fill("leaked calls by device")
        page.reload()
        expect(page.get_by_label("Your question")).to_have_value("leaked calls by device")
        page.get_by_label("Your question").press("Enter")
        expect(page.locator(".lk-answered")).to_have_count(2)
        page.reload()
        expect(page.locator(".lk-answered")).to_have_count(2)
        expect(page.get_by_label("Your question")).to_have_value("")


def test_earlier_conversations_are_opened_and_new_ones_begun(
    browser: Browser, small: Settings, serving: Any, opened: Any
) -> None:
    with serving(small) as address, opened(browser, address, LAPTOP) as page:
        ask(page, "leaked calls by journey")
        rail = page.locator("#lk-rail-list")
        expect(rail.locator(".lk-talks [aria-current]")).to_have_text("leaked calls by journey")
        rail.get_by_role("button", name="New conversation").click()
        expect(page.locator(".lk-turn")).to_have_count(1)
        expect(rail.locator(".lk-talks [aria-current]")).to_have_count(0)
        ask(page, "cost by segment")
        expect(rail.locator(".lk-talks button")).to_have_text(["cost by segment", "leaked calls by journey"])
        rail.get_by_role("button", name="leaked calls by journey").click()
        expect(page.locator(".lk-question").last).to_contain_text("leaked calls by journey")
        expect(page.locator(".lk-answered")).to_have_count(2)
        ask(page, "and by device?")
        expect(page.locator(".lk-read").last).to_contain_text("Leaked calls")
        assert len(questions(page)) == 3


def test_readers_in_two_tabs_keep_apart(browser: Browser, small: Settings, serving: Any, opened: Any) -> None:
    with serving(small) as address, opened(browser, address, LAPTOP) as one, opened(browser, address, LAPTOP) as two:
        ask(one, "leaked calls by journey")
        ask(two, "cost by segment")
        ask(one, "and by device?")
        ask(two, "and by device?")
        expect(one.locator(".lk-read").last).to_contain_text("Read as: Leaked calls")
        expect(two.locator(".lk-read").last).to_contain_text("Read as: Cost")
        assert one.url != two.url


def test_a_new_build_shows_without_a_reload(browser: Browser, small: Settings, serving: Any, opened: Any) -> None:
    with serving(small) as address, opened(browser, address, LAPTOP) as page:
        before = published(small)
        build(small, full=True)
        after = published(small)
        assert before
        assert after
        expect(page.locator("#lk-freshness")).to_contain_text(before.run_id)
        ask(page, "leaked calls by journey")
        expect(page.locator("#lk-freshness")).to_contain_text(after.run_id)
