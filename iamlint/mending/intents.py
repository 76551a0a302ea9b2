"""Each intent of a rule as edits."""

from __future__ import annotations

from iamlint.formats.edits.changes import Uneditable
from iamlint.formats.edits.draft import Draft
from iamlint.rule import (
    AddItem,
    AddPolicy,
    AddStatement,
    Remove,
    RenameKey,
    Replace,
    SetKey,
    Several,
)
from iamlint.text.hints import TYPE_CHECKING
from iamlint.text.node import Holed, Mapping, Node, Sequence

from .declaring import declare
from .granting import WRITTEN, add_statement
from .moving import move_items
from .sites import alone, removable, site

if TYPE_CHECKING:
    from iamlint.finding import Edit
    from iamlint.rule import Intent, MoveItems
    from iamlint.text.holes import Text

    from .sites import Site
    from .writing import Data, Dialects


def edits_for(intent: Intent, dialects: Dialects) -> tuple[Edit, ...]:
    """The edits that do what a rule asks for, proven by reading the texts again.

    Raises `Uneditable` where the file does not let itself be edited so.
    """
    draft = Draft()
    perform(intent, draft, dialects)
    return draft.edits()


def perform(intent: Intent, draft: Draft, dialects: Dialects) -> None:
    """Collect the edits of an intent."""
    if isinstance(intent, Several):
        for each in intent.intents:
            perform(each, draft, dialects)
    elif isinstance(intent, Replace):
        at = site(draft, dialects, intent.word.span)
        at.editor.replace(at.spot, at.data(intent.text))
    elif isinstance(intent, SetKey):
        at = site(draft, dialects, intent.mapping.span)
        at.editor.put(at.spot, intent.key, at.data(intent.value), first=intent.first)
    elif isinstance(intent, RenameKey):
        at = site(draft, dialects, intent.key.span)
        at.editor.rename(at.spot, intent.name)
    elif isinstance(intent, Remove):
        at = removable(site(draft, dialects, intent.node.span))
        at.editor.remove(at.spot)
    elif isinstance(intent, AddItem):
        if intent.statement.policy.by_aws:
            raise Uneditable(WRITTEN)
        add_item(around(draft, dialects, intent), intent)
    elif isinstance(intent, AddStatement):
        add_statement(draft, dialects, intent)
    elif isinstance(intent, AddPolicy):
        declare(draft, dialects, intent)
    else:
        move_items(site(draft, dialects, intent.statement.span), intent)


def around(draft: Draft, dialects: Dialects, intent: AddItem) -> Site:
    """The statement; of one that code makes by a call, the list that is the element."""
    statement = intent.statement
    try:
        return site(draft, dialects, statement.span)
    except Uneditable:
        found = statement.node.get(intent.element) if isinstance(statement.node, Mapping) else None
        inside = (
            found is not None
            and found.source is statement.node.source
            and statement.node.start < found.start < found.end <= statement.node.end
        )
        if not inside or not isinstance(found, Sequence):
            raise
        return site(draft, dialects, found.span)


def add_item(at: Site, intent: AddItem) -> None:
    """Texts into an element; `Principal/AWS` and `Condition/StringEquals/aws:SourceArn` name what
    is deeper. What is missing on the way is added.
    """
    values = at.data(list(intent.texts))
    resolved: Node | None = intent.statement.node
    names = [] if isinstance(at.node, Sequence) else intent.element.split("/", 2)
    for number, name in enumerate(names):
        resolved = resolved.get(name) if isinstance(resolved, Mapping) else None
        inner = at.under(name)
        if inner is None:
            missing: Data = values[0] if len(values) == 1 else values
            for deeper in reversed(names[number + 1 :]):
                missing = {deeper: missing}
            at.editor.put(at.spot, name, missing)
            return
        at = inner
    if isinstance(at.node, Mapping) and not isinstance(resolved, Holed):
        raise Uneditable("what stands there may be several values")
    alone(at)
    at.editor.append(at.spot, values)


SLOTS = {"Action": "actions", "Resource": "resources"}
"""The elements that items are moved out of, as statements hold them."""


def listed(texts: tuple[Text | str, ...], most: int = 4) -> str:
    """Texts for a title: a few, and how many more; the diff has them all."""
    said = ", ".join(f"`{text}`" for text in texts[:most])
    return said if len(texts) <= most else f"{said} and {len(texts) - most} more"


def title_of(intent: Intent) -> str:
    """What a fix does, in the rule's words or in these."""
    if intent.title:
        return intent.title
    if isinstance(intent, Several):
        return "; ".join(title_of(each) for each in intent.intents)
    if isinstance(intent, Replace):
        return f"write `{intent.text}`"
    if isinstance(intent, SetKey):
        value = f": {intent.value}" if isinstance(intent.value, (str, int)) else ""
        return f"set `{intent.key}{value}`"
    if isinstance(intent, RenameKey):
        return f"name it `{intent.name}`"
    if isinstance(intent, Remove):
        return "take it out"
    if isinstance(intent, AddItem):
        return f"add {listed(intent.texts)} to {intent.element}"
    if isinstance(intent, AddStatement):
        return "add a statement"
    if isinstance(intent, AddPolicy):
        return f"declare a policy of {intent.to.address}"
    return title_of_move(intent)


def title_of_move(intent: MoveItems) -> str:
    """Where nothing else stands in the element, the statement itself is changed."""
    values = getattr(intent.statement, SLOTS.get(intent.element, ""), None)
    if values is not None and len(values) == len(intent.words) and len(intent.changes) == 1:
        ((element, value),) = intent.changes.items()
        if value is None:
            return f"take its {element} out"
        texts = tuple(value) if isinstance(value, (list, tuple)) else (value,)
        return f"write {listed(texts)} under {element}"
    return "move it to a statement of its own"
