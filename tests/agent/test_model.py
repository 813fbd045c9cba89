"""Semantic model files are read strictly: a slip is an error that names the place and the nearest right word."""

import shutil
from collections.abc import Callable
from pathlib import Path

import pytest

from agent.answer import Agent
from agent.model import load_model
from pipeline.errors import SemanticError

SHOP = Path(__file__).with_name("shop")


@pytest.fixture
def edited(tmp_path: Path) -> Callable[[str, str, str], Path]:
    def edit(name: str, old: str, new: str) -> Path:
        folder = tmp_path / "model"
        shutil.copytree(SHOP, folder)
        text = (folder / name).read_text()
        assert old in text
        (folder / name).write_text(text.replace(old, new))
        return folder

    return edit


@pytest.mark.parametrize(
    ("name", "old", "new", "says"),
    [
        ("sales.yml", "display_name", "display_nam", "unknown key .*Did you mean 'display_name'"),
        ("sales.yml", "type: currency", "type: curency", "'currency'"),
        ("sales.yml", "expr: sold_on", "expr: 'sold_on ('", "is not an expression"),
        ("sales.yml", "MEASURE(cups)", "MEASURE(cup)", "price"),
        ("sales.yml", 'version: "1.1"', 'version: "9"', "version"),
        ("sales.yml", "source: shop.orders", "source: [", "is not YAML"),
        ("model.yml", "trend_days: {day: 14}", "trend_day: {day: 14}", "Did you mean 'trend_days'"),
        ("model.yml", "default_measures: [cups]", "default_measures: [cusp]", "Did you mean 'cups'"),
        ("model.yml", "headline: [cups", "headline: [cupz", "Did you mean 'cups'"),
        ("model.yml", "time: day", "time: dya", "Did you mean 'day'"),
        ("model.yml", "  sales: {", "  sale: {", "Did you mean 'sales'"),
        ("model.yml", "measures: [revenue, cups]", "measures: [revenues]", "Did you mean 'revenue'"),
        ("model.yml", "suggestions: [money]", "suggestions: [honey]", "Did you mean 'money'"),
    ],
)
def test_slips(edited: Callable[[str, str, str], Path], name: str, old: str, new: str, says: str) -> None:
    with pytest.raises(SemanticError, match=says):
        load_model(edited(name, old, new))


def test_one_word_for_two_measures_is_a_clash(edited: Callable[[str, str, str], Path]) -> None:
    with pytest.raises(SemanticError, match="sales: 'cups sold' stands for the measures cups and revenue"):
        load_model(edited("sales.yml", "synonyms: [takings]", "synonyms: [cups sold]"))


@pytest.mark.parametrize(
    ("old", "new", "says"),
    [
        ("SUM(pounds)", "SUM(pound)", "no column 'pound'. Did you mean 'pounds'"),
        ("source: shop.orders", "source: shop.order", "no table 'shop.order'. Did you mean 'shop.orders'"),
    ],
)
def test_what_the_data_lack(edited: Callable[[str, str, str], Path], shop: Path, old: str, new: str, says: str) -> None:
    with pytest.raises(SemanticError, match=says):
        Agent.load(edited("sales.yml", old, new), shop)


def test_no_model(tmp_path: Path) -> None:
    with pytest.raises(SemanticError, match="has no metric view"):
        load_model(tmp_path)


def test_every_intent_of_the_product_is_said_in_every_language() -> None:
    for name, intent in load_model().intents.items():
        assert set(intent.question) == {"en", "es"}, name
        if intent.kind == "query" and intent.analysis is None:  # what an analysis found is said by the language
            assert set(intent.say) == {"en", "es"}, name


def test_an_intent_may_have_a_file_of_its_own(edited: Callable[[str, str, str], Path]) -> None:
    folder = edited("model.yml", "suggestions: [money]", "suggestions: [money]")
    before = load_model(folder).intents["money"]
    (folder / "intents").mkdir()
    (folder / "intents" / "profit.yml").write_text("words: {}\nquestion: {en: What do we earn?}\n")
    with pytest.raises(SemanticError, match="must list 'profit:' under intents"):
        load_model(folder)
    notes = folder / "model.yml"
    notes.write_text(notes.read_text().replace("intents:\n", "intents:\n  profit:\n"))
    assert next(iter(load_model(folder).intents)) == "profit"
    assert load_model(folder).intents["money"] == before
    notes.write_text(notes.read_text().replace("  profit:\n", "  profet:\n"))
    with pytest.raises(SemanticError, match=r"profit\.yml"):
        load_model(folder)
