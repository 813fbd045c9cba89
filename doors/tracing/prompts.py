"""Prompts in MLflow's registry. The files in git are the source; a registered version can be run instead of them."""

from importlib.resources import files

from doors.tracing.store import Store, open_store
from doors.tracing.versions import prompt_versions
from pipeline.errors import TrackingError
from pipeline.settings import Settings
from prompts.prompt import PromptError, use

PASSED, FORCED = "production", "candidate"
"""The alias of prompts that were registered on an evaluation that passed, and on one that did not."""
_HINT = "`leakage register` registers the prompts as they are in git."


def register_prompts(store: Store, settings: Settings, alias: str) -> dict[str, str]:
    """Register every prompt whose text is not the latest version's already, and point the alias at them.

    Returns:
        The address of each prompt's version, by its name.
    """
    found = {}
    for name, fingerprint in prompt_versions().items():
        full, text = f"{settings.mlflow_prompts}{name}", _text(name)
        version = _registered(store, full, text) or _register(store, full, text, fingerprint)
        store.mlflow.genai.set_prompt_alias(full, alias, version)
        found[name] = f"prompts:/{full}/{version}"
    return found


def run_registered_prompts(settings: Settings) -> None:
    """Run registered prompts where the settings ask for them, and for a chat model to fill them for.

    Raises:
        TrackingError: One is not registered, does not fit, or MLflow can't be reached.
    """
    if settings.chat_prompts and settings.chat_model:
        use_registered(open_store(settings), settings)


def use_registered(store: Store, settings: Settings) -> None:
    """Run the versions that the setting's alias points at, instead of the files.

    Raises:
        TrackingError: One is not registered, or lacks a placeholder that the agent fills.
    """
    for name in prompt_versions():
        full = f"{settings.mlflow_prompts}{name}"
        prompt = store.mlflow.genai.load_prompt(f"prompts:/{full}@{settings.chat_prompts}", allow_missing=True)
        if prompt is None:
            raise TrackingError(f"no prompt {full} has the alias '{settings.chat_prompts}'.", _HINT)
        try:
            use(name, str(prompt.template), f"prompts:/{full}/{prompt.version}")
        except PromptError as unfit:
            raise TrackingError(f"{full} version {prompt.version} can't be used: {unfit}", _HINT) from None


def _registered(store: Store, full: str, text: str) -> int | None:
    """The latest version, if it has this text."""
    prompt = store.mlflow.genai.load_prompt(f"prompts:/{full}@latest", allow_missing=True)
    return int(prompt.version) if prompt is not None and prompt.template == text else None


def _register(store: Store, full: str, text: str, fingerprint: str) -> int:
    made = store.mlflow.genai.register_prompt(name=full, template=text, tags={"fingerprint": fingerprint})
    return int(made.version)


def _text(name: str) -> str:
    return (files("prompts") / f"{name}.md").read_text("utf-8").strip()
