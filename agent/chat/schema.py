"""The shape of a chat model's reply: a draft's own, with the names that the caller may ask.

Servers differ in what they take of JSON schema. Only what all of them take is used: no references, no unions but
with null, every property required, nothing beyond the listed ones.
"""

from collections.abc import Mapping
from typing import Any, Literal

from pydantic import Field

from agent.chat.offer import Offer
from agent.plan import Draft, Part

Json = dict[str, Any]
Status = Literal["plan", "ambiguous", "sql", "out_of_scope"]

_OURS = frozenset({"complete", "hours", "all_of", "added"})
"""Properties that a model is not asked for: the data decide the first two, and a whole reading needs no others."""
_KEPT = ("type", "enum", "items", "properties", "required", "additionalProperties", "description")


class ReadReply(Part):
    """What a chat model makes of a question."""

    status: Status = Field(description="Whether the question is said by readings, or why it is not.")
    readings: tuple[Draft, ...] = Field(default=(), description="One for a plan; two when the question means either.")
    words: tuple[str, ...] = Field(default=(), description="The question's words that nothing here stands for.")


class SqlReply(Part):
    """A query that a chat model writes."""

    sql: str | None = Field(default=None, description="One SELECT; null when the tables can't answer.")


class WordingReply(Part):
    """A sentence, said anew."""

    sentence: str = Field(description="The same sentence in better words.")


def read_schema(offer: Offer, *, freehand: bool) -> Json:
    """The shape of a reading, with the names that a caller may use."""
    shape = portable(ReadReply.model_json_schema())
    reading = shape["properties"]["readings"]["items"]["properties"]
    if not freehand:
        shape["properties"]["status"]["enum"].remove("sql")
    _enumerate(reading["intent"], offer.intents)
    _enumerate(reading["term"], offer.terms)
    _enumerate(reading["measures"]["items"], offer.measures)
    _enumerate(reading["dimensions"]["items"], offer.dimensions)
    _enumerate(reading["share_of"], offer.dimensions)
    _enumerate(reading["filters"]["items"]["properties"]["dimension"], offer.dimensions)
    _enumerate(reading["thresholds"]["items"]["properties"]["measure"], offer.measures)
    return shape


def portable(schema: Json) -> Json:
    """A schema in the part of the language that every server takes."""
    return {"title": schema["title"]} | _object(schema, schema.get("$defs", {}))


def _object(node: Json, defs: Mapping[str, Json]) -> Json:
    node = _inlined(node, defs)
    kept = {key: value for key, value in node.items() if key in _KEPT}
    if "properties" in node:
        properties = {name: _object(one, defs) for name, one in node["properties"].items() if name not in _OURS}
        kept |= {"properties": properties, "required": list(properties), "additionalProperties": False}
    if "items" in node:
        kept["items"] = _object(node["items"], defs)
    if "\n" in kept.get("description", ""):
        kept["description"] = kept["description"].splitlines()[0]
    return kept


def _inlined(node: Json, defs: Mapping[str, Json]) -> Json:
    """A node without references and unions: of several types, text stands for the rest."""
    if "$ref" in node:
        return defs[node["$ref"].rpartition("/")[2]] | {key: value for key, value in node.items() if key != "$ref"}
    if "anyOf" not in node:
        return node
    options = [_inlined(one, defs) for one in node["anyOf"]]
    real = [one for one in options if one["type"] != "null"]
    chosen = real[0] if len(real) == 1 else {"type": "string"}
    nullable = {"type": [chosen["type"], "null"]} if len(real) < len(options) else {}
    if nullable and "enum" in chosen:
        nullable["enum"] = [*chosen["enum"], None]
    return chosen | nullable | {key: value for key, value in node.items() if key == "description"}


def _enumerate(node: Json, names: tuple[str, ...]) -> None:
    if names:
        nullable = isinstance(node["type"], list)
        node["enum"] = [*names, None] if nullable else list(names)
