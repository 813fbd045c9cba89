"""Read a mapping file strictly: an unknown key, a key twice or a wrong value is an error that names file and place."""

from collections.abc import Hashable, Iterator
from pathlib import Path
from typing import Any, get_args

import yaml
from pydantic import BaseModel, ValidationError

from pipeline.bronze.mapping_check import check_mapping
from pipeline.bronze.mapping_model import MappingFile
from pipeline.errors import MappingError, did_you_mean

REFERENCE = "docs/own-data.md lists every key."


class _TextLoader(yaml.BaseLoader):
    """Reads every value as the text that it is (so that NO, 1 and NULL stay what they are) and takes no key twice."""

    def construct_mapping(self, node: yaml.MappingNode, deep: bool = False) -> dict[Hashable, Any]:
        keys = [key.value for key, _ in node.value]
        twice = sorted({str(key) for key in keys if keys.count(key) > 1})
        if twice:
            raise yaml.constructor.ConstructorError(None, None, f"{twice[0]!r} stands here twice", node.start_mark)
        return super().construct_mapping(node, deep)


def load_mapping(path: Path) -> MappingFile:
    """Read a mapping file.

    Raises:
        MappingError: There is no such file, it is not YAML, or a key or value is wrong; the message says which.
    """
    try:
        mapping = MappingFile.model_validate(_TextLoader(path.read_text(encoding="utf-8")).get_single_data())
    except OSError as missing:
        raise MappingError(f"{path} cannot be read: {missing.strerror}.", "The setting `mapping` names it.") from None
    except (yaml.YAMLError, UnicodeDecodeError) as broken:
        raise MappingError(f"{path} is not YAML: {broken}.") from None
    except ValidationError as invalid:
        raise MappingError(f"{path}: {' '.join(_in_words(invalid))}", REFERENCE) from None
    wrong = list(check_mapping(mapping))
    if wrong:
        raise MappingError(f"{path}: {' '.join(wrong)}", REFERENCE)
    return mapping


def _in_words(invalid: ValidationError) -> Iterator[str]:
    for error in invalid.errors():
        place = ".".join(str(part) for part in error["loc"]) or "the file"
        if error["type"] == "extra_forbidden":
            known = _keys_of(_model_at(error["loc"]))
            near = did_you_mean(str(error["loc"][-1]), known) or f"Keys here: {', '.join(known)}."
            yield f"{place} is not a key. {near}"
        else:
            yield f"{place}: {error['msg'].removeprefix('Value error, ').rstrip('.')}."


def _model_at(place: tuple[int | str, ...]) -> type[BaseModel]:
    """Return the model whose keys stand at a place; names of sources and of our columns lead nowhere."""
    model: type[BaseModel] = MappingFile
    for part in place[:-1]:
        fields = {field.alias or name: field for name, field in model.model_fields.items()}
        inner = _model_in(fields[str(part)].annotation) if part in fields else None
        model = inner or model
    return model


def _model_in(annotation: Any) -> type[BaseModel] | None:
    if isinstance(annotation, type) and issubclass(annotation, BaseModel):
        return annotation
    return next(filter(None, map(_model_in, get_args(annotation))), None)


def _keys_of(model: type[BaseModel]) -> list[str]:
    return [field.alias or name for name, field in model.model_fields.items()]
