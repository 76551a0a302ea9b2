"""What conditions of trust policies expect of callers, against what those callers ever send.

https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_iam-condition-keys.html
"""

from __future__ import annotations

import re
from functools import cached_property

from iamlint.text.globs import is_glob, match
from iamlint.text.hints import TYPE_CHECKING, Any
from iamlint.text.holes import ARN, NAME, Hole
from iamlint.text.records import NamedTuple

from .claiming import Claiming, stars_of
from .federating import SAML
from .valuing import may_be

if TYPE_CHECKING:
    from collections.abc import Iterator

    from iamlint.model.policy import Condition, Principal, Statement, Word
    from iamlint.text.holes import Text

    Row = dict[str, Any]

SAML_KEYS = "saml:"
ARN_OF_PROVIDER = re.compile(r"arn:([^:]*):iam:")
NAMING = re.compile(r"[A-Za-z0-9_-]")
REPOSITORY = re.compile(r"repo:([^/:@]+)(?:@(\d+|\*))?/([^/:@]+)(?:@(\d+|\*))?:(.+)")
"""A subject of GitHub's: owner, its id, repository, its id, and what the job runs for."""


SOURCE = "aws:sourcearn"
FIELD = r"((?:\$\{[^}]*\}|[^:$]|\$(?!\{))*)"
SOURCE_ARN = re.compile(f"arn:{FIELD}:([a-z0-9-]+):{FIELD}:{FIELD}:(.*)")
"""An ARN of which the service is known; holes, which have colons in them, in any other field."""


class Unsent(NamedTuple):
    """A value that a condition wants and that no caller sends; `meant`: what such values are;
    `mended`: the usual one, or empty.
    """

    word: Word
    meant: str
    mended: str


class Contradicted(NamedTuple):
    """A condition on a claim that no token meets whose subject is one of those wanted beside it.

    `said`: what the claim is in those tokens; empty where they do not have it.
    """

    condition: Condition
    subject: Condition
    said: tuple[str, ...]


