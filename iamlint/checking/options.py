"""The options of a rule: a class `Options` in its file, filled from the configuration."""

from __future__ import annotations

from iamlint.errors import UserError
from iamlint.text.hints import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from iamlint.packs import Rule

FORMS: dict[str, tuple[type, ...]] = {
    "bool": (bool,),
    "int": (int,),
    "float": (int, float),
    "str": (str,),
    "list[str]": (list,),
    "tuple[str, ...]": (list,),
    "frozenset[str]": (list,),
    "set[str]": (list,),
    "dict[str, str]": (dict,),
}
MAKERS: dict[str, type] = {"tuple[str, ...]": tuple, "frozenset[str]": frozenset, "set[str]": set}


def options_of(rule: Rule, given: dict[str, Any]) -> object:
    """A rule's options, with what the configuration says.

    Raises UserError for an option that the rule does not have or that is of another type.
    """
    from iamlint.packs import load

    made: type = load(rule).Options  # type: ignore[attr-defined]
    known = types_of(made)
    values = {}
    for name, value in given.items():
        field = name.replace("-", "_")
        if field not in known:
            raise UserError(f"`{rule.name}` has no option `{name}`; it has {', '.join(known)}")
        values[field] = converted(rule, name, known[field], value)
    return made(**values)


def types_of(made: type) -> dict[str, str]:
    """The options of the class and their types, as written."""
    found = getattr(made, "__annotations__", {})
    return {name: written(one) for name, one in found.items()}


def written(annotation: Any) -> str:
    """An annotation as it is written, whatever Python has made of it."""
    if isinstance(annotation, str):
        return annotation
    if hasattr(annotation, "__forward_arg__"):
        return str(annotation.__forward_arg__)
    if hasattr(annotation, "__args__"):
        return str(annotation)
    return str(getattr(annotation, "__name__", annotation))


def converted(rule: Rule, name: str, wanted: str, value: Any) -> Any:
    forms = FORMS.get(wanted)
    if forms is None:
        raise UserError(f"option `{name}` has a type that is not supported: {wanted}", rule.file)
    if not isinstance(value, forms) or (isinstance(value, bool) and bool not in forms):
        raise UserError(f"option `{name}` of `{rule.name}` must be of type {wanted}")
    return MAKERS[wanted](value) if wanted in MAKERS else value
