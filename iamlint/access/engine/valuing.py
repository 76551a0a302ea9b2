"""Of what form the values of a condition are, and what its operator reads of them."""

from __future__ import annotations

import re
from functools import cached_property, lru_cache

from iamlint.access.operators import use_of
from iamlint.text.globs import is_glob
from iamlint.text.hints import TYPE_CHECKING, Any, Final
from iamlint.text.holes import ACCOUNT, NAME, PARTITION, REGION, SUFFIX

from .acting import of_terms
from .keying import VIA_SERVICE, Keying

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from iamlint.model.policy import Condition, Statement, Word
    from iamlint.text.holes import Text

    Row = Mapping[str, Any]

LIKENESSES = {ACCOUNT: "111122223333", REGION: "eu-west-1", PARTITION: "aws"}
"""What a hole of a sort stands for looks like."""


ARNS: Final[Row] = {"meant": "an ARN"}
MADE_BY: Final[Row] = {"meant": "the name of an action of the service, as of `RunInstances`"}
MAKING: Final = ":CreateAction"
"""So end keys that tell by which action of the service a thing is made that gets tags."""
SERVICE: Final = 2
"""The field of an ARN that tells the service."""

SLIP: Final = 0.85
"""So like the name of a service is one that is a slip for it."""
COLONS: Final = 5
"""So many colons does an ARN have at least."""
WITHOUT_COLONS: Final = (NAME, ACCOUNT, REGION, PARTITION, SUFFIX)
"""What holes may be known to be that have no colon in them."""

EMPTY = ("''", '""')