class Expecting(Claiming):
    """Values of keys that the callers of a trust policy bring."""

    def unsent_values(self, condition: Condition) -> Iterator[Unsent]:
        """The values that a condition asks for and that nobody whom the statement trusts sends."""
        use = self._use_that_holds(condition)
        if use is None or use.base is None or use.base.negated:
            return
        rows = self._rows_about(condition)
        sure = bool(rows)
        rows = rows or self._rows_anywhere(condition)
        for word in condition.values if rows else ():
            literal = word.literal
            if literal is None:
                if any(row.get("generated") for row, _ in rows) and goes_on(word.text):
                    yield Unsent(word, rows[0][0]["meant"], "")
                continue
            if "${" in literal or is_glob(literal):
                continue  # a star beside an operator without wildcards is another fault
            unmet = [row for row, of in rows if not may_be(row, of, literal)]
            if sure and unmet:
                yield Unsent(word, unmet[0]["meant"], unmet[0].get("mended", ""))
            elif len(unmet) == len(rows):
                yield Unsent(word, unmet[0]["meant"], "")

    def _rows_about(self, condition: Condition) -> list[tuple[Row, tuple[str, ...]]]:
        """The rows on the key of a condition, each with what stands for the stars of `whose`."""
        key = (condition.key.literal or "").lower()
        rows = self._value_rows.get(key.rpartition(":")[2]) if key else None
        if not rows:
            return []
        whose = self._whose(condition.statement, key)
        return [(row, stars_of(row["whose"], whose)) for row in rows if match(row["whose"], whose)]

    def sources_of_others(self, condition: Condition) -> Iterator[Unsent]:
        """The ARNs that a service never tells as the source when it assumes a role."""
        use = self._use_that_holds(condition)
        if use is None or use.base is None or use.base.negated:
            return
        if (condition.key.literal or "").lower() != SOURCE:
            return
        row = self._trust_sources.get(self._whose(condition.statement, SOURCE))
        for word in condition.values if row is not None else ():
            if row is not None and is_no_source(word, row):
                yield Unsent(word, f"the ARN of {row['what']}", "")

    @cached_property
    def _trust_sources(self) -> dict[str, Row]:
        found: dict[str, Row] = {}
        for row in self.catalog.table("service_trust_sources"):
            _, _, service, _, _, rest = row["arn"].split(":", 5)
            begins = rest.partition("*")[0]
            found[row["principal"]] = {
                "services": [service],
                "begins": begins,
                "what": row["what"],
            }
        return found

    def other_sort(self, condition: Condition, service_type: str) -> str:
        """What values of the key are, where nothing of a type of thing is; else empty."""
        for row, _ in self._rows_about(condition):
            if any(match(one, service_type) for one in row.get("other", ())):
                return str(row["meant"])
        return ""

    def _rows_anywhere(self, condition: Condition) -> list[tuple[Row, tuple[str, ...]]]:
        """Of a provider of SAML whose partition is not known: the rows of every partition."""
        prefix, _, key = (condition.key.literal or "").lower().rpartition(":")
        entries = condition.statement.principals or ()
        if prefix + ":" != SAML_KEYS or {self.sort_of(entry) for entry in entries} != {SAML}:
            return []
        rows = self._value_rows.get(key, [])
        return [(row, ()) for row in rows if row["whose"].startswith(SAML_KEYS)]

    def _whose(self, statement: Statement, key: str) -> str:
        """Who brings the key: a provider, `saml:` and the partition of the provider, or the one
        service that the statement trusts; empty where that is not known.
        """
        prefix = key.rpartition(":")[0]
        entries = statement.principals or ()
        if prefix + ":" == SAML_KEYS:
            found = {self._partition_of(entry) for entry in entries if self.sort_of(entry) == SAML}
            return f"{SAML_KEYS}{found.pop()}" if len(found) == 1 and "" not in found else ""
        if "." in prefix:
            return prefix
        names = {self.service_named(entry) for entry in entries}
        return names.pop() if len(names) == 1 else ""

    def _partition_of(self, entry: Principal) -> str:
        found = ARN_OF_PROVIDER.match(entry.value.literal or "")
        return found[1] if found else ""

    @cached_property
    def _value_rows(self) -> dict[str, list[Row]]:
        found: dict[str, list[Row]] = {}
        for row in self.catalog.table("trust_values"):
            found.setdefault(row["key"].lower(), []).append(row)
        return found

    # sources of calls

    def unsent_sources(self, condition: Condition) -> tuple[str, str, list[Word]]:
        """The one service that the statement lets in; whose ARN it brings as the source of a call;
        and the values of a condition on the source that are none.
        """
        use = self._use_that_holds(condition)
        if use is None or use.base is None or use.base.negated or use.base.name == "Null":
            return "", "", []
        if (condition.key.literal or "").lower() != SOURCE:
            return "", "", []
        names = {self.service_named(entry) for entry in condition.statement.principals or ()}
        service = names.pop() if len(names) == 1 else ""
        row = self._sources_of_services.get(service)
        if row is None:
            return "", "", []
        return service, row["what"], [one for one in condition.values if is_no_source(one, row)]

    @cached_property
    def _sources_of_services(self) -> dict[str, Row]:
        return {row["principal"]: row for row in self.catalog.table("service_sources")}

    # tags that services set

    def unset_tag(self, condition: Condition) -> tuple[str, tuple[str, ...]] | None:
        """The service that a statement trusts and whose sessions never have the tag which a
        condition tests, with the tags that they have.
        """
        stem, slash, tag = (condition.key.literal or "").lower().partition("/")
        if not slash or "${" in tag:
            return None
        names = {self.service_named(entry) for entry in condition.statement.principals or ()}
        if len(names) != 1:
            return None
        service = names.pop()
        for row in self.catalog.table("service_session_tags"):
            if row["principal"] != service or row["key"].lower() != stem:
                continue
            if not any(match(one.lower(), tag) for one in row["tags"]):
                return service, tuple(row["tags"])
        return None

    # claims that hang together

    def contradicted_claims(self, statement: Statement) -> Iterator[Contradicted]:
        """Conditions on claims of which the subject, as the statement wants it, says otherwise."""
        for subject, other, told in self._beside_subjects(statement):
            claim = self.claim_of(other)
            said = {one[claim] for one in told}
            if not any(one is not None and self.may_want(other, one) for one in said):
                yield Contradicted(other, subject, tuple(sorted(one for one in said if one)))

    def dead_subjects(self, statement: Statement) -> Iterator[tuple[Word, Condition]]:
        """Of subjects that a statement wants, those that do not go with a claim that is wanted
        beside them, where others do; each with the condition on the claim.
        """
        for subject, other, told in self._beside_subjects(statement):
            said = [one[self.claim_of(other)] for one in told]
            met = [one is not None and self.may_want(other, one) for one in said]
            if any(met):
                words = zip(subject.values, met, strict=True)
                yield from ((word, other) for word, is_met in words if not is_met)

    def _beside_subjects(
        self, statement: Statement
    ) -> Iterator[tuple[Condition, Condition, list[dict[str, str | None]]]]:
        """Conditions on subjects that tell other claims, each with a condition on one of those,
        and with what each of the subjects tells.
        """
        for subject in statement.conditions:
            if self.claim_of(subject) != "sub" or not self.demands(subject):
                continue
            issuer = self.issuer_tested(subject)
            told = [one for w in subject.values if (one := claims_of(w.literal or "")) is not None]
            if len(told) != len(subject.values) or not told:
                continue
            if issuer is None or not is_repository(issuer.form):
                continue
            of = (subject.key.literal or "").rpartition(":")[0].lower()
            for other in statement.conditions:
                key = (other.key.literal or "").lower()
                if other is subject or key.rpartition(":")[0] != of or not self.demands(other):
                    continue
                claim = self.claim_of(other)
                if all(claim in one for one in told) and not any(self.unsent_values(other)):
                    yield subject, other, told

    def may_want(self, condition: Condition, value: str) -> bool:
        """One of the values of a condition may match a text; of which a star may be a part."""
        use = self._use_that_holds(condition)
        for word in condition.values:
            literal = word.literal
            if literal is None or "${" in literal or is_glob(value):
                return True
            wild = use is not None and use.base is not None and use.base.wild
            if match(literal, value) if wild else literal == value:
                return True
        return False


