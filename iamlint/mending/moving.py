"""Moving texts from one statement to a new one that is like it but for a few elements."""

from __future__ import annotations

from iamlint.formats.edits.changes import Uneditable
from iamlint.formats.edits.lines import line_start
from iamlint.text.hints import TYPE_CHECKING
from iamlint.text.late import late
from iamlint.text.node import Mapping, Scalar, Sequence

from .sites import alone, data_of, is_function

_comment = late(r"[ \t]*,?[ \t]*(#[^\r\n]*)")

if TYPE_CHECKING:
    from iamlint.formats.edits.spots import Spot
    from iamlint.rule import MoveItems
    from iamlint.text.node import Node
    from iamlint.text.source import Span

    from .sites import Site
    from .writing import Data


def move_items(at: Site, intent: MoveItems) -> None:
    """Where the texts are all that the element has, the statement itself is changed."""
    element = at.under(intent.element)
    if element is None or not isinstance(at.node, Mapping):
        raise Uneditable("the statement has no such element")
    moved = items_of(element, {word.span.outermost for word in intent.words})
    items = element.node.items if isinstance(element.node, Sequence) else [element.node]
    if len(moved) == len(items):
        change_in_place(at, intent)
        return
    alone(element)
    statement = {
        str(key.value): None if value is element.node else data_of(value)
        for key, value in at.node.entries
    }
    statement.pop("Sid", None)  # it would stand twice
    statement[intent.element] = one_or_list([data_of(spot.node) for spot in moved])
    put_changes(statement, at.data(intent.changes), at)
    if stands_alone(at):
        places = {spot.place for spot in moved}
        kept = [data_of(item) for place, item in enumerate(items) if place not in places]
        whole = data_of(at.node) | {intent.element: one_or_list(kept)}
        at.editor.replace(at.spot, [whole, statement])
        return
    said = [one for one in (comment_behind(at, spot.node) for spot in moved) if one[1]]
    add_behind(at, statement, said)
    for spot in moved:
        at.editor.remove(spot)


def items_of(element: Site, spans: set[Span]) -> list[Spot]:
    """The items of an element that stand at these places, in order."""
    found = [element.draft.at(span) for span in spans]
    for editor, spot in found:
        if editor is not element.editor or element.node not in (spot.node, spot.parent):
            raise Uneditable("the texts are no items of the element")
    return sorted((spot for _, spot in found), key=lambda spot: spot.place)


def one_or_list(values: list[Data]) -> Data:
    return values[0] if len(values) == 1 else values


def stands_alone(at: Site) -> bool:
    """The statement is no item of a list, and nothing is lost when it is written anew."""
    parent = at.parent()
    if parent is None or not isinstance(parent.node, Mapping) or is_function(parent.node):
        return False
    if at.editor.language != "json" and "#" in at.node.span.text:
        raise Uneditable("a comment stands in the statement")
    return True


def change_in_place(at: Site, intent: MoveItems) -> None:
    for key, value in at.data(intent.changes).items():
        old = at.under(key)
        if isinstance(value, list) and old is not None and isinstance(old.node, Scalar):
            at.editor.put(at.spot, key, one_or_list(value))
        elif value is not None:
            at.editor.put(at.spot, key, value)
        elif old is not None:
            at.editor.remove(old.spot)


def put_changes(statement: dict[str, Data], changes: dict[str, Data], at: Site) -> None:
    """One value is written as a list where the statement has one."""
    for key, value in changes.items():
        old = at.under(key)
        if value is None:
            statement.pop(key, None)
        elif isinstance(value, list) and not (old and type(old.node) is Sequence):  # nor code
            statement[key] = one_or_list(value)
        else:
            statement[key] = value


def comment_behind(at: Site, item: Node) -> tuple[str, str]:
    """An item that has its line for itself, as it is written, and the comment behind it; both
    empty where there is none.
    """
    text = at.editor.text
    before = text[line_start(text, item.start) : item.start].strip(" \t")
    found = _comment.match(text, item.end)
    if at.editor.language == "json" or before not in ("", "-") or found is None:
        return "", ""
    return (str(item.value), found[1]) if isinstance(item, Scalar) else ("", "")


def add_behind(at: Site, statement: dict[str, Data], comments: list[tuple[str, str]]) -> None:
    """A statement behind the others. What was said of texts that it has is said of them there.

    Raises `Uneditable` where there is no line to say it on.
    """
    parent = at.parent()
    above = parent.parent() if parent is not None else None
    if parent is None or above is None or is_function(above.node):
        raise Uneditable("the statements are put together by a function")
    changes = parent.editor.changes
    before = len(changes)
    parent.editor.append(parent.spot, [statement])
    place = max(range(before, len(changes)), key=lambda number: len(changes[number].text))
    for value, comment in comments:
        text = with_comment(changes[place].text, value, comment)
        changes[place] = changes[place]._replace(text=text)


def with_comment(text: str, value: str, comment: str) -> str:
    """A comment behind the line that ends with a value, its quotes and a comma aside."""
    lines = text.splitlines(keepends=True)
    for number, line in enumerate(lines):
        bare = line.rstrip("\r\n")
        if bare.rstrip("',\"").endswith(value) and "{" not in bare:
            lines[number] = f"{bare}  {comment}{line[len(bare) :]}"
            return "".join(lines)
    raise Uneditable("a comment stands behind what is to be moved")
