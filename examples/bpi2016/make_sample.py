"""Write the sample: invented rows in the shape of the BPI Challenge 2016 files, the same on every run."""

import csv
import random
from collections.abc import Iterator
from datetime import datetime, timedelta
from pathlib import Path

LANDING = Path(__file__).parent / "landing"
CLICKS = [
    "CustomerID", "AgeCategory", "Gender", "Office_U", "Office_W", "SessionID", "IPID", "TIMESTAMP", "VHOST",
    "URL_FILE", "PAGE_NAME", "REF_URL_category", "page_load_error", "page_action_detail", "tip", "service_detail",
    "xps_info", "page_action_detail_EN", "service_detail_EN", "tip_EN",
]  # fmt: skip
QUESTIONS = [
    "CustomerID", "AgeCategory", "Gender", "Office_U", "Office_W", "ContactDate", "ContactTimeStart",
    "ContactTimeEnd", "QuestionThemeID", "QuestionSubthemeID", "QuestionTopicID", "QuestionTheme", "QuestionSubtheme",
    "QuestionTopic", "QuestionTheme_EN", "QuestionSubtheme_EN", "QuestionTopic_EN",
]  # fmt: skip

# Each page with the theme of the questions that it raises.
PAGES = {
    "uitkering_aanvragen": ("Uitkering aanvragen", "Applying for benefit"),
    "werk_beëindigen": ("Uitkering beëindigen", "Ending benefit"),
    "inkomstenopgave": ("Financiële situatie", "Financial situation"),
    "vacatures_zoeken": ("Vacatures en cv", "Vacancies and CV"),
    "mijn_documenten": ("Mijn documenten", "My documents"),
    "toestemming_opleiding": ("Toestemming", "Permission"),
    "start": ("", ""),
}
BEGIN = datetime(2015, 10, 19, 8)
DAYS = 7

Row = dict[str, str]


def main() -> None:
    """Write both files."""
    chance = random.Random(2016)  # noqa: S311 - chance that can be repeated is what is wanted
    clicks: list[Row] = []
    questions: list[Row] = []
    for person in map(customer, range(1, 81), [chance] * 80):
        for _ in range(chance.randint(1, 3)):
            visit = list(session(person, chance))
            clicks += visit
            questions += calls_after(visit[-1], chance)
    questions += odd_questions(questions)
    write("BPI2016_Clicks_Logged_In.csv", CLICKS, clicks + odd_clicks(clicks), spoiled="17;18-29;M")
    write("BPI2016_Questions.csv", QUESTIONS, questions)


def customer(number: int, chance: random.Random) -> Row:
    """Invent a customer."""
    return {
        "CustomerID": str(1_000_000 + number * 7),
        "AgeCategory": chance.choice(["18-29", "30-39", "40-49", "50-65"]),
        "Gender": chance.choice("MV"),
        "Office_U": str(chance.randint(100, 300)),
        "Office_W": str(chance.randint(100, 300)),
    }


def session(person: Row, chance: random.Random) -> Iterator[Row]:
    """Invent a visit: a few pages, some of which fail to load."""
    moment = BEGIN + timedelta(days=chance.randrange(DAYS), seconds=chance.randrange(12 * 3600))
    number, address = str(chance.randrange(10**7)), str(chance.randrange(10**5))
    for page in ["start", *chance.choices(list(PAGES)[:-1], k=chance.randint(1, 4))]:
        moment += timedelta(milliseconds=chance.randint(5_000, 200_000))
        yield click(person, number, address, moment, page, failed=page != "start" and chance.random() < 0.35)


def click(person: Row, number: str, address: str, moment: datetime, page: str, *, failed: bool) -> Row:
    """Return one row of the clicks file."""
    return person | {
        "SessionID": number,
        "IPID": address,
        "TIMESTAMP": moment.isoformat(sep=" ", timespec="milliseconds"),
        "VHOST": "www.werk.nl",
        "URL_FILE": f"/portal/page/{page.replace('ë', 'e')}",
        "PAGE_NAME": page,
        "REF_URL_category": "NULL",
        "page_load_error": str(int(failed)),
        "page_action_detail": "NULL",
        "service_detail": PAGES[page][0] or "NULL",
        "service_detail_EN": PAGES[page][1] or "NULL",
    }


def calls_after(last: Row, chance: random.Random) -> Iterator[Row]:
    """Most visits that end in an error make people call; a few call for no such reason."""
    if chance.random() > (0.7 if last["page_load_error"] == "1" else 0.1):
        return
    start = datetime.fromisoformat(last["TIMESTAMP"]) + timedelta(seconds=chance.randint(60, 2400))
    yield question(last, start.replace(microsecond=0), chance.randint(60, 900), last["PAGE_NAME"])


def question(person: Row, start: datetime, seconds: int, page: str) -> Row:
    """Return one row of the calls file."""
    theme, in_english = PAGES[page]
    return {name: person[name] for name in QUESTIONS[:5]} | {
        "ContactDate": start.date().isoformat(),
        "ContactTimeStart": start.time().isoformat(),
        "ContactTimeEnd": (start + timedelta(seconds=seconds)).time().isoformat(),
        "QuestionThemeID": str(list(PAGES).index(page) + 1),
        "QuestionTheme": theme or "NULL",
        "QuestionTheme_EN": in_english or "NULL",
    }


def odd_clicks(clicks: list[Row]) -> list[Row]:
    """What real files hold too: a row twice, a time that is none, a customer who is not known, the hour shown twice."""
    night = datetime(2015, 10, 25, 2, 30)
    person = clicks[0] | {"SessionID": "77", "IPID": "7"}
    return [
        clicks[3],
        clicks[4] | {"TIMESTAMP": "25/10/2015 09:00"},
        clicks[5] | {"CustomerID": "NULL"},
        click(person, "77", "7", night, "uitkering_aanvragen", failed=True),
    ]


def odd_questions(questions: list[Row]) -> list[Row]:
    """A second question in one call, a call over midnight, one whose end is missing, one in the hour shown twice."""
    first, second = questions[0], questions[1]
    return [
        first | {"QuestionThemeID": "9", "QuestionTheme": "Overig", "QuestionTheme_EN": "Other"},
        question(second, datetime(2015, 10, 22, 23, 55), 600, "inkomstenopgave"),
        question(second, datetime(2015, 10, 23, 10, 5), 600, "start") | {"ContactTimeEnd": "NULL"},
        question(second | {"CustomerID": "1000007"}, datetime(2015, 10, 25, 2, 50), 300, "uitkering_aanvragen"),
    ]


def write(name: str, columns: list[str], rows: list[Row], spoiled: str = "") -> None:
    """Write a file as the public ones are written: semicolons, latin-1, NULL for nothing."""
    with (LANDING / name).open("w", encoding="latin-1", newline="") as file:
        writer = csv.DictWriter(file, columns, restval="NULL", delimiter=";")
        writer.writeheader()
        writer.writerows(rows)
        file.write(f"{spoiled}\r\n" if spoiled else "")


if __name__ == "__main__":
    main()
