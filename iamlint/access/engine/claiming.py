"""Conditions on the claims of tokens: those that no token of the trusted provider meets.

https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_iam-condition-keys.html#condition-keys-wif
"""

from __future__ import annotations

import re
from functools import cached_property, lru_cache

from iamlint.text.globs import is_glob, match
from iamlint.text.hints import TYPE_CHECKING, Any
from iamlint.text.records import NamedTuple

from .federating import Federating, Issuer

if TYPE_CHECKING:
    from collections.abc import Iterator

    from iamlint.model.policy import Condition, Principal, Statement, Word

    Row = dict[str, Any]

CLAIM = re.compile(r"\w+:")


class Slip(NamedTuple):
    """A provider that is written as none is called; `meant`: how it is, and why it is known."""

    meant: str
    why: str


class Foreign(NamedTuple):
    """A condition on a claim of another provider; `meant`: the name its key should have, where
    `provider` is trusted.
    """

    condition: Condition
    meant: str
    provider: Principal


class Claiming(Federating):
    """Claims of tokens in conditions of trust policies."""

    def demands(self, condition: Condition) -> bool:
        """It is only met where the key is there, with one of the values."""
        use = self._use_that_holds(condition)
        return (
            use is not None
            and use.base is not None
            and not use.base.negated
            and not use.if_exists
            and use.over != "all"
        )

    def of_other_providers(self, statement: Statement) -> list[Foreign]:
        """The conditions on claims of other providers than those that the statement trusts."""
        entries = statement.principals or ()
        if not statement.conditions or not any(one.type == "Federated" for one in entries):
            return []
        trusted = [self.provider(entry).lower() for entry in entries]
        if not all(trusted):
            return []
        return [
            Foreign(one, f"{self.provider(entries[0])}:{claim}", entries[0])
            for one in statement.conditions
            if (claim := self._foreign_claim(one, trusted))
        ]

    def _foreign_claim(self, condition: Condition, trusted: list[str]) -> str:
        """The claim of a key that begins otherwise than these providers; else empty."""
        prefix, colon, claim = (condition.key.literal or "").rpartition(":")
        if not colon or "." not in prefix or "${" in prefix or prefix.lower() in trusted:
            return ""
        return claim if self._is_claim(claim.lower(), trusted) else ""

    def _is_claim(self, claim: str, providers: list[str]) -> bool:
        """Tokens of some of these providers have a claim that STS makes a key of."""
        return claim in self._standard_claims or any(
            claim in self._claims_of(provider) for provider in providers
        )

    def unevaluated_claim(self, condition: Condition) -> Issuer | str | None:
        """The provider of a claim that STS makes no key of, so that it is never there: by what it
        is known as.
        """
        provider, colon, claim = (condition.key.literal or "").rpartition(":")
        entries = condition.statement.principals or ()
        trusted = {self.provider(entry).lower() for entry in entries}
        if not colon or provider.lower() not in trusted or self._is_domain(provider):
            return None
        if self._is_claim(claim.lower(), [provider.lower()]):
            return None
        return self.issuer(provider) or provider

    def claims_known(self, provider: str) -> tuple[str, ...]:
        """The claims that STS makes keys of, for one provider."""
        return tuple(sorted(self._standard_claims | self._claims_of(provider.lower())))

    def _is_domain(self, provider: str) -> bool:
        """One of the providers that are named by their domain, with keys of their own."""
        return provider.lower() in self._domains_known

    @cached_property
    def _domains_known(self) -> tuple[str, ...]:
        return tuple(row["domain"] for row in self.catalog.table("provider_domains"))

    @cached_property
    def _standard_claims(self) -> frozenset[str]:
        return frozenset(row["claim"] for row in self.catalog.table("oidc_claims"))

    def _claims_of(self, provider: str) -> frozenset[str]:
        rows = self.catalog.table("oidc_provider_claims")
        told = {row["claim"] for row in rows if match(row["issuer"], provider)}
        known = self.issuer(provider)
        return frozenset(told | (known.claims if known is not None else frozenset()))

    # providers

    def slip_in(self, entry: Principal) -> Slip | None:
        """A provider that is called otherwise than it is written here."""
        provider = self.provider(entry)
        for row in self.catalog.table("oidc_issuer_slips") if provider else ():
            fields = re.fullmatch(re.escape(row["written"]).replace(r"\*", "(.*)"), provider)
            if fields is not None and not match(row.get("but", ""), provider):
                meant = row["meant"]
                for field in fields.groups():
                    meant = meant.replace("*", field, 1)
                return Slip(meant, row["why"])
        literal = entry.value.literal or ":"
        if ":" in literal or self._is_domain(provider):
            return None
        from difflib import get_close_matches

        why = "only a few have no provider of their own in the account"
        near = get_close_matches(provider.lower(), self._domains_known, 1, 0.8)
        return Slip(near[0] if near else f"arn:aws:iam::<account>:oidc-provider/{provider}", why)

    # subjects

    def malformed_subjects(self, condition: Condition) -> Iterator[tuple[Word, Issuer, str]]:
        """Subjects that a condition asks for and that no token of the provider has: the value,
        the provider, how its subjects are written.
        """
        if self.claim_of(condition) != "sub":
            return
        use = self._use_that_holds(condition)
        if use is None or use.base is None or use.base.negated:
            return
        if not use.base.name.startswith("String"):
            return
        issuer = self.issuer_tested(condition)
        if issuer is None or not issuer.form:
            return
        provider = (condition.key.literal or "").rpartition(":")[0]
        for word in condition.values:
            if not use.base.wild and is_glob(word.text.prefix):
                continue  # a star beside an operator without wildcards is another fault
            if (
                self._begins_otherwise(word, issuer)
                or self._part_is_none(word, issuer, provider)
                or self._is_of_no_form(word, issuer)
            ):
                yield word, issuer, shape(issuer)

    def _is_of_no_form(self, word: Word, issuer: Issuer) -> bool:
        """All forms of the provider's subjects are known, and it can be of none, whatever stands
        for its stars.
        """
        forms = self._whole_subjects.get(issuer.issuer, ())
        written = "".join(one if isinstance(one, str) else "*" for one in word.text.pieces)
        return bool(forms) and "${" not in written and not any(may_fit(written, f) for f in forms)

    @cached_property
    def _whole_subjects(self) -> dict[str, list[str]]:
        found: dict[str, list[str]] = {}
        for row in self.catalog.table("oidc_whole_subjects"):
            found.setdefault(row["issuer"], []).append(row["form"])
        return found

    def _begins_otherwise(self, word: Word, issuer: Issuer) -> bool:
        """It does not begin with the name of a claim, as all of the provider do."""
        if not CLAIM.match(issuer.form[0]):
            return False
        begin, colon, _ = word.text.prefix.partition(":")
        if word.literal is None and not colon:
            return False
        if is_glob(begin) or "${" in begin:
            return False
        return CLAIM.fullmatch(begin + colon) is None

    def _part_is_none(self, word: Word, issuer: Issuer, provider: str) -> bool:
        """A part of it is none that the provider writes there."""
        known, whole = word.text.prefix, word.literal is not None
        if whole and known != known.strip():
            return True
        for row in self._subject_rows(issuer.issuer):
            number, parts = row["part"], known.split(row.get("between", ":"))
            if any(is_glob(part) for part in parts[:number]):
                continue  # a star may stand for several parts
            if number >= len(parts):
                if whole and row.get("must") and row["first"] in ("", parts[0]):
                    return True
                continue
            if not goes_with(row, parts) or "${" in parts[number]:
                continue
            of = stars_of(issuer.issuer, provider)
            open_ = number == len(parts) - 1 and not whole
            if not fits(row, parts[number], of, open_):
                return True
        return False

    def _subject_rows(self, issuer: str) -> tuple[Row, ...]:
        known = self._rows_of_subjects.get(issuer)
        if known is None:
            rows = self.catalog.table("oidc_subjects")
            known = tuple(row for row in rows if match(row["issuer"], issuer))
            self._rows_of_subjects[issuer] = known
        return known

    @cached_property
    def _rows_of_subjects(self) -> dict[str, tuple[Row, ...]]:
        return {}


