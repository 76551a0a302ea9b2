"""A statement added to what an identity or a resource is granted by."""

from __future__ import annotations

from iamlint.formats.edits.changes import Uneditable
from iamlint.model.policy import LATEST, Policy
from iamlint.model.things import Identity, Resource
from iamlint.text.hints import TYPE_CHECKING, Any
from iamlint.text.modules import module_named
from iamlint.text.node import Mapping, Scalar, Sequence

from .sites import is_function, site

if TYPE_CHECKING:
    from iamlint.formats.edits.draft import Draft
    from iamlint.rule import AddStatement

    from .sites import Site
    from .writing import Dialects

PROPERTIES = "Properties"
LIST = "Policies"
"""Where policies of an identity stand side by side."""
WRITTEN = "AWS writes the policy"


def add_statement(draft: Draft, dialects: Dialects, intent: AddStatement) -> None:
    """A statement into a policy, or into the best of those that an identity or a resource has; an
    identity that has none gets one.
    """
    why = Uneditable("it has no policy of its own")
    for policy in policies_of(intent.to):
        if policy.span.outermost.source.path:
            at = site(draft, dialects, policy.span)
            put = put_beside if policy.by_aws else put_statement
            try:
                put(at, at.data(intent.statements))
            except Uneditable as error:
                why = error
                continue
            return
    if not isinstance(intent.to, Identity):
        raise why
    put_inline(draft, dialects, intent.to, intent.statements)


def put_inline(
    draft: Draft, dialects: Dialects, identity: Identity, statements: list[dict[str, Any]]
) -> None:
    """A policy of its own among those that stand in the declaration of an identity."""
    reading = dialects.reading(identity.span)
    carrier = module_named(f"iamlint.carriers.{reading.carrier}") if reading is not None else None
    make = getattr(carrier, "inline_policy", None)
    at = declaration(site(draft, dialects, identity.span))
    if make is None or not isinstance(at.node, Mapping):
        raise Uneditable("a policy cannot be declared there")
    item = at.data(make(at.node, statements))
    properties = at.under(PROPERTIES)
    listed = properties.under(LIST) if properties is not None else None
    if properties is None:
        at.editor.put(at.spot, PROPERTIES, {LIST: [item]})
    elif not isinstance(properties.node, Mapping) or is_function(properties.node):
        raise Uneditable("its properties are put together by a function")
    elif listed is None:
        properties.editor.put(properties.spot, LIST, [item])
    elif isinstance(listed.node, (Sequence, Scalar)):
        listed.editor.append(listed.spot, [item])
    else:
        raise Uneditable("its policies are put together by a function")


def declaration(at: Site) -> Site:
    """What declares a thing that is found by its name: the value of the key."""
    around = at.parent() if isinstance(at.node, Scalar) else None
    found = around.under(str(at.node.value)) if around and isinstance(at.node, Scalar) else None
    return found or at


def policies_of(to: object) -> list[Policy]:
    """The policies that a statement may be added to, the best first."""
    if isinstance(to, Policy):
        return [to]
    found: list[Policy] = []
    if isinstance(to, Identity):
        found = to.inline
    elif isinstance(to, Resource):
        found = to.policies
    return sorted(found, key=lambda policy: policy.by_aws)


def put_beside(at: Site, statements: list[dict[str, Any]]) -> None:
    """A document of its own after a policy template of SAM, which has no statements to add to."""
    listed = at.parent()
    key = listed.spot.key if listed is not None else None
    if listed is None or not isinstance(listed.node, Sequence) or key is None or key.value != LIST:
        raise Uneditable(WRITTEN)
    listed.editor.append(listed.spot, [{"Version": LATEST, "Statement": statements}])


def put_statement(at: Site, statements: list[dict[str, Any]]) -> None:
    """Statements to the others of a policy document."""
    found = at.under("Statement")
    if found is None:
        at.editor.put(at.spot, "Statement", statements)
    elif isinstance(found.node, (Sequence, Mapping)) and not is_function(found.node):
        found.editor.append(found.spot, statements)
    else:
        raise Uneditable("the statements are put together by a function")
