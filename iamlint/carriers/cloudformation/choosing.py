"""`Fn::If` and `Fn::FindInMap`: functions that choose between values that stand in the template.

https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/intrinsic-function-reference-conditions.html
https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/intrinsic-function-reference-findinmap.html
"""

from __future__ import annotations

from iamlint.text.hints import TYPE_CHECKING
from iamlint.text.node import Conditional, Either, Mapping, Node, Scalar, Sequence

from . import macros, referring
from .template import LeftOut
from .values import as_text, at, moved, one_of

if TYPE_CHECKING:
    from iamlint.text.holes import Text

    from .resolver import Resolver

MAX_CHOICES = 64
"""Values of a mapping that are kept as choices; beyond, the value is just not known."""


def if_(resolver: Resolver, node: Mapping, argument: Node) -> Node | None:
    """Both branches, each under its condition; one alone where the condition is certain."""
    items = argument.items if isinstance(argument, Sequence) else []
    name = referring.literal(resolver, items[0]) if len(items) == 3 else None
    if name is None:
        return resolver.unknown(node, "Fn::If takes a condition's name and two values")
    truth = resolver.conditions.truth(name)
    if truth is not None:
        never = items[2] if truth else items[1]
        resolver.template.left_out[id(never)] = LeftOut(never, items[0], "")
        return resolver.resolve(items[1] if truth else items[2])
    root, same = resolver.conditions.root(name)
    with resolver.assuming(root, same):
        yes = resolver.resolve(items[1])
    with resolver.assuming(root, not same):
        no = resolver.resolve(items[2])
    branches: list[Node] = []
    if yes is not None:
        branches.append(Conditional(yes, resolver.conditions.when(name, True)))
    if no is not None:
        branches.append(Conditional(no, resolver.conditions.when(name, False)))
    if len(branches) < 2:
        return branches[0] if branches else None
    text = chosen(resolver, name, as_text(yes), as_text(no))
    return Either(node.source, node.start, node.end, branches, text)


def chosen(resolver: Resolver, name: str, yes: Text | None, no: Text | None) -> Text | None:
    """One of two texts, by a condition."""
    if yes is None or no is None:
        return None
    hole = resolver.hole(f"If({name},{yes},{no})")
    return one_of([yes, no], hole.identity, f"the condition {name} chooses")


def find_in_map(resolver: Resolver, node: Mapping, argument: Node) -> Node | None:
    """The value, where the keys are known; else one of those that the keys may lead to."""
    items = argument.items if isinstance(argument, Sequence) else []
    if len(items) < 3:
        return resolver.unknown(node, "Fn::FindInMap takes a map's name and two keys")
    keys = [resolver.text(item) for item in items[:3]]
    named = f"FindInMap({','.join(map(str, keys))})"
    found: list[Node | None] = list(looked_up(resolver.template.mappings, keys))
    if not all(value is not None and is_plain(value) for value in found):
        return resolver.unknown(node, f"{named} leads to what is no value")
    default = default_of(items)
    if default is not None and not (found and all(key.literal is not None for key in keys)):
        found.append(resolver.resolve(default))
    if not found:
        return resolver.unknown(node, f"{named} {why_nothing(resolver, keys)}")
    if len(found) == 1:
        (value,) = found
        resolved = None if value is None else resolver.resolve(value)
        return None if resolved is None else moved(resolved, node)
    return one_of_values(resolver, node, named, found)


def one_of_values(
    resolver: Resolver, node: Mapping, named: str, found: list[Node | None]
) -> Node | None:
    """A value of which only the choices are known."""
    texts = [text for text in map(as_text, found) if text is not None]
    why = f"{named} hangs on what is known at deployment"
    if len(texts) < len(found):
        return resolver.unknown(node, why)
    if len(texts) > MAX_CHOICES:
        return resolver.unknown(node, f"{why}: it may be more than {MAX_CHOICES} values")
    return at(node, one_of(texts, resolver.hole(named).identity, why))


def is_plain(value: Node) -> bool:
    """What a map holds: a text, or a list of texts. Functions do not stand there."""
    items = value.items if isinstance(value, Sequence) else [value]
    return all(isinstance(item, Scalar) for item in items)


def why_nothing(resolver: Resolver, keys: list[Text]) -> str:
    """Why a look-up finds nothing."""
    mappings = resolver.template.mappings
    maps = [each for each in mappings.values() if isinstance(each, Mapping)]
    if macros.TRANSFORM in mappings or any(macros.TRANSFORM in each for each in maps):
        return "finds nothing, but a macro makes maps at deployment"
    known = keys[0].literal is None or keys[0].literal in mappings
    return "finds nothing" if known else "names a map that is not in the template"


def looked_up(mappings: dict[str, Node], keys: list[Text]) -> list[Node]:
    """The values that a map's name and two keys may lead to."""
    name = keys[0]
    named = [name.literal] if name.literal is not None else [c.literal for c in choices(name)]
    maps = [mappings.get(each or "") for each in named] if named else list(mappings.values())
    found = [inner for each in maps if each is not None for inner in entries(each, keys[1])]
    return [value for each in found for value in entries(each, keys[2])]


def choices(text: Text) -> tuple[Text, ...]:
    """The texts that this one is one of, where all of them are known."""
    hole = text.only_hole
    known = hole.choices if hole is not None else ()
    return known if all(choice.literal is not None for choice in known) else ()


def entries(node: Node, key: Text) -> list[Node]:
    """The values that a key may lead to."""
    if not isinstance(node, Mapping):
        return []
    if key.literal is not None:
        value = node.get(key.literal)
        return [] if value is None else [value]
    if choices(key):
        values = (node.get(choice.literal or "") for choice in choices(key))
        return [value for value in values if value is not None]
    return [value for _, value in node.entries]


def default_of(items: list[Node]) -> Node | None:
    """The value of a look-up that finds nothing (`AWS::LanguageExtensions`)."""
    options = items[3] if len(items) > 3 else None
    return options.get("DefaultValue") if isinstance(options, Mapping) else None
