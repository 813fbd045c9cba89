"""Prompts in the registry: registered once a text, run by alias, and only when they fit."""

from collections.abc import Iterator

import pytest

from doors.tracing.prompts import register_prompts, use_registered
from doors.tracing.store import Store, open_store
from doors.tracing.versions import prompt_versions, versions
from pipeline.errors import TrackingError
from pipeline.settings import Settings, load_settings
from prompts.prompt import render, use_files

pytestmark = pytest.mark.slow


@pytest.fixture(scope="module")
def settings(tmp_path_factory: pytest.TempPathFactory) -> Settings:
    return load_settings(home=tmp_path_factory.mktemp("prompts"), chat_prompts="trial")


@pytest.fixture(scope="module")
def store(settings: Settings) -> Store:
    return open_store(settings)


@pytest.fixture(autouse=True)
def as_in_the_files() -> Iterator[None]:
    yield
    use_files()


def test_a_text_is_registered_once(store: Store, settings: Settings) -> None:
    first = register_prompts(store, settings, "trial")
    assert set(first) == set(prompt_versions())
    assert register_prompts(store, settings, "other") == first


def test_a_registered_version_runs_and_says_which(store: Store, settings: Settings) -> None:
    register_prompts(store, settings, "trial")
    changed = store.mlflow.genai.register_prompt(name="leakage_again", template="Once more: {{errors}}")
    store.mlflow.genai.set_prompt_alias("leakage_again", "trial", changed.version)
    use_registered(store, settings)
    assert render("again", errors="none") == "Once more: none"
    assert versions(settings)["prompt.again"] == f"prompts:/leakage_again/{changed.version}"
    use_files()
    assert versions(settings)["prompt.again"] == prompt_versions()["again"]


@pytest.mark.parametrize(("alias", "said"), [("never", "has the alias 'never'"), ("broken", "can't be used")])
def test_what_is_missing_or_does_not_fit_is_refused(store: Store, settings: Settings, alias: str, said: str) -> None:
    register_prompts(store, settings, "broken")
    wrong = store.mlflow.genai.register_prompt(name="leakage_again", template="No placeholder.")
    store.mlflow.genai.set_prompt_alias("leakage_again", "broken", wrong.version)
    with pytest.raises(TrackingError, match=said):
        use_registered(store, settings.model_copy(update={"chat_prompts": alias}))
