"""What the attributes of a resource are: its name, its ARN, what AWS assigns.

An attribute that is known is its value. One that is known only after apply is put together from
what its type says of it, so that `aws_sqs_queue.q.arn` and an ARN written out by hand are the same
text wherever name, account and region are known.
"""

from __future__ import annotations

import re

from iamlint.carriers.facts import SUFFIX_HOLE, suffix_of
from iamlint.carriers.wirings import between
from iamlint.text.hints import TYPE_CHECKING, Any
from iamlint.text.holed import meets
from iamlint.text.holes import ANY, ARN, NAME, SUFFIX, Hole, Text
from iamlint.text.node import Conditional, Holed, Scalar

from . import tables
from .addresses import Key, written
from .parts import absent
from .references import inside, is_unknown

if TYPE_CHECKING:
    from .plan import Instance
    from .providers import Providers

_variable = re.compile(r"\$\{(\w+)(?:\|([^}]*))?\}")


class Naming:
    """Gives texts for the attributes of a plan's instances."""

    def __init__(self, path: str, providers: Providers) -> None:
        self.path = path
        self.providers = providers
        self._made: dict[tuple[str, str], Text] = {}
        self._names: dict[Instance, Text] = {}

    def attribute(self, instance: Instance, name: str) -> Text:
        """The text of an attribute."""
        slot = (instance.address, name)
        if slot not in self._made:
            self._made[slot] = self._given(instance, name) or self._built(instance, name)
        return self._made[slot]

    def inner(self, instance: Instance, parts: tuple[str | Key, ...]) -> Text:
        """The text of a value further inside an attribute."""
        if len(parts) == 1 and isinstance(parts[0], str):
            return self.attribute(instance, parts[0])
        value = scalar_text(inside(instance.values, parts))
        return value or Text(self.hole(instance, written(parts).lstrip("."), ANY))

    def own(self, instance: Instance) -> Hole:
        """What AWS assigns to a resource: the id of a key, a name that nobody chose."""
        return Hole(f"{self.path}#{instance.address}", NAME, why=_late(instance.address))

    def hole(self, instance: Instance, name: str, within: str) -> Hole:
        address = f"{instance.address}.{name}"
        return Hole(f"{self.path}#{address}", within, why=_late(address))

    def name(self, instance: Instance) -> Text:
        """The name by which AWS knows it."""
        name = self._names.get(instance)
        if name is None:
            name = self._names[instance] = self._name(instance)
        return name

    def _name(self, instance: Instance) -> Text:
        for attribute in _row(instance).get("names", ("name",)):
            given = self._at(instance, attribute)
            if given is not None:
                if attribute.endswith("_prefix"):
                    return given + Text(self.own(instance))
                return given
        return Text(self.own(instance))

    def arn(self, instance: Instance) -> Text:
        """Its ARN, which some types give as an attribute of another name."""
        if "arn" not in instance.values:
            for name, template in _row(instance).get("attributes", {}).items():
                given = self._given(instance, name) if template == "${arn}" else None
                if given is not None:
                    return given
        return self.attribute(instance, "arn")

    def id(self, instance: Instance) -> Text:
        return self.attribute(instance, "id")

    def names(self, instance: Instance) -> tuple[Text, ...]:
        """Every text by which others refer to it."""
        attributes = _row(instance).get("attributes", {})
        found = [self.name(instance), self.id(instance)]
        found += [
            self.attribute(instance, name)
            for name in ("url", "key_id", "execution_arn")
            if name in attributes
        ]
        return tuple(dict.fromkeys(found))

    def below(self, instance: Instance, name: str) -> str:
        """The sign after which an ARN goes on to what lies within the resource; empty for a
        resource in which nothing lies, or an attribute that is no ARN.
        """
        return str(_row(instance).get("below", "")) if name.endswith("arn") else ""

    def _at(self, instance: Instance, path: str) -> Text | None:
        """The text of an attribute that may stand in a block, of which there is one."""
        block, _, name = path.partition("[].")
        if not name:
            return self._given(instance, path)
        parts = (block, Key(0), name)
        if is_unknown(instance.sensitive, parts):
            return None
        return scalar_text(inside(instance.values, parts))

    def _given(self, instance: Instance, name: str) -> Text | None:
        if is_unknown(instance.sensitive, (name,)):
            return None
        return scalar_text(instance.values.get(name))

    def _built(self, instance: Instance, name: str) -> Text:
        row = _row(instance)
        for condition, pattern in row.get("absent", {}).items() if name == "arn" else ():
            plain = self._is_plain(instance, condition)
            if plain is True:
                return self.filled(pattern, instance)
            if plain is None:
                hole = self.hole(instance, name, ARN)
                ways = (self.filled(row["arn"], instance), self.filled(pattern, instance))
                return Text(Hole(hole.identity, ARN, ways, hole.why))
        template = _template(row, name)
        if template is None:
            if name == "path" and absent(instance.values.get(name)):
                return Text("/")
            return Text(self.hole(instance, name, ARN if name.endswith("arn") else ANY))
        if template.startswith("${own}."):
            return Text(self.hole(instance, name, ARN if name == "arn" else NAME))
        return self.filled(template, instance)

    def _is_plain(self, instance: Instance, name: str) -> bool | None:
        """An attribute is not set, or has a value that says the same; None where that may be so."""
        text = self._given(instance, name)
        if text is None:
            unknown = is_unknown(instance.unknown, (name,)) or not absent(instance.values.get(name))
            return None if unknown else True
        row = _row(instance)
        text = between(text, row.get("after", {}).get(name, ""), "")
        same = [meets(value, text) for value in row.get("plain", {}).get(name, ())]
        return True if True in same else None if None in same else False

    def arn_of_type(self, type: str, name: Text, instance: Instance) -> Text:
        """The ARN of a thing of the catalogue's type that has this name and is not in the plan."""
        if name.prefix.startswith("arn:"):
            return name
        for row in tables.types().values():
            if row["service_type"] == type:
                return self.filled(row["arn"], instance, name=name)
        return name

    def filled(self, template: str, instance: Instance, **given: Text) -> Text:
        """A template with its variables replaced."""
        pieces: list[str | Hole] = []
        marks = _row(instance).get("after", {})
        position = 0
        for match in _variable.finditer(template):
            pieces.append(template[position : match.start()])
            name, strip = match.groups()
            value = given.get(name) or self._value(instance, name)
            pieces.extend(between(_without(value, strip), marks.get(name, ""), "").pieces)
            position = match.end()
        pieces.append(template[position:])
        return Text(*pieces)

    def _value(self, instance: Instance, name: str) -> Text:
        place = self.providers.place(instance)
        if name == "Partition":
            return place.partition
        if name == "Region":
            return place.region
        if name == "Account":
            return place.account
        if name == "Suffix":
            suffix = suffix_of(place.partition.literal or "")
            return Text(suffix or SUFFIX_HOLE)
        if name == "own":
            return Text(self.own(instance))
        if name == "assigned":
            return Text(self.hole(instance, name, NAME))
        if name == "suffix":
            return Text(self.hole(instance, name, SUFFIX))
        if name == "name":
            return self.name(instance)
        return self.attribute(instance, name)


