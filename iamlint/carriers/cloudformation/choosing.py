"""`Fn::If` and `Fn::FindInMap`: functions that choose between values that stand in the template.

https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/intrinsic-function-reference-conditions.html
https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/intrinsic-function-reference-findinmap.html
"""

from __future__ import annotations

from iamlint.text.hints import TYPE_CHECKING
from iamlint.text.node import Conditional, Either, Mapping, Node, Scalar, Sequence

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
    name = items[0].value if len(items) == 3 and isinstance(items[0], Scalar) else None
    if not isinstance(name, str):
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
    mapping = resolver.template.mappings.get(keys[0].literal or "")
    if mapping is None:
        return resolver.unknown(node, f"{named}: the map is not in the template")
    found = [value for each in entries(mapping, keys[1]) for value in entries(each, keys[2])]
    found += fallback(items, keys)
    if not found:
        return resolver.unknown(node, f"{named} finds nothing")
    if len(found) == 1:
        resolved = resolver.resolve(found[0])
        return None if resolved is None else moved(resolved, node)
    texts = [text for text in map(as_text, found) if text is not None]
    if len(texts) < len(found) or len(texts) > MAX_CHOICES:
        return resolver.unknown(node, f"{named} hangs on what is known at deployment")
    why = f"{named} hangs on what is known at deployment"
    return at(node, one_of(texts, resolver.hole(named).identity, why))


def entries(node: Node, key: Text) -> list[Node]:
    """The values that a key may lead to."""
    if not isinstance(node, Mapping):
        return []
    if key.literal is not None:
        value = node.get(key.literal)
        return [] if value is None else [value]
    hole = key.only_hole
    if hole is not None and hole.choices and all(c.literal is not None for c in hole.choices):
        values = (node.get(choice.literal or "") for choice in hole.choices)
        return [value for value in values if value is not None]
    return [value for _, value in node.entries]


def fallback(items: list[Node], keys: list[Text]) -> list[Node]:
    """The default of a look-up, where it may be used (`AWS::LanguageExtensions`)."""
    options = items[3] if len(items) > 3 else None
    value = options.get("DefaultValue") if isinstance(options, Mapping) else None
    return [] if value is None or all(k.literal is not None for k in keys) else [value]
