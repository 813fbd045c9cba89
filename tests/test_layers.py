"""The house's layers: arrows point one way, each third-party library is imported in the modules named for it."""

import ast
import sys
from pathlib import Path

import pytest
import yaml

ROOT = Path(__file__).resolve().parent.parent
PACKAGES = ("pipeline", "signals", "agent", "prompts", "evals", "doors", "ui")
TABLE = yaml.safe_load((Path(__file__).parent / "layers.yml").read_text())


def modules() -> list[str]:
    found = [path for package in PACKAGES for path in (ROOT / package).rglob("*.py")]
    return sorted(".".join(path.relative_to(ROOT).with_suffix("").parts).removesuffix(".__init__") for path in found)


def imported(module: str) -> set[str]:
    path = ROOT.joinpath(*module.split("."))
    file = path / "__init__.py" if path.is_dir() else path.with_suffix(".py")
    names: set[str] = set()
    for node in ast.walk(ast.parse(file.read_text())):
        if isinstance(node, ast.Import):
            names |= {alias.name for alias in node.names}
        elif isinstance(node, ast.ImportFrom) and node.module:
            names |= {node.module} | {f"{node.module}.{alias.name}" for alias in node.names}
    return names


def layer_of(module: str) -> str | None:
    """The layer with the longest prefix that fits."""
    fitting = [
        (len(prefix), layer)
        for layer, content in TABLE["layers"].items()
        for prefix in content["modules"]
        if module == prefix or module.startswith(f"{prefix}.")
    ]
    return max(fitting)[1] if fitting else None


@pytest.mark.parametrize("module", modules())
def test_every_module_has_a_place(module: str) -> None:
    assert layer_of(module), f"{module} is in no layer of tests/layers.yml"


@pytest.mark.parametrize("module", modules())
def test_arrows_point_one_way(module: str) -> None:
    layer = layer_of(module)
    allowed = {layer, *TABLE["layers"][layer]["may_import"]}
    ours = {name for name in imported(module) if name.split(".")[0] in PACKAGES and name in set(modules())}
    wrong = {name for name in ours if layer_of(name) not in allowed}
    assert not wrong, f"{module} ({layer}) imports {', '.join(sorted(wrong))}"


@pytest.mark.parametrize("module", modules())
def test_libraries_stay_in_their_rooms(module: str) -> None:
    libraries = {name.split(".")[0] for name in imported(module)} - set(PACKAGES) - set(sys.stdlib_module_names)
    homeless = {name for name in libraries if name not in TABLE["libraries"]}
    assert not homeless, f"{', '.join(sorted(homeless))} (in {module}) has no room in tests/layers.yml"
    for name in libraries:
        rooms = TABLE["libraries"][name]
        assert any(module == room or module.startswith(f"{room}.") for room in rooms), (
            f"{module} imports {name}; only {rooms} may"
        )
