"""ARNs field by field, held against the forms that the catalogue knows."""

from __future__ import annotations

from functools import cached_property

from iamlint.access.overlap import (
    Places,
    alike,
    bounded_variables,
    digit_free,
    goes_with,
    met,
    shape_of,
    template_parts,
    with_variables,
)
from iamlint.text import globs
from iamlint.text.hints import TYPE_CHECKING, Any
from iamlint.text.holes import ACCOUNT, ARN, NAME, PARTITION, REGION, Hole, Text
from iamlint.text.late import late
from iamlint.text.records import NamedTuple

from .acting import Acting
from .arns import (
    ACCOUNT_FIELD,
    FILLED,
    OPEN,
    PARTITION_FIELD,
    REGION_FIELD,
    Arn,
    arn_of,
    holds_something,
    is_open,
    is_wild,
    kind_in,
)

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from iamlint.model.policy import Policy, Statement, Word

    Form = tuple[str, str]
    """The region and the account field of a template."""
    Template = tuple[Form, str, str]
    """A form, what the resource begins with, and the resource."""

PARTITION_UNKNOWN = "partition unknown"
SERVICE_CASE = "service not in lower case"
SERVICE_UNKNOWN = "service unknown"
SERVICE_WILD = "service with a wildcard"
REGION_UNKNOWN = "region unknown"
REGION_MISSING = "region missing"
REGION_NEEDLESS = "region needless"
ACCOUNT_MALFORMED = "account malformed"
ACCOUNT_MISSING = "account missing"
ACCOUNT_NEEDLESS = "account needless"
RESOURCE_UNKNOWN = "resource unknown"

SEVERAL = late(r"[,;|\s]\s*arn:[a-z*-]*:")
"""Another ARN behind a sign that parts the items of a list."""
WORDS = "your|my|the|aws|source|target|destination|producer|consumer|owner|other|same|or"
UNFILLED = late(
    r"\{\{.*?\}\}|[#%]\{|\$\w|__[A-Z]\w*__|%\w+%|@\w+@|<[^<>]+>|\[[\w ]+\]"
    rf"|(?:^|:)(?i:(?:(?:{WORDS})[-_ ])*(?:account[-_ ]?[a-z]?[-_ ]?(?:id|number)"
    r"(?:[-_ ]without[-_ ]hyphens)?|region))(?=:|$)"
)
"""Signs by which people and templates mark what is to be filled in, or a field of an ARN that says
no more than what belongs there: `ACCOUNT_ID`, `your-region`."""
_NUMBER = late(r"[0-9*?]+")


def _with_other_sign(resource: str, sign: str, other: str) -> Iterator[str]:
    """`table/a:index/b` with a slash for a colon, in one place."""
    for place, found in enumerate(resource):
        if found == sign:
            yield f"{resource[:place]}{other}{resource[place + 1 :]}"


def _begins_arn(field: globs.Tokens) -> bool:
    """With the field, or at its begin, begins an ARN."""
    first = field[0] if field else ""
    if isinstance(first, Hole):
        return first.within == ARN
    return first == "arn" or str(first).startswith("arn:")


def spelled_out(signs: str) -> str:
    """All characters of a class as `a-z_`; a dash at its end is one of them."""
    found = ""
    while signs:
        if signs[1:2] == "-" and signs[2:]:
            found += "".join(map(chr, range(ord(signs[0]), ord(signs[2]) + 1)))
            signs = signs[3:]
        else:
            found, signs = found + signs[0], signs[1:]
    return found


class Fault(NamedTuple):
    """What is wrong with an ARN, by the constants of this module."""

    kind: str
    word: Word
    arn: Arn


