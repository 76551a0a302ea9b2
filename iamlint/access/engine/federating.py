"""Identity providers in trust policies: whose tokens, and which of them."""

from __future__ import annotations

import re
from functools import cached_property

from iamlint.text.globs import match
from iamlint.text.hints import TYPE_CHECKING
from iamlint.text.holes import Hole
from iamlint.text.records import NamedTuple

from .admitting import Admitting

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from iamlint.model.policy import Condition, Principal, Statement, Word
    from iamlint.text.holes import Text

AWS, SERVICE, SAML, OIDC = "aws", "service", "saml", "oidc"
IN_WORDS = {
    AWS: "a principal of an account",
    SERVICE: "a service",
    SAML: "a SAML provider",
    OIDC: "an OpenID Connect provider",
}
NAMED = re.compile(r"\$\{([^}]*)\}")
UNKNOWN = "\0"
"""Stands for a hole in a subject."""


class Issuer(NamedTuple):
    """An OpenID Connect provider that is known.

    `shared`: it issues tokens to everybody, so that only a claim tells whose a token is: one of
    `claims`, or of `other_keys` of the request. `tell_more`: claims that tell more than a subject
    with stars in it. `form`: literals and names of fields, in turn, of
    its subjects; of these, `least` are to be fixed. `ids`: the sign behind which a name may have
    its id: `octo-org@*` is as much of one owner as `octo-org` is.
    """

    issuer: str
    name: str
    shared: bool
    claims: frozenset[str]
    other_keys: frozenset[str]
    tell_more: frozenset[str]
    form: tuple[str, ...]
    least: int
    ids: str


class Wide(NamedTuple):
    """A subject that admits more than one: `field` is the first that is open, `fixed` how many
    stand before it.
    """

    word: Word
    field: str
    fixed: int
    issuer: Issuer


