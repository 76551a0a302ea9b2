"""What is wrong with a configuration, in words and with its place."""

from __future__ import annotations

from iamlint.errors import UserError
from iamlint.text.hints import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from .settings import Configuration


def refuse_what_is_wrong(configuration: Configuration) -> None:
    """Hold a configuration against the schema.

    Raises UserError at the first thing (in the order of the text) that the schema does not allow.
    """
    from jsonschema import Draft202012Validator

    from iamlint.schemas import schema

    validator = Draft202012Validator(schema("config"))
    found = [
        (configuration.span_of(path).place, message)
        for error in validator.iter_errors(configuration.values)
        for path, message in said(error)
    ]
    if found:
        place, message = min(found)
        raise UserError(message, configuration.source.path, *place)


def said(error: Any) -> list[tuple[tuple[str | int, ...], str]]:
    """Path and words for one error of the validator."""
    path = tuple(error.absolute_path)
    key = ".".join(str(part) for part in path) or "the configuration"
    if error.validator == "additionalProperties":
        known = error.schema.get("properties", {})
        extra = sorted(set(error.instance) - set(known))
        return [((*path, name), f"unknown key `{name}`{suggestion(name, known)}") for name in extra]
    if error.validator == "enum":
        return [(path, f"`{key}` must be one of {', '.join(map(str, error.validator_value))}")]
    if error.validator == "type":
        kind = error.validator_value
        wanted = kind if isinstance(kind, str) else " or ".join(kind)
        return [(path, f"`{key}` must be of type {wanted}")]
    if error.validator == "required":
        return [(path, f"`{key}`: {error.message}")]
    if error.validator == "pattern" and "description" in error.schema:
        return [(path, f"`{key}` must be {error.schema['description']}")]
    if error.context:
        return [said(inner)[0] for inner in error.context[-1:]]
    return [(path, f"`{key}`: {error.message}")]


def suggestion(name: str, known: dict[str, Any]) -> str:
    from difflib import get_close_matches

    close = get_close_matches(name, list(known), 1)
    return f"; did you mean `{close[0]}`?" if close else ""
