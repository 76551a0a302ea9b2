"""Tables of which nobody may query the indexes.

An index is a resource of its own, `table/Orders/index/by-customer`: who may query the table may not
query its indexes for that. Whether a program uses an index no document tells; but where a table has
indexes, and of all who may query it none may query them, somebody has forgotten them.

https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/security_iam_service-with-iam.html
"""

from __future__ import annotations

from iamlint.finding import LIKELY
from iamlint.rule import AddStatement
from iamlint.text.globs import match
from iamlint.text.hints import TYPE_CHECKING, Any, Final
from iamlint.text.holes import NAME, Hole, Text
from iamlint.text.records import NamedTuple

from .accounts import same_account
from .asking import CAPS, RESOURCE_SIDE
from .joined import weakest
from .presence import mentions, possible
from .telling import tells

if TYPE_CHECKING:
    from collections.abc import Iterator

    from iamlint.model.policy import Policy, Statement, Word
    from iamlint.model.things import Identity, Resource

    from . import Estate
    from .asking import Answer
    from .joined import Attached

TABLE: Final = "dynamodb:table"
QUERY: Final = "dynamodb:Query"


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