class Valuing(Keying):
    """Values of conditions, by the forms that keys and operators have."""

    @of_terms
    def form_of(self, condition: Condition) -> str:
        """The form that the values of the condition's key have: `region`, `vpc`, …; or empty."""
        row = self.row_of_key("value_forms", condition.key.literal or "")
        return str(row["form"]) if row else ""

    def values_besides(self, condition: Condition) -> tuple[str, ...]:
        """The values of the condition's key that do not have the form of the others."""
        row = self.row_of_key("value_forms", condition.key.literal or "")
        return tuple(row.get("besides", ())) if row else ()

    @of_terms
    def values_known(self, condition: Condition) -> Row | None:
        """What is known of the values of the condition's key, where they have a form."""
        key = condition.key.literal or ""
        found = self.row_of_key("key_values", key) or (ARNS if self._holds_arns(key) else None)
        return found or (MADE_BY if key.lower().endswith(MAKING.lower()) else None)

    def _holds_arns(self, key: str) -> bool:
        """The values of a key are ARNs, and its name says so."""
        if not key.lower().endswith("arn"):
            return False
        known = self.catalog.condition_key(key)
        return known is not None and known.type == "ARN"

    def impossible_values(self, condition: Condition) -> Iterator[Word]:
        """The values of a condition that its key never has; patterns only as far as all that they
        match is of a form that it never has.
        """
        row, type_ = self.values_known(condition), self.type_of_operator(condition)
        if row is None or type_ not in ("String", "ARN"):
            return
        arns = type_ == "String" and self._holds_arns(condition.key.literal or "")
        through = self.form_of(condition) == VIA_SERVICE
        wanted = "Not" not in (condition.operator.literal or "Not")
        for word in condition.values:
            literal = word.literal
            if arns and is_no_arn(word.text):
                yield word
                continue
            if literal is None and len(word.text.pieces) == 1:
                # of a hole alone it may be known which sort of thing it is
                literal = LIKENESSES.get(word.text.pieces[0].within)  # type: ignore[union-attr]
            elif literal is None and row.get("whose"):
                literal = likeness(word.text, row["whose"])
            if through:
                if self._misnames_service(word.text.prefix):
                    yield word
                continue
            if literal is None or "${" in literal:
                continue
            if not literal and not (wanted and is_written_empty(word)):
                continue
            if row is MADE_BY:
                if not self.is_pattern(word) and self._is_misspelt_maker(condition, literal):
                    yield word
                continue
            known = {"never": row.get("never", ())} if self.is_pattern(word) else row
            folds = type_ == "String" and "IgnoreCase" in (condition.operator.literal or "")
            if folds and not row.get("any_case"):
                continue
            if not may_be(known, (), literal):
                yield word

    def _misnames_service(self, begun: str) -> bool:
        """What a value begins with is nearly the name of a service that calls KMS, and no name of
        a service. Others may be newer than the data."""
        name, dot, _ = begun.partition(".")
        if not dot or is_glob(name) or name in self._through or name in self._named_in_principals:
            return False
        if self.catalog.service_title(name):
            return False
        from iamlint.catalog.suggesting import near

        return bool(near(name, sorted(self._through), 1, SLIP))

    @cached_property
    def _through(self) -> frozenset[str]:
        """The services that call KMS in the name of others."""
        rows = self.catalog.table("kms_callers")
        return frozenset(row["via_service"].partition(".")[0] for row in rows) - {""}

    @cached_property
    def _named_in_principals(self) -> frozenset[str]:
        rows = self.catalog.table("service_principals")
        return frozenset(row["principal"].partition(".")[0] for row in rows)

    def _is_misspelt_maker(self, condition: Condition, name: str) -> bool:
        """The service of the key has no such action. One whose actions are not known has any, and
        what is called `Create…` may be newer than the data.
        """
        service = (condition.key.literal or "").partition(":")[0]
        if not self.catalog.service_title(service):
            return False
        listed = self.catalog.name_of(f"{service}:{name}").partition(":")[2]
        return listed != name if listed else not name.startswith("Create")

    def type_of_operator(self, condition: Condition) -> str:
        """The type of keys that the condition's operator compares; empty for an unknown one."""
        written = condition.operator.literal or ""
        found = self._types_of_operators.get(written)
        if found is None:
            use = use_of(written)
            if use is None:
                found = ""
            else:
                found = "Null" if use.base is None else self._operator_types[use.base.name]
            self._types_of_operators[written] = found
        return found

    @cached_property
    def _types_of_operators(self) -> dict[str, str]:
        return {}

    @cached_property
    def _operator_types(self) -> dict[str, str]:
        return {row["operator"]: row["type"] for row in self.catalog.table("condition_operators")}

    def type_mismatch(self, condition: Condition) -> str:
        """The type of the condition's key, where its operator cannot read it; else empty. A text
        operator reads a truth value well enough, and an ARN operator a text that is an ARN.
        """
        operator = self.type_of_operator(condition)
        key = self.catalog.condition_key(condition.key.literal or "")
        if key is None or operator in ("", "Null", key.type):
            return ""
        texts = [value.literal for value in condition.values]
        known = [text for text in texts if text is not None and "${" not in text]
        if len(known) < len(texts):
            return ""
        if operator == "String":
            fits = key.type == "ARN" or (
                key.type == "Bool" and all(self.fits_type(text, "Bool") for text in known)
            )
        elif operator == "ARN":
            fits = key.type == "String" and all(self.fits_type(text, "ARN") for text in known)
        else:
            fits = {operator, key.type} == {"Numeric", "Date"}
        if fits or self._is_compared_as(key.name, operator):
            return ""
        return key.type

    def _is_compared_as(self, key: str, type_: str) -> bool:
        """AWS's own examples compare the key with operators of this type."""
        row = self.row_of_key("key_types", key)
        return row is not None and bool(row["type"] == type_)

    def arn_operator_for(self, operator: str) -> str:
        """The ARN operator for one on texts with wildcards: `ArnNotLike` for `StringNotLike`."""
        over, colon, name = operator.rpartition(":")
        return over + colon + "Arn" + name[len("String") :]

    def is_pattern(self, value: Word) -> bool:
        """The value has wildcards or a policy variable. Whether the operator knows wildcards is
        another question.
        """
        text = value.literal or ""
        return "*" in text or "?" in text or "${" in text

    def has_arn_fields(self, value: Word) -> bool:
        """The value has as many fields as an ARN, which may be wildcards."""
        return (value.literal or "").count(":") >= COLONS

    def is_no_arn(self, value: Word) -> bool:
        """The value is no ARN, whatever the unknown parts of it are."""
        return is_no_arn(value.text)

    def fits_type(self, text: str, type_: str) -> bool:
        """Can an operator on keys of this type read the text as one of its values?"""
        from iamlint.access import values

        if type_ == "Numeric":
            return values.number(text) is not None
        if type_ == "Date":
            return values.instant(text) is not None
        if type_ == "Bool":
            return text.lower() in ("true", "false")
        if type_ == "Binary":
            return values.is_base64(text)
        if type_ == "IPAddress":
            return values.network(text) is not None
        if type_ == "ARN":
            return text == "*" or text.count(":") >= 5
        return True

    def without_host_bits(self, cidr: str) -> str:
        """The block as its first address and length, where bits are set behind its mask; or
        empty.
        """
        from iamlint.access.values import address, network

        block, (first, slash, _) = network(cidr), cidr.partition("/")
        if block is None or not slash or address(first) == block.network_address:
            return ""
        return str(block)

    def is_private(self, cidr: str) -> bool:
        """No request from the internet comes from the block."""
        from iamlint.access.values import network

        block = network(cidr)
        return block is not None and any(
            block.version == private.version and block.subnet_of(private)  # type: ignore[arg-type]
            for private in map(network, self._private_networks)
            if private is not None
        )

    @cached_property
    def _private_networks(self) -> tuple[str, ...]:
        return tuple(row["network"] for row in self.catalog.table("private_networks"))

    def regions_like(self, written: str) -> tuple[str, ...]:
        """Regions of a like name, best first."""
        from iamlint.catalog.suggesting import near

        return near(written, sorted(self.catalog.regions), 3)

    def is_region(self, written: str) -> bool:
        """A region's name, or a pattern that some region's name fits."""
        from iamlint.text.globs import match

        if written in self.catalog.regions:
            return True
        return ("*" in written or "?" in written) and any(
            match(written, region) for region in self.catalog.regions
        )

    def is_service_principal_form(self, name: str) -> bool:
        """`service.amazonaws.com`, or with the suffix of another partition."""
        stem, dot, _ = self._without_suffix(name)
        return bool(dot) and bool(stem) and all(part and plain(part) for part in stem.split("."))

    def principals_meant(self, name: str) -> tuple[str, ...]:
        """Known service principals that somebody who wrote this unknown one surely meant: as many
        parts, a like name, and not the name of a service that may well have a principal.
        """
        meant = self._slip_of(name)
        if meant:
            return (meant,)
        stem, _, suffix = self._without_suffix(name)
        if self.catalog.has_service(stem):
            return ()
        turned = ".".join(reversed(stem.split("."))) + f".{suffix}"
        if stem.count(".") == 1 and self.catalog.service_principal(turned):
            return (turned,)
        dots = stem.count(".") + suffix.count(".") + bool(suffix)
        near = self.catalog.suggest_service_principals(name)
        return tuple(one for one in near if not suffix or one.count(".") == dots)

    def _slip_of(self, name: str) -> str:
        """The principal of a name that is written as it often is by mistake; else empty."""
        lower = name.strip().rstrip("./").lower()
        lower = lower.partition("://")[2] or lower
        for written, meant in self._service_slips:
            if written.startswith("*") and lower.endswith(written[1:]):
                lower = lower.removesuffix(written[1:]) + meant[1:]
                break
        stem = lower.removesuffix(".amazonaws.com")
        found = next((meant for written, meant in self._service_slips if written == stem), "")
        if found:
            return found
        return lower if lower != name.lower() and self.catalog.service_principal(lower) else ""

    @cached_property
    def _service_slips(self) -> tuple[tuple[str, str], ...]:
        rows = self.catalog.table("service_principal_slips")
        return tuple((row["written"], row["meant"]) for row in rows)

    def services_named(self, statement: Statement) -> list[Word]:
        """Service principals that the statement names: all of its principals that are services,
        and values of conditions that have the form of one.
        """
        found = [
            one.value
            for entries in (statement.principals, statement.not_principals)
            for one in entries or ()
            if one.type == "Service" and one.value.literal and not self.is_pattern(one.value)
        ]
        for condition in statement.conditions:
            if (
                self.form_of(condition) == "service-principal"
                and self.type_of_operator(condition) == "String"
            ):
                found += [
                    value
                    for value in condition.values
                    if self.is_service_principal_form(value.literal or "")
                ]
        return found

    def region_in_service_name(self, name: str) -> str:
        """The region in `service.region.amazonaws.com`; empty where there is none."""
        stem, dot, _ = self._without_suffix(name)
        parts = stem.split(".")
        last = parts[-1] if dot and len(parts) > 1 else ""
        return last if last in self.catalog.regions else ""

    def _without_suffix(self, name: str) -> tuple[str, str, str]:
        lower = name.lower()
        for suffix in self._suffixes:
            if lower.endswith("." + suffix):
                return lower[: -len(suffix) - 1], ".", suffix
        return lower, "", ""

    @cached_property
    def _suffixes(self) -> tuple[str, ...]:
        """DNS suffixes of all partitions, and what internal names of services end in."""
        known = {row["suffix"] for row in self.catalog.table("regions")}
        known |= {row["suffix"] for row in self.catalog.table("region_partitions")}
        return (*sorted(known | {"amazonaws.com", "aws.internal", "amazon.com"}),)