class Locating(Acting):
    """The fields of ARNs against partitions, regions and the services' own templates."""

    def faulty_arns(self, statement: Statement) -> tuple[Fault, ...]:
        """ARNs under Resource and NotResource that have a fault."""
        found = self._faults.get(statement)
        if found is None:
            found = self._faults[statement] = self._faults_in(statement)
        return found

    def arn_faults(self, statement: Statement, kind: str) -> Iterator[Fault]:
        """ARNs under Resource and NotResource that have a fault of this kind."""
        for fault in self.faulty_arns(statement):
            if fault.kind == kind:
                yield fault

    @cached_property
    def _faults(self) -> dict[Statement, tuple[Fault, ...]]:
        return {}

    @cached_property
    def _faults_of_texts(self) -> dict[Text | str, tuple[str, ...]]:
        return {}

    def _faults_in(self, statement: Statement) -> tuple[Fault, ...]:
        found: list[Fault] = []
        known = self._faults_of_words
        for words in (statement.resources, statement.not_resources):
            for word in words or ():
                kinds = known.get(word.literal)
                if kinds is None:
                    kinds = self.faults_of(word.text)
                    if word.literal is not None:
                        known[word.literal] = kinds
                arn = arn_of(word.text) if kinds else None
                if arn is not None:
                    found.extend(Fault(kind, word, arn) for kind in kinds)
        return tuple(found)

    @cached_property
    def _faults_of_words(self) -> dict[str | None, tuple[str, ...]]:
        return {"*": ()}

    def faults_of(self, text: Text) -> tuple[str, ...]:
        """What is wrong with the fields of a text that is an ARN, by the constants above."""
        key = text if text.literal is None else self._standing_in(text.literal)
        found = self._faults_of_texts.get(key)
        if found is None:
            arn = arn_of(text)
            found = () if arn is None else tuple(self._kinds(arn))
            self._faults_of_texts[key] = found
        return found

    def _standing_in(self, literal: str) -> str:
        """An ARN with other digits and the same faults: the service's templates have no digits
        in their last segments.
        """
        shown, fields = alike(literal), literal.split(":", 3)
        if shown is literal or len(fields) < 4:
            return literal
        service = fields[2]
        free = self._without_digits.get(service)
        if free is None:
            ends = [form[2] for form in self._templates_for(service)]
            free = self._without_digits[service] = digit_free(ends) is not None
        return shown if free else literal

    @cached_property
    def _without_digits(self) -> dict[str, bool]:
        return {}

    def _kinds(self, arn: Arn) -> Iterator[str]:
        if arn.partition and not self._is_partition(arn):
            yield PARTITION_UNKNOWN
        if is_wild(arn.service):
            yield SERVICE_WILD
            return
        if not is_open(arn.service) and arn.service != arn.service.lower():
            yield SERVICE_CASE
            return
        if not is_open(arn.service) and not self._is_service(arn.service):
            yield SERVICE_UNKNOWN
            return
        if not self._is_region(arn):
            yield REGION_UNKNOWN
        elif (is_open(arn.account) and arn.within(ACCOUNT_FIELD)[0] in (REGION, PARTITION)) or (
            arn.account
            and not is_open(arn.account)
            and not self._is_account(arn.account)
            and not any(arn.account == account for _, account in self._forms(arn))
        ):
            yield ACCOUNT_MALFORMED
        else:
            yield from self._against_forms(arn)

    def _against_forms(self, arn: Arn) -> Iterator[str]:
        """Faults that the templates of the service tell. Nothing, where they are not known or do
        not agree."""
        if self._is_unnameable(arn):
            yield RESOURCE_UNKNOWN
            return
        if self._agrees(arn):
            return
        forms = self._forms(arn)
        if not forms:
            if self._templates_for(arn.service):
                yield RESOURCE_UNKNOWN
            return
        regions = {region for region, _ in forms}
        accounts = {account for _, account in forms}
        if regions == {""} and holds_something(arn.region):
            yield REGION_NEEDLESS
        elif not arn.region and all(region.startswith("${") for region in regions):
            yield REGION_MISSING
        if accounts == {""} and holds_something(arn.account):
            yield ACCOUNT_NEEDLESS
        elif not arn.account and all(account.startswith("${") for account in accounts):
            yield ACCOUNT_MISSING

    def is_unfilled(self, text: str) -> bool:
        """Something stands in it that is to be replaced by something else, as `<bucket>` is."""
        return UNFILLED.search(text) is not None

    def _is_unnameable(self, arn: Arn) -> bool:
        """Its resource has a sign in it that no name of the service has, as `<` of a placeholder
        has, or ends in a blank.
        """
        if arn.resource[-1:].isspace():
            return True
        row = None if is_open(arn.service) else self._signs.get(arn.service)
        if row is None:
            return False
        until = row.get("until", "")
        if until and (arn.region or arn.account):
            return False
        resource = arn.resource.partition(until)[0] if until else arn.resource
        return (
            not row["signs"].issuperset(resource)
            or resource.startswith(row["never"])
            or any(one in resource for one in row["nowhere"])
        )

    @cached_property
    def _signs(self) -> dict[str, dict[str, Any]]:
        unknown = f"*?{FILLED}{OPEN}"
        return {
            row["service"]: {
                **row,
                "signs": frozenset(unknown + spelled_out(row["signs"])),
                "never": tuple(row.get("never", ())),
                "nowhere": tuple(row.get("nowhere", ())),
            }
            for row in self.catalog.table("name_signs")
        }

    def arn_lacks(self, word: Word) -> str:
        """What a resource lacks to be an ARN, in words; empty where it lacks nothing, is all
        stars, or is not known well enough."""
        literal = word.literal
        if literal is None:
            return self._arn_lacks(word.text)
        found = self._lacks_of_texts.get(literal)
        if found is None:
            found = self._lacks_of_texts[literal] = self._arn_lacks(word.text)
        return found

    @cached_property
    def _lacks_of_texts(self) -> dict[str, str]:
        return {}

    def _arn_lacks(self, text: Text) -> str:
        first = text.pieces[0] if text.pieces else ""
        if isinstance(first, Hole):
            return "a name alone does not begin with `arn:`" if first.within == NAME else ""
        if first.startswith("*"):
            return ""
        if not (first.startswith("arn:") or (text.literal is None and "arn:".startswith(first))):
            return "it does not begin with `arn:`"
        if (text.literal is None or ":arn:" in first) and any(
            map(_begins_arn, globs.split(text.pieces, ":", 5)[1:])
        ):
            return "another ARN stands in it"
        if first.count("arn:") > 1 and SEVERAL.search(first):
            return "another ARN stands in it"
        if text.literal is None or "${" in first:
            return ""
        fields = first.split(":", 5)
        if len(fields) < 6:
            # a star in the last field may stand for those that are not written, but no resource
            # is meant by a beginning in which not even the service stands
            if "*" not in first or (len(fields) < 3 and fields[-1].strip("*")):
                return f"it has {len(fields)} of six fields"
            *before, last = fields
            if len(fields) == 5 and "*" not in "".join(before) and not self._begins_account(last):
                return "it has 5 of six fields"  # the star is within what is no account
            return ""
        empty = next(
            (n for n, field in (("partition", 1), ("service", 2)) if not fields[field]), ""
        )
        return f"its {empty} is empty" if empty else ""

    def _begins_account(self, field: str) -> bool:
        """What stands before the first wildcard may begin the account of an ARN."""
        begin = field.partition("*")[0].partition("?")[0]
        return (
            not begin
            or begin.isdigit()
            or any(row["account"].startswith(begin) for row in self.catalog.table("arn_accounts"))
        )

    def knows_short_resources(self, policy: Policy) -> bool:
        """In policies on this type of resource, Resource has short forms of its own."""
        return policy.resource_type in self._short_forms

    @cached_property
    def _short_forms(self) -> frozenset[str]:
        return frozenset(row["type"] for row in self.catalog.table("short_resources"))

    def forms_like(self, arn: Arn, most: int = 2) -> tuple[str, ...]:
        """Resource parts of the service's templates of nearly this kind, best first: of just this
        kind, where only its case or the sign behind it is wrong."""
        from difflib import get_close_matches

        forms: dict[str, str] = {}
        for _, begins, resource in self._templates_for(arn.service):
            kind = begins.rstrip(":/").lower()
            if kind and len(resource) < len(forms.get(kind, resource + " ")):
                forms[kind] = resource
        wanted = kind_in(arn).rstrip(":/").lower()
        near = [wanted] if wanted in forms else get_close_matches(wanted, forms, most, 0.7)
        return tuple(forms[one] for one in near)

    def with_form(self, arn: Arn, form: str) -> Text | None:
        """The ARN with the beginning of another form; where it has that beginning, a sign is
        doubled behind it, and one goes. None where its end is not known, or nothing changes.
        """
        begin, rest = form.partition("$")[0].partition("*")[0], arn.resource[len(kind_in(arn)) :]
        if begin == kind_in(arn):
            rest = rest.lstrip(":/")
        return arn.changed(5, begin + rest) if begin + rest != arn.resource else None

    def with_known_resource(self, arn: Arn, forms: Sequence[str]) -> Text | None:
        """The ARN with the resource that is meant: with no blank behind it, in the one form that
        it is like, without the type that no ARN of the service has in it, or with the other of the
        signs `:` and `/` in one place. None where that is not clear.
        """
        resource = arn.resource
        kind, sign, rest = resource.partition("/") if "/" in resource else resource.partition(":")
        types = {one.name.lower() for one in self.catalog.resource_types(arn.service)}
        ways = (
            [arn.changed(5, resource.rstrip())] if resource != resource.rstrip() else [],
            [self.with_form(arn, form) for form in forms] if len(forms) == 1 else [],
            [arn.changed(5, rest)] if sign and kind.lower() in types else [],
            [arn.changed(5, other) for other in _with_other_sign(resource, ":", "/")],
            [arn.changed(5, other) for other in _with_other_sign(resource, "/", ":")],
        )
        for way in ways:
            known = [
                text
                for text in way
                if text is not None and RESOURCE_UNKNOWN not in self.faults_of(text)
            ]
            if len(known) == 1:
                return known[0]
        return None

    def partition_of(self, arn: Arn) -> str:
        """The partition that its region belongs to, or empty."""
        return self.catalog.regions.get(arn.region, "")

    def _is_service(self, field: str) -> bool:
        """Some ARN has this in its third field, or some action begins with it. An empty field is
        said of elsewhere."""
        return (
            not field
            or bool(self._templates_for(field))
            or self.catalog.has_service(field)
            or self.catalog.retired(field) is not None
        )

    def _is_partition(self, arn: Arn) -> bool:
        if is_open(arn.partition):
            return arn.within(PARTITION_FIELD)[0] not in (REGION, ACCOUNT)
        return self._among(arn.partition, self.catalog.partitions)

    def _is_region(self, arn: Arn) -> bool:
        """The region is one of the partition's. Of an unknown partition nothing is known."""
        if is_open(arn.region):
            return arn.within(REGION_FIELD)[0] not in (ACCOUNT, PARTITION)
        regions = self.catalog.regions
        partition = regions.get(arn.region)
        if arn.region in ("", "*") or partition == arn.partition:
            return True
        here = [one for one in regions if self._among(arn.partition, (regions[one],))]
        return not here or self._among(arn.region, here)

    def _among(self, field: str, names: Sequence[str]) -> bool:
        if is_open(field) or field in names:
            return True
        return is_wild(field) and any(globs.match(field, name) for name in names)

    def _is_account(self, field: str) -> bool:
        if field.isdigit() and field.isascii():
            return len(field) == 12
        if is_wild(field):
            least = len(field) - field.count("*")
            return _NUMBER.fullmatch(field) is not None and (
                least <= 12 if "*" in field else least == 12
            )
        return field in self._named_accounts

    @cached_property
    def _named_accounts(self) -> frozenset[str]:
        return frozenset(row["account"] for row in self.catalog.table("arn_accounts"))

    def _forms(self, arn: Arn) -> set[Form]:
        """Region and account of each template of the service that the resource part fits."""
        if is_open(arn.service):
            return set()
        resource = arn.resource.replace(FILLED, "*").replace(OPEN, "*")
        if not resource.strip("*"):
            return {form for form, _, _ in self._templates_for(arn.service)} if resource else set()
        start = resource.partition("*")[0].partition("?")[0]
        found: set[Form] = set()
        for form, begins, template in self._templates_for(arn.service):
            if form in found or not (begins.startswith(start) or start.startswith(begins)):
                continue
            if self._fits(arn.service, template, begins, resource):
                found.add(form)
        return found

    def _agrees(self, arn: Arn) -> bool:
        """Some template that the resource part fits has a region and an account where the ARN has
        them, so that neither is missing or needless whatever the others say.
        """
        if is_open(arn.service) or is_open(arn.resource):
            return False
        resource = arn.resource
        if not resource.strip("*"):
            return False
        start = resource.partition("*")[0].partition("?")[0]
        placed = arn.service, bool(arn.region), bool(arn.account)
        for begins, template in self._templates_placed(placed):
            if not (begins.startswith(start) or start.startswith(begins)):
                continue
            if self._fits(arn.service, template, begins, resource):
                return True
        return False

    def _templates_placed(self, placed: tuple[str, bool, bool]) -> list[tuple[str, str]]:
        """The templates of a service that have a region and an account, or not; each with how its
        resource part begins.
        """
        known = self._known_placed.get(placed)
        if known is None:
            known = self._known_placed[placed] = [
                (begins, template)
                for (region, account), begins, template in self._templates_for(placed[0])
                if (bool(region), bool(account)) == placed[1:]
            ]
        return known

    @cached_property
    def _known_placed(self) -> dict[tuple[str, bool, bool], list[tuple[str, str]]]:
        return {}

    def _fits(self, service: str, template: str, begins: str, resource: str) -> bool:
        """Some resource is of the template and matches the pattern, whose beginnings agree."""
        if resource.endswith("*") and begins.startswith(resource[:-1]):
            return True
        if goes_with(begins, self._variables(service, template), resource):
            return True
        return met(self._template(service, template), shape_of(Text(resource), False).whole)

    def _variables(self, service: str, resource: str) -> tuple[tuple[str, str], ...]:
        known = self._variables_of_resources.get((service, resource))
        if known is None:
            _, known = with_variables(resource, self._bounds_in_arns[service])
            self._variables_of_resources[service, resource] = known
        return known

    @cached_property
    def _variables_of_resources(self) -> dict[tuple[str, str], tuple[tuple[str, str], ...]]:
        return {}

    def _template(self, service: str, resource: str) -> Places:
        known = self._templates_of_resources.get((service, resource))
        if known is None:
            known = Places(template_parts(resource, self._bounds_in_arns[service]))
            self._templates_of_resources[service, resource] = known
        return known

    def _templates_for(self, service: str) -> tuple[Template, ...]:
        """The templates of ARNs with a service in their third field."""
        known = self._known_templates.get(service)
        if known is None:
            arns = self.catalog.arns_of(service)
            self._bounds_in_arns[service] = bounded_variables(arns)
            known = self._known_templates[service] = tuple(
                ((region, account), resource.partition("$")[0].partition("*")[0], resource)
                for _, _, _, region, account, resource in (arn.split(":", 5) for arn in arns)
            )
        return known

    @cached_property
    def _known_templates(self) -> dict[str, tuple[Template, ...]]:
        return {}

    @cached_property
    def _bounds_in_arns(self) -> dict[str, dict[str, str]]:
        return {}

    @cached_property
    def _templates_of_resources(self) -> dict[tuple[str, str], Places]:
        return {}