@lru_cache(maxsize=1024)
def may_fit(glob: str, form: str) -> bool:
    """Some text matches a glob and is of a form, in which a star stands for what has no colon."""
    waiting, seen = [(0, 0)], {(0, 0)}
    while waiting:
        at, to = waiting.pop()
        one, field = glob[at : at + 1], form[to : to + 1]
        if not one and not field:
            return True
        steps = []
        if one == "*":
            steps += [(at + 1, to), *([(at, to + 1)] if field else [])]
        elif field == "*":
            steps += [(at, to + 1), *([(at + 1, to)] if one not in ("", ":") else [])]
        elif one and field and one in ("?", field):
            steps.append((at + 1, to + 1))
        waiting += [step for step in steps if step not in seen]
        seen.update(steps)
    return False


def goes_with(row: Row, parts: list[str]) -> bool:
    """The row is about subjects that begin so."""
    number = row["part"]
    if row["first"] and parts[0] != row["first"]:
        return False
    return not row["after"] or parts[number - 1] == row["after"]


def fits(row: Row, part: str, of: tuple[str, ...] = (), open_: bool = False) -> bool:
    """A part may be what the row says. `open_`: more may follow in it that is not known."""
    begin, wild, _ = re.split(r"([*?]|$)", part, maxsplit=1)
    begins = [filled(one, of) for one in row["begins"]]
    if wild or open_:
        told = (*row["words"], *begins)
        if any(one.startswith(begin) or begin.startswith(one) for one in begins):
            return True
        return bool(row.get("pattern")) or any(one.startswith(begin) for one in told)
    if row.get("pattern") and re.fullmatch(row["pattern"], part):
        return True
    return part in row["words"] or any(part.startswith(one) for one in begins)


def filled(text: str, of: tuple[str, ...]) -> str:
    """`{1}` is what stands for the first star of the provider."""
    for number, one in enumerate(of, 1):
        text = text.replace(f"{{{number}}}", one)
    return text


@lru_cache(maxsize=1024)
def stars_of(glob: str, text: str) -> tuple[str, ...]:
    """What stands for each star of a glob; nothing where it does not match."""
    found = re.fullmatch(re.escape(glob).replace(r"\*", "(.*)"), text)
    return found.groups() if found else ()


def shape(issuer: Issuer) -> str:
    """How subjects of a provider are written, for people."""
    return "".join(
        f"<{piece}>" if number % 2 else piece for number, piece in enumerate(issuer.form)
    )