def is_written_empty(word: Word) -> bool:
    """It is empty where it is written, and not what a parameter has that nobody has set yet."""
    return word.literal == "" and word.span.text in EMPTY


def is_no_arn(text: Text) -> bool:
    """A text is none whatever its unknown parts are: a name, an id, an account."""
    if any(piece.within not in WITHOUT_COLONS or piece.choices for piece in text.holes):
        return False
    written = "".join(piece for piece in text.pieces if isinstance(piece, str))
    return written.count(":") < COLONS and not any(sign in written for sign in ("*", "?", "${"))


def likeness(arn: Text, whose: Sequence[str]) -> str | None:
    """What an ARN looks like that is of none of some services; None where it may be of one, or that
    is not known.
    """
    fields = arn.prefix.split(":")
    told = len(fields) > SERVICE + 1 and fields[0] == "arn" and fields[SERVICE]
    return f"arn:aws:{fields[SERVICE]}:::x" if told and fields[SERVICE] not in whose else None


def plain(part: str) -> bool:
    """Letters, digits, dashes and underscores."""
    return part.replace("-", "").replace("_", "").isalnum()


@lru_cache(maxsize=256)
def pattern(form: str, of: tuple[str, ...]) -> re.Pattern[str]:
    """A form in which `{1}` is what stands for the first star of whose values they are."""
    for number, text in enumerate(of, 1):
        form = form.replace(f"{{{number}}}", re.escape(text))
    return re.compile(form)


def may_be(row: Row, of: tuple[str, ...], literal: str) -> bool:
    """A value of the key may be this text."""
    forms, never = row.get("forms", ()), row.get("never", ())
    if any(pattern(form, of).fullmatch(literal) for form in never):
        return False
    if row.get("slips") and row["mended"] not in literal and is_slip(literal, row["mended"]):
        return False
    return not forms or any(pattern(form, of).fullmatch(literal) for form in forms)


def is_slip(literal: str, meant: str) -> bool:
    """A text that is written for another: one or two letters are wrong, left out or put in, before
    an end that is the same.
    """
    if literal == meant or abs(len(literal) - len(meant)) > 2:
        return False
    before = alike(literal, meant)
    after = alike(literal[before:][::-1], meant[before:][::-1])
    wrong = max(len(literal), len(meant)) - before - after
    return wrong <= 2


def alike(one: str, other: str) -> int:
    """How many letters both begin with."""
    pairs = enumerate(zip(one, other, strict=False))
    return next((at for at, (a, b) in pairs if a != b), min(len(one), len(other)))
