"""The page as a reader meets it, in Chromium: asked, answered, sound, and silent towards the outside."""

import os
import shutil
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from urllib.parse import urlsplit

import pytest
from playwright.sync_api import Browser, Page, expect, sync_playwright

from pipeline.build import build
from pipeline.runs import published
from pipeline.settings import Settings

pytestmark = [pytest.mark.browser, pytest.mark.slow]

LEAKAGE = Path(sys.executable).parent / "leakage"
FLAGS = [
    "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking",
    "--disable-component-update", "--disable-sync",
]  # fmt: skip
expect.set_options(timeout=20_000)  # a busy machine is slow, not wrong

LAPTOP, PHONE = {"width": 1440, "height": 900}, {"width": 390, "height": 844}


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    executable = shutil.which(os.environ.get("CHROMIUM", "chromium"))
    assert executable, "Chromium is missing: apt-get install chromium, or set CHROMIUM to its path."
    with sync_playwright() as playwright:
        chromium = playwright.chromium.launch(executable_path=executable, args=FLAGS)
        yield chromium
        chromium.close()


@contextmanager
def served(settings: Settings) -> Iterator[str]:
    environment = {name: value for name, value in os.environ.items() if not name.startswith("LEAKAGE_")}
    environment |= {"LEAKAGE_HOME": str(settings.home), "LEAKAGE_ROLE": "care_ops", "COLUMNS": "200"}
    command = [LEAKAGE, "page", "--port", "0", "--no-open"]
    with subprocess.Popen(command, env=environment, stdout=subprocess.PIPE, text=True) as process:
        try:
            assert process.stdout is not None
            yield next(word for line in process.stdout for word in line.split() if word.startswith("http://"))
        finally:
            process.terminate()


@pytest.fixture(scope="module")
def address(day: Settings) -> Iterator[str]:
    with served(day) as address:
        yield address


@contextmanager
def opened(browser: Browser, address: str, viewport: dict[str, int], **options: str) -> Iterator[Page]:
    """A page that must stay silent: no error on the console, no request but to where it came from."""
    context = browser.new_context(viewport=viewport, reduced_motion="reduce", **options)
    page = context.new_page()
    errors: list[str] = []
    hosts: set[str | None] = set()
    page.on("console", lambda message: errors.append(message.text) if message.type == "error" else None)
    page.on("pageerror", lambda error: errors.append(str(error)))
    page.on("request", lambda request: hosts.add(urlsplit(request.url).hostname))
    page.goto(address)
    expect(page.locator(".lk-body").first).to_be_visible()
    yield page
    context.close()
    assert not errors
    assert hosts - {None} == {"127.0.0.1"}


def ask(page: Page, question: str) -> None:
    answers = page.locator(".lk-turn:not(:has(.lk-working))").count()
    page.get_by_label("Your question").fill(question)
    page.get_by_label("Your question").press("Enter")
    expect(page.locator(".lk-turn:not(:has(.lk-working))")).to_have_count(answers + 1)


def test_a_question_is_answered(browser: Browser, address: str, day: Settings) -> None:
    with opened(browser, address, LAPTOP) as page:
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


def test_buttons_ask_and_what_is_unfolded_stays_so(browser: Browser, address: str) -> None:
    with opened(browser, address, LAPTOP) as page:
        page.locator("summary").first.click()
        page.get_by_role("button", name="What should we do next?").first.click()
        expect(page.locator(".lk-body").nth(1)).to_contain_text("Update MAPD Billing Message")
        page.locator(".lk-next button").last.click()
        expect(page.locator(".lk-turn:not(:has(.lk-working))")).to_have_count(3)
        assert page.locator("details").first.get_attribute("open") is not None


def test_quick_questions_are_all_answered(browser: Browser, address: str) -> None:
    with opened(browser, address, LAPTOP) as page:
        for question in ("cost by segment", "Who is impacted?", "What's the upside?", "repeat rate by journey") * 3:
            ask(page, question)
        expect(page.get_by_label("Your question")).to_have_value("")
        expect(page.locator(".lk-answered")).to_have_count(13)


def test_every_starter_is_answered(browser: Browser, address: str) -> None:
    with opened(browser, address, LAPTOP) as page:
        starters = page.locator("#lk-rail-list [data-ask]")
        expect(starters).to_have_count(9)
        for place in range(9):
            starters.nth(place).click()
            expect(page.locator(".lk-turn:not(:has(.lk-working))")).to_have_count(place + 2)
        expect(page.locator(".lk-answered")).to_have_count(10)


def test_what_is_typed_stays_text_and_is_declined_openly(browser: Browser, address: str) -> None:
    with opened(browser, address, LAPTOP) as page:
        ask(page, "<img src=http://else.where/x> ${1+1} {{x}} unicorns")
        assert page.locator(".lk-turn img").count() == 0
        expect(page.locator(".lk-question").last).to_contain_text("<img src=http://else.where/x> ${1+1} {{x}} unicorns")
        expect(page.locator(".lk-declined")).to_contain_text("Can't be answered")


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_on_a_phone_nothing_scrolls_sideways(browser: Browser, address: str, scheme: str) -> None:
    with opened(browser, address, PHONE, color_scheme=scheme) as page:
        for question in (
            "What should we do next?",
            "leaked calls by hour today",
            "Show me how a billing journey fails",
        ):
            ask(page, question)
        assert page.evaluate("document.documentElement.scrollWidth") == PHONE["width"]


def test_by_keyboard_alone(browser: Browser, address: str) -> None:
    with opened(browser, address, LAPTOP) as page:
        page.locator("#lk-rail-list [data-ask]").nth(3).focus()
        page.keyboard.press("Enter")
        expect(page.locator(".lk-body").nth(1)).to_contain_text("members made")


def test_a_spanish_reader(browser: Browser, address: str) -> None:
    with opened(browser, address, LAPTOP, locale="es-MX") as page:
        expect(page.locator(".lk-body").first).to_contain_text("llamadas")
        expect(page.locator("#lk-freshness")).to_contain_text("hasta el")


def test_a_new_build_shows_without_a_reload(browser: Browser, small: Settings) -> None:
    with served(small) as address, opened(browser, address, LAPTOP) as page:
        before = published(small)
        build(small, full=True)
        after = published(small)
        assert before
        assert after
        expect(page.locator("#lk-freshness")).to_contain_text(before.run_id)
        ask(page, "leaked calls by journey")
        expect(page.locator("#lk-freshness")).to_contain_text(after.run_id)