class Federating(Admitting):
    """Federated principals, their claims and their actions."""

    def sort_of(self, entry: Principal) -> str:
        """What an entry of Principal is: aws, service, saml, oidc; empty where not known."""
        if entry.type in ("AWS", "*"):
            return AWS
        if entry.type == "Service":
            return SERVICE
        if entry.type != "Federated":
            return ""
        written = str(entry.value)
        if ":saml-provider/" in written:
            return SAML
        if ":oidc-provider/" in written:
            return OIDC
        literal = entry.value.literal
        return OIDC if literal is not None and "." in literal and ":" not in literal else ""

    def in_words(self, sort: str) -> str:
        return IN_WORDS[sort]

    def provider(self, entry: Principal) -> str:
        """The OpenID Connect provider, as condition keys begin with it; empty where not known."""
        if self.sort_of(entry) != OIDC:
            return ""
        last = entry.value.text.pieces[-1]  # of an ARN only the account may be unknown
        if isinstance(last, str) and ":oidc-provider/" in last:
            return last.partition(":oidc-provider/")[2]
        return entry.value.literal or ""

    def oidc_in(self, statement: Statement) -> Iterator[Principal]:
        """The entries of Principal that name OpenID Connect providers whose tokens may be used."""
        if not any(entry.type == "Federated" for entry in statement.principals or ()):
            return
        names = [name for word in statement.actions or () for name in self.names_of(word)]
        ways = frozenset(sort for name in names for sort in self.sorts_for(name) or ())
        if OIDC not in ways:
            return
        for entry in statement.principals or ():
            if entry.type == "Federated":
                sort = self.sort_of(entry)
                if sort == OIDC or (not sort and entry.value.literal is None and SAML not in ways):
                    yield entry

    def issuer(self, provider: str) -> Issuer | None:
        """What is known of a provider."""
        if provider not in self._known:
            exact = self._issuers.get(provider)
            self._known[provider] = exact or next(
                (one for one in self._issuers.values() if match(one.issuer, provider)), None
            )
        return self._known[provider]

    @cached_property
    def _known(self) -> dict[str, Issuer | None]:
        return {}

    @cached_property
    def _issuers(self) -> dict[str, Issuer]:
        return {
            row["issuer"]: Issuer(
                row["issuer"],
                row["name"],
                row["shared"],
                frozenset(one for one in row["claims"] if ":" not in one),
                frozenset(one for one in row["claims"] if ":" in one),
                frozenset(row.get("more", ())),
                tuple(NAMED.split(row["form"])) if row["form"] else (),
                row["least"],
                row.get("ids", ""),
            )
            for row in self.catalog.table("oidc_issuers")
        }

    def tested(self, statement: Statement, provider: str) -> list[Condition] | None:
        """The conditions on claims of a provider; None where keys are not known."""
        found = []
        for condition in statement.conditions:
            key = condition.key.literal
            if key is None:
                return None
            if key.rpartition(":")[0].lower() == provider.lower():
                found.append(condition)
        return found

    def tells_whose(self, statement: Statement, provider: str, issuer: Issuer) -> bool:
        """A condition fixes what tells whose token it is: its own, or that of a Deny beside it."""
        others = {key.lower() for key in issuer.other_keys}

        def tells(condition: Condition) -> bool:
            key = (condition.key.literal or "").lower()
            of, _, claim = key.rpartition(":")
            return claim in issuer.claims if of == provider.lower() else key in others

        if any(tells(one) and self.fixes(one) for one in statement.conditions):
            return True
        return any(all(map(tells, one)) for one in self.spared_by(statement))

    def loose_claim(self, tested: list[Condition], issuer: Issuer) -> Condition | Word | None:
        """Of conditions that fix nothing, the one on a claim that tells whose a token is: its
        value where that is a star, else its key.
        """
        for condition in tested:
            if self.claim_of(condition) in issuer.claims:
                stars = (value for value in condition.values if self.is_everything(value))
                return next(stars, condition)
        return None

    def claim_of(self, condition: Condition) -> str:
        return (condition.key.literal or "").rpartition(":")[2].lower()

    def issuer_tested(self, condition: Condition) -> Issuer | None:
        """The provider whose claim a condition tests."""
        provider, colon, _ = (condition.key.literal or "").rpartition(":")
        return self.issuer(provider) if colon and "." in provider else None

    # subjects

    def wide_subjects(self, condition: Condition) -> Iterator[Wide]:
        """Patterns of a condition on the subject that leave one of its fields open."""
        if self.claim_of(condition) != "sub":
            return
        use = self._use_that_holds(condition)
        if use is None or use.base is None or not use.base.wild or use.base.negated:
            return
        issuer = self.issuer_tested(condition)
        if issuer is None or not issuer.form or self._told_beside(condition, issuer):
            return
        for word in condition.values:
            fixed = self._fixed(issuer, word.text)
            if fixed is not None:
                yield Wide(word, issuer.form[2 * fixed + 1], fixed, issuer)

    def _told_beside(self, condition: Condition, issuer: Issuer) -> bool:
        """Another claim beside the subject fixes what the subject leaves open."""
        provider = (condition.key.literal or "").rpartition(":")[0]
        return any(
            self.claim_of(other) in issuer.tell_more and self._is_fixed(other)
            for other in self.tested(condition.statement, provider) or ()
        )

    def _is_fixed(self, condition: Condition) -> bool:
        """Its values say whose the token is, up to a star that stands after that:
        `octo-org/octo-repo/*`."""
        texts = [str(word.text) for word in condition.values]
        begins = [re.split(r"[*?]", text, maxsplit=1)[0] for text in texts]
        return self.fixes(condition) and all(
            begin == text or begin.count("/") > 1 for begin, text in zip(begins, texts, strict=True)
        )

    def _fixed(self, issuer: Issuer, text: Text) -> int | None:
        """How many fields of the form a pattern fixes; None for all, or for one that is of another
        form or all stars."""
        whole = "".join(UNKNOWN if isinstance(piece, Hole) else piece for piece in text.pieces)
        if issuer.ids:
            whole = re.sub(rf"(?<=[\w.-]){issuer.ids}\*(?=[/:])", "", whole)
        begin = re.split(r"[*?]", whole, maxsplit=1)[0]
        if begin == whole or not whole.strip("*"):
            return None
        if not begin and not issuer.shared:
            return None
        place = 0
        for number, part in enumerate(issuer.form):
            if number % 2:
                continue
            if number == 0:
                if not begin.startswith(part):
                    return 0 if part.startswith(begin) else None
                place = len(part)
                continue
            found = begin.find(part, place) if part else -1
            if found < 0:
                return None if UNKNOWN in begin[place:] else number // 2 - 1
            if UNKNOWN in begin[place : found - 1]:
                return None  # what is not known may hold several fields
            place = found + len(part)
        return None

    def settable(self, condition: Condition) -> Iterator[tuple[Word, str, str]]:
        """Subjects that begin with a claim which anybody can bring into a token: the value, the
        claim, why."""
        if self.claim_of(condition) != "sub" or not self.fixes(condition):
            return
        provider = (condition.key.literal or "").rpartition(":")[0].lower()
        for word in condition.values:
            claim = word.text.prefix.partition(":")[0].lower()
            why = self._settable.get((provider, claim))
            if why is not None:
                yield word, claim, why

    @cached_property
    def _settable(self) -> dict[tuple[str, str], str]:
        rows = self.catalog.table("settable_claims")
        return {(row["issuer"], row["claim"]): row["why"] for row in rows}

    # actions

    def sorts_for(self, action: str) -> frozenset[str] | None:
        """The sorts of principal that can assume a role by an action; None for actions that go
        with any."""
        return self._assuming.get(action)

    def assuming_action_for(self, sorts: Iterable[str]) -> str:
        """The one action by which all of some sorts of principals assume a role; empty where there
        is none."""
        wanted = set(sorts)
        found = [action for action, fitting in self._assuming.items() if wanted <= fitting]
        return found[0] if len(found) == 1 else ""

    @cached_property
    def _assuming(self) -> dict[str, frozenset[str]]:
        rows = self.catalog.table("assuming_actions")
        return {row["action"]: frozenset(row["sorts"]) for row in rows}
