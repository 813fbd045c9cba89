"""Milliseconds that a reader waits for the page over a built home, in Chromium: page.py HOME.

First the page is entered, then questions are asked one after another, then by twenty readers at once, whose answers
must be those of their own questions.
"""

import asyncio
import json
import os
import shutil
import statistics
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from playwright.async_api import Browser, Page, async_playwright

READERS, ENTERED, ASKED = 20, 5, 20
SLOWEST = 180_000
FLAGS = ["--no-sandbox", "--disable-gpu"]
QUESTIONS = ("leaked calls on November {}", "cost on November {}", "failures on November {}")


@contextmanager
def served(home: str) -> Iterator[str]:
    """Serve a home's page; its address."""
    command = [str(Path(sys.executable).parent / "leakage"), "page", "--port", "0", "--no-open"]
    environment = os.environ | {"LEAKAGE_HOME": home, "COLUMNS": "200"}
    with subprocess.Popen(command, env=environment, stdout=subprocess.PIPE, text=True) as process:
        try:
            yield next(word for line in process.stdout or () for word in line.split() if word.startswith("http://"))
        finally:
            process.terminate()


async def entered(browser: Browser, address: str) -> tuple[Page, float]:
    """Open the page as a new reader; it, and how long until the first answer was to be read."""
    page = await (await browser.new_context(locale="en-US")).new_page()
    page.set_default_timeout(SLOWEST)
    begun = time.perf_counter()
    await page.goto(address)
    await page.locator(".lk-body").first.wait_for()
    return page, (time.perf_counter() - begun) * 1000


async def asked(page: Page, question: str) -> tuple[str, float]:
    """Ask; the answer, and how long until it was to be read."""
    answers = await page.locator(".lk-turn:not(:has(.lk-working))").count()
    await page.get_by_label("Your question").fill(question)
    begun = time.perf_counter()
    await page.get_by_label("Your question").press("Enter")
    answer = page.locator(".lk-turn:not(:has(.lk-working))").nth(answers)
    await answer.wait_for()
    taken = (time.perf_counter() - begun) * 1000
    return await answer.locator(".lk-body").inner_text(), taken


async def main(home: str) -> None:
    """Measure and print."""
    executable = shutil.which(os.environ.get("CHROMIUM", "chromium"))
    with served(home) as address:
        async with async_playwright() as playwright:
            browser = await playwright.chromium.launch(executable_path=executable, args=FLAGS)
            entries = [await entered(browser, address) for _ in range(ENTERED)]
            page = entries[-1][0]
            questions = [QUESTIONS[number % 3].format(number % 20 + 1) for number in range(ASKED)]
            alone = [(await asked(page, question))[1] for question in questions]
            pages = [(await entered(browser, address))[0] for _ in range(READERS)]
            told = await asyncio.gather(
                *(asked(page, f"leaked calls on November {day}") for day, page in enumerate(pages, 1))
            )
            crossed = sum(f"November {day}, 2026" not in answer for day, (answer, _) in enumerate(told, 1))
            await browser.close()
    together = [taken for _, taken in told]
    print(
        json.dumps(
            {
                "enter": statistics.median(taken for _, taken in entries),
                "ask": statistics.median(alone),
                "together": max(together),
                "crossed": crossed,
                "readers": READERS,
            }
        )
    )


if __name__ == "__main__":
    asyncio.run(main(sys.argv[1]))
