"""Contracts: what a table promises, read strictly, and the expectations that its columns imply."""

from pathlib import Path

import pytest

from pipeline.contract import LAYERS, Contract, load_contracts, parse_contract
from pipeline.errors import ContractError

ABOUT = "table: silver.shoes\nabout: Shoes.\n"
COLUMNS = "columns:\n  shoe_id: {about: The key., required: true}\n  size: {type: INT, about: In points.}\n"

WRONG = {
    "unknown key": (ABOUT + "grian: [shoe_id]\n" + COLUMNS, r"shoes.yml: grian: .*Did you mean 'grain'\?"),
    "unknown key of a column": (ABOUT + "columns: {size: {about: Points., typ: INT}}", "columns.size.typ"),
    "unknown action": (
        ABOUT + COLUMNS + "expectations: {small: {check: size < 50, action: drop, reason: too large}}",
        "expectations.small.action: .*'warn', 'quarantine' or 'fail'",
    ),
    "no columns": (ABOUT, "columns: Field required"),
    "a list": ("- silver.shoes", "must be a mapping with table, about and columns"),
    "not YAML": ("table: [silver", "shoes.yml is not YAML"),
}


@pytest.mark.parametrize(("text", "said"), WRONG.values(), ids=WRONG.keys())
def test_a_wrong_contract_is_refused_in_words(text: str, said: str) -> None:
    with pytest.raises(ContractError, match=said):
        parse_contract(text, "shoes.yml")


def test_required_and_listed_values_imply_expectations() -> None:
    contract = _shoes("required: true, values: [low, high]")
    assert {name: (item.check, item.action) for name, item in contract.all_expectations().items()} == {
        "missing_kind": ("kind IS NOT NULL", "fail"),
        "unknown_kind": ("kind IS NULL OR kind IN ('low', 'high')", "fail"),
    }


def test_a_cleaning_contract_sets_aside_instead_of_failing() -> None:
    contract = _shoes("required: true, values: [low, high]").model_copy(update={"raw": "bronze.shoes_raw"})
    assert {item.action for item in contract.all_expectations().values()} == {"quarantine"}


def test_declared_expectations_come_after_the_implied_ones_and_win() -> None:
    text = ABOUT + COLUMNS + "expectations: {missing_shoe_id: {check: shoe_id <> '', action: warn, reason: mine}}"
    contract = parse_contract(text, "shoes.yml")
    assert {name: item.reason for name, item in contract.all_expectations().items()} == {"missing_shoe_id": "mine"}


def test_names_partition_and_uniqueness_follow_from_the_contract() -> None:
    contract = parse_contract(ABOUT + "date: day\ngrain: [shoe_id]\n" + COLUMNS, "shoes.yml")
    assert (contract.schema_name, contract.name, contract.partition_column) == ("silver", "shoes", None)
    assert contract.unique
    partitioned = contract.model_copy(update={"partition": True})
    assert partitioned.partition_column == "day"
    assert not partitioned.unique
    assert not contract.model_copy(update={"raw": "bronze.shoes_raw"}).unique


def test_a_contract_does_not_change() -> None:
    with pytest.raises(ValueError, match="frozen"):
        _shoes("required: true").about = "Boots."


def test_file_and_table_must_have_the_same_name(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    for layer in LAYERS:
        (tmp_path / layer).mkdir()
    (tmp_path / "silver" / "boots.yml").write_text(ABOUT + COLUMNS)
    monkeypatch.setattr("pipeline.contract.files", lambda package: tmp_path)
    with pytest.raises(ContractError, match=r"boots.yml describes silver.shoes: file and table must have the same"):
        load_contracts.__wrapped__()
    (tmp_path / "silver" / "boots.yml").rename(tmp_path / "silver" / "shoes.yml")
    assert list(load_contracts.__wrapped__()) == ["silver.shoes"]


@pytest.mark.parametrize("contract", load_contracts().values(), ids=load_contracts().keys())
def test_every_contract_says_what_it_and_its_columns_are(contract: Contract) -> None:
    assert contract.about
    assert contract.table.partition(".")[0] in LAYERS
    assert not [name for name, column in contract.columns.items() if not column.about]
    reasons = [item.reason for item in contract.all_expectations().values()]
    assert len(reasons) == len(set(reasons)), "two expectations say the same"


def _shoes(kind: str) -> Contract:
    return parse_contract(f"{ABOUT}columns: {{kind: {{about: Which., {kind}}}}}", "shoes.yml")
