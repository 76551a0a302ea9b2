"""Tables of which nobody may query the indexes.

An index is a resource of its own, `table/Orders/index/by-customer`: who may query the table may not
query its indexes for that. Whether a program uses an index no document tells; but where a table has
indexes, and of all who may query it none may query them, somebody has forgotten them.

https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/security_iam_service-with-iam.html
"""

from __future__ import annotations

from iamlint.finding import LIKELY
from iamlint.rule import AddStatement
from iamlint.text.globs import is_glob, match
from iamlint.text.hints import TYPE_CHECKING, Any, Final
from iamlint.text.holes import NAME, Hole, Text
from iamlint.text.node import Mapping, Sequence
from iamlint.text.records import NamedTuple

from .accounts import same_account
from .asking import CAPS, RESOURCE_SIDE
from .bearing import text_of
from .joined import weakest
from .presence import mentions, possible
from .telling import tells

if TYPE_CHECKING:
    from collections.abc import Iterator

    from iamlint.model.policy import Policy, Statement, Word
    from iamlint.model.things import Identity, Resource
    from iamlint.text.node import Node

    from . import Estate
    from .asking import Answer
    from .joined import Attached

TABLE: Final = "dynamodb:table"
QUERY: Final = "dynamodb:Query"
INSIDE: Final = "/index/"
NAMES: Final = ("IndexName", "name")


class Unindexed(NamedTuple):
    """A statement that lets an identity query a table that has indexes, and not those.

    `action`, `resource`: the texts in it that do.
    """

    identity: Identity
    statement: Statement
    action: Word
    resource: Word
    table: Resource
    answer: Answer

    @property
    def confidence(self) -> str:
        return weakest(LIKELY, self.answer.confidence)

    @property
    def indexes(self) -> Text:
        """How a statement names all indexes of the table."""
        return self.table.arn + "/index/*"

    @property
    def details(self) -> list[tuple[str, str]]:
        """Lines for the finding: what is missing, and what not in view could allow it."""
        unknown = [("unless", unknown.why) for unknown in self.answer.unknown[:3]]
        return [("missing", f"`{QUERY}` on {self.indexes}"), *unknown]

    @property
    def mended(self) -> AddStatement:
        """The statement that is lacking, beside the one that names the table."""
        policy: Policy = self.statement.policy
        grant: dict[str, Any] = {"Effect": "Allow", "Action": QUERY, "Resource": self.indexes}
        return AddStatement(policy, grant, "allow it on the indexes")


def unindexed(estate: Estate) -> Iterator[Unindexed]:
    """Who may query tables that have indexes, where nobody may query those."""
    for table in estate.resources:
        if table.service_type == TABLE and tells(estate.catalog, "index", table):
            found = list(queries(estate, table))
            if all(each.answer.denied for each in found):
                yield from found


def queries(estate: Estate, table: Resource) -> Iterator[Unindexed]:
    """Every identity that may query a table for certain, and whether it may query the indexes."""
    index = table.arn + "/index/" + Text(Hole(f"an index of {table.address}", NAME))
    for identity in estate.identities:
        if identity.kind == "group":
            continue
        for attached in estate.policies_of(identity).attached:
            found = _granted(estate, attached, table)
            when = identity.when | table.when | attached.when
            if found is None or not possible(when):
                continue
            statement, action, resource = found
            away = same_account(identity, table) is False  # the table's side is told apart
            supposing = (CAPS, RESOURCE_SIDE) if away else (CAPS,)
            answer = estate.can(identity, QUERY, index, when=when, supposing=supposing)
            yield Unindexed(identity, statement, action, resource, table, answer)
            break


def _granted(
    estate: Estate, attached: Attached, table: Resource
) -> tuple[Statement, Word, Word] | None:
    """The statement of a policy that names the table for certain, and allows to query it."""
    if not attached.sure or attached.bundled or not mentions(attached.policy, "dynamodb"):
        return None
    for statement in attached.policy.statements:
        if not statement.allows:
            continue
        for action in statement.actions or ():
            if action.literal is None or not match(action.literal, QUERY, fold=True):
                continue
            for resource in statement.resources or ():
                if estate.surely_in(resource.text, table):
                    return statement, action, resource
    return None


class Stray(NamedTuple):
    """A statement names an index that its table does not have. `has`: those that it has."""

    word: Word
    table: Resource
    name: str
    has: tuple[str, ...]


def strays(estate: Estate) -> Iterator[Stray]:
    """In file order. Patterns of names say what may come."""
    if not any(one.service_type == TABLE for one in estate.resources):
        return
    for policy in estate.policies:
        for statement in policy.statements if mentions(policy, "dynamodb") else ():
            for word in (statement.resources or ()) if statement.allows else ():
                found = _stray(estate, policy, word)
                if found is not None:
                    yield found


def _stray(estate: Estate, policy: Policy, word: Word) -> Stray | None:
    last = word.text.pieces[-1] if word.text.pieces else ""
    before, between, name = last.partition(INSIDE) if isinstance(last, str) else ("", "", "")
    if not between or not name or is_glob(name) or "$" in name:
        return None
    table, _ = estate.resources_named(Text(*word.text.pieces[:-1], before), estate.file_of(policy))
    if len(table) != 1 or table[0].service_type != TABLE or not table[0].created:
        return None
    has = names_of(estate, table[0])
    return Stray(word, table[0], name, has) if has and name not in has else None


def names_of(estate: Estate, table: Resource) -> tuple[str, ...] | None:
    """The names of the indexes with which a table is declared; None where one is not known."""
    properties = table.properties
    if not isinstance(properties, Mapping):
        return None
    found: list[str] = []
    for row in estate.catalog.table("telling_properties"):
        node = properties.get(row["property"]) if row["what"] == "index" else None
        if node is None:
            continue
        for item in node.items if isinstance(node, Sequence) else (node,):
            inner = next((one for key in NAMES if (one := get(item, key))), None)
            name = text_of(inner)
            if name is None or name.literal is None:
                return None
            found.append(name.literal)
    return tuple(found)


def get(item: Node, key: str) -> Node | None:
    return item.get(key) if isinstance(item, Mapping) else None