def _template(row: dict[str, Any], name: str) -> str | None:
    """What an attribute is made of."""
    if name in row.get("names", ()):
        return "${name}" if not name.endswith("_prefix") else None
    if name in {"arn", "id"} and name in row:
        return str(row[name])
    template: str | None = row.get("attributes", {}).get(name)
    return template


def scalar_text(node: object) -> Text | None:
    """The text of a text, number or truth value; None for anything else and for an empty text."""
    if isinstance(node, Conditional):
        node = node.inner
    if isinstance(node, Holed):
        return node.text if node.text.pieces else None
    if not isinstance(node, Scalar) or node.value is None or node.value == "":
        return None
    if isinstance(node.value, bool):
        return Text("true" if node.value else "false")
    return Text(str(node.value))


def _row(instance: Instance) -> dict[str, Any]:
    return tables.types().get(instance.type, {})


def _late(address: str) -> str:
    return f"{address} is known only after apply"


def _without(value: Text, start: str | None) -> Text:
    if start and value.prefix.startswith(start):
        first = value.pieces[0]
        assert isinstance(first, str)
        return Text(first[len(start) :], *value.pieces[1:])
    return value


def service_type(instance: Instance) -> str:
    """The catalogue's type of a resource, or nothing."""
    return str(_row(instance).get("service_type", ""))


def identity_kind(instance: Instance) -> str:
    """`role`, `user`, `group` or `permission-set`; nothing for what is no identity."""
    return str(_row(instance).get("identity", ""))