def goes_on(text: Text) -> bool:
    """Behind the ARN of something that is declared, or its name as AWS makes it, more is written
    that would be part of the name.
    """
    if len(text.pieces) < 2:
        return False
    hole, rest = text.pieces[-2:]
    named = isinstance(hole, Hole) and (
        hole.within == ARN or (hole.within == NAME and hole.why != "")
    )
    return named and isinstance(rest, str) and NAMING.match(rest) is not None


def is_repository(form: tuple[str, ...]) -> bool:
    """Subjects of the provider begin with a repository."""
    return bool(form) and form[0] == "repo:"


def claims_of(subject: str) -> dict[str, str | None] | None:
    """What the other claims of a token are whose subject is this, as a condition wants it; None
    stands for a claim that the token does not have. None where the subject does not tell.
    """
    found = REPOSITORY.fullmatch(subject)
    if found is None or is_glob(found[1]) or is_glob(found[3]):
        return None
    owner, owner_id, name, name_id, context = found.groups()
    told: dict[str, str | None] = {"repository": f"{owner}/{name}", "repository_owner": owner}
    if (owner_id or "*") != "*" and (name_id or "*") != "*":
        told |= {"repository_owner_id": owner_id, "repository_id": name_id}
    what, colon, rest = context.partition(":")
    if not is_glob(context) and ":" not in rest:
        if what == "environment" and colon:
            told["environment"] = rest
        elif what == "ref" and colon:
            told |= {"ref": rest, "environment": None}
        elif context == "pull_request":
            told["environment"] = None
    return told


def is_no_source(word: Word, row: Row) -> bool:
    """It is an ARN of another service, or of an object where buckets are the sources."""
    found = SOURCE_ARN.fullmatch(str(word.text))
    if found is None:
        return False
    _, service, region, _, rest = found.groups()
    if service not in row["services"]:
        return True
    told = re.split(r"[*?]|\$\{", rest, maxsplit=1)[0]
    begins = row.get("begins", "")
    if begins and not (told.startswith(begins) or begins.startswith(told)):
        return True
    return service == "s3" and not region and "/" in told
