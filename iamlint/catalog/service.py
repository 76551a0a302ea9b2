"""One service's block of the packed file, made into nouns when somebody asks.

The block keeps names in parallel lists and refers to sets by number, so that reading it costs
little and most of it is never made into objects.
"""

from __future__ import annotations

from iamlint.text.hints import TYPE_CHECKING, Any
from iamlint.text.late import late

from .nouns import Action, ConditionKey, ResourceType, ResourceUse
from .patterns import bits_of, matches

if TYPE_CHECKING:
    from collections.abc import Mapping

_NOTHING: dict[str, Any] = {}
_VARIABLE = late(r"\$\{[^}]*\}|<[^>]*>")
MANAGING = "P"
LEVEL_OF = {
    "L": "List",
    "R": "Read",
    "W": "Write",
    "T": "Tagging",
    MANAGING: "Permissions management",
}


class Service:
    """The actions, resource types and condition keys of one service prefix."""

    __slots__ = (
        "_actions",
        "_alike",
        "_block",
        "_full_names",
        "_index",
        "_key_patterns",
        "_keys",
        "_sets",
        "_stars",
        "_templates",
        "_types",
        "first",
        "lower",
        "names",
        "prefix",
        "title",
    )

    def __init__(self, prefix: str, first: int, block: Mapping[str, Any]) -> None:
        self.prefix = prefix
        self.title: str = block["title"]
        self.first = first  # the bit of the first action
        names: str = block["names"]
        self.names: tuple[str, ...] = tuple(names.split(",")) if names else ()
        self.lower = names.lower().split(",") if names else []
        self._index = dict(zip(self.lower, range(len(self.lower)), strict=True))
        self._block = block
        self._full_names: tuple[str, ...] | None = None
        self._actions: dict[int, Action] = {}
        self._sets: dict[int, frozenset[str]] = {}
        self._alike: dict[tuple[int, int], tuple[tuple[ResourceUse, ...], frozenset[str]]] = {}
        self._stars: dict[int, str] | None = None
        self._templates: dict[int, tuple[str, ...]] = {}
        self._types: dict[str, ResourceType] | None = None
        self._keys: dict[str, ConditionKey] | None = None
        self._key_patterns: list[tuple[KeyTemplate, ConditionKey]] = []

    @property
    def full_names(self) -> tuple[str, ...]:
        """The actions with the prefix."""
        if self._full_names is None:
            begin = f"{self.prefix}:"
            together: str = self._block["names"]
            full = (begin + together.replace(",", f",{begin}")).split(",") if together else ()
            self._full_names = tuple(full)
        return self._full_names

    def index_of(self, name: str) -> int | None:
        """The number of the action of that name, whatever its case; None where there is none."""
        return self._index.get(name.lower())

    def action(self, index: int) -> Action:
        """The action of a number."""
        made = self._actions.get(index)
        if made is None:
            made = self._actions[index] = self._made(index)
        return made

    def templates_of(self, index: int) -> tuple[str, ...]:
        """The templates of the ARNs that the action of a number is authorised on."""
        uses = self._block["uses"][index]
        made = self._templates.get(uses)
        if made is None:
            types = self._block["types"]
            made = self._templates[uses] = tuple(
                [
                    arn
                    for number, _, _, arns in self._block["usesets"][uses]
                    for arn in arns or types[number][1]
                ]
            )
        return made

    def names_resource(self, index: int) -> bool:
        """The action of a number always names a resource."""
        return self.star(index) == "never"

    def bits(self, pattern: str) -> int:
        """The actions that a pattern in lower case, without the prefix, matches."""
        return bits_of(matches(pattern, self.lower), self.first)

    def levels(self) -> dict[str, int]:
        """The actions of each access level, as bits."""
        found: dict[str, list[int]] = {}
        for index, letter in enumerate(self._block["levels"]):
            found.setdefault(LEVEL_OF[letter], []).append(index)
        return {level: bits_of(indices, self.first) for level, indices in found.items()}

    def expand(self, pattern: str) -> tuple[str, ...]:
        """The names of the actions that a pattern in lower case, without the prefix, matches."""
        names = self.full_names
        return tuple([names[index] for index in matches(pattern, self.lower)])

    def limited(self) -> list[str]:
        """The actions that always name a resource: `names_resource`, of all at once."""
        stars, uses = self._own_stars, self._block["uses"]
        with_uses = [bool(of_set) for of_set in self._block["usesets"]]
        return [
            name
            for index, name in enumerate(self.full_names)
            if (stars[index] == "never" if index in stars else with_uses[uses[index]])
        ]

    def managing(self) -> list[str]:
        """The actions that manage permissions."""
        levels: str = self._block["levels"]
        if MANAGING not in levels:
            return []
        return [self.full_names[at] for at, level in enumerate(levels) if level == MANAGING]

    def limitable(self, pattern: str) -> list[str]:
        """The actions that a pattern in lower case, without the prefix, matches and that always
        name a resource; without making nouns of them.
        """
        return [
            self.full_names[index]
            for index in matches(pattern, self.lower)
            if self.names_resource(index)
        ]

    @property
    def types(self) -> dict[str, ResourceType]:
        """Resource types by their names in lower case."""
        if self._types is None:
            self._types = {
                name.lower(): ResourceType(name, self.prefix, tuple(arns), self._set(keys))
                for name, arns, keys in self._block["types"]
            }
        return self._types

    @property
    def keys(self) -> dict[str, ConditionKey]:
        """Condition keys by their names in lower case; templates by the template."""
        if self._keys is None:
            self._keys = {}
            for name, type_ in self._block["keys"]:
                many = type_.startswith("ArrayOf")
                key = ConditionKey(name, type_.removeprefix("ArrayOf"), many, self.prefix)
                self._keys[name.lower()] = key
                if ("${" in name or "<" in name) and _VARIABLE.search(name):
                    self._key_patterns.append((KeyTemplate(name), key))
        return self._keys

    def key(self, lower: str) -> ConditionKey | None:
        """By its name in lower case, as a policy writes it."""
        exact = self.keys.get(lower)
        if exact is not None:
            return exact
        fitting = (key for pattern, key in self._key_patterns if pattern.takes(lower))
        return next(fitting, None)

    def _set(self, number: int) -> frozenset[str]:
        made = self._sets.get(number)
        if made is None:
            names = self._block["keys"]
            made = frozenset(names[index][0] for index in self._block["keysets"][number])
            self._sets[number] = made
        return made

    def _made(self, index: int) -> Action:
        block = self._block
        own = self._set(block["own"][index])
        uses, keys = self._uses_of(block["own"][index], block["uses"][index])
        extra = block["extra"].get(str(index), _NOTHING)
        return Action(
            name=self.full_names[index],
            service=self.prefix,
            level=LEVEL_OF[block["levels"][index]],
            resources=uses,
            keys=keys,
            own_keys=own,
            dependents=tuple(extra.get("dependents", ())),
            permission_only=bool(extra.get("permission_only")),
            star=self.star(index),
            arns=tuple(extra.get("arns", ())),
            doubt=extra.get("doubt", ""),
        )

    def _uses_of(self, own: int, uses: int) -> tuple[tuple[ResourceUse, ...], frozenset[str]]:
        """What actions alike are about, and all their keys: made once for all of them."""
        made = self._alike.get((own, uses))
        if made is None:
            found = tuple(self._use(*use) for use in self._block["usesets"][uses])
            keys = self._set(own).union(*(use.keys for use in found))
            made = self._alike[own, uses] = found, keys
        return made

    @property
    def _own_stars(self) -> dict[int, str]:
        """What the block says of single actions."""
        if self._stars is None:
            extra = self._block["extra"].items()
            self._stars = {int(key): row["star"] for key, row in extra if row.get("star")}
        return self._stars

    def star(self, index: int) -> str:
        """Whether the action of a number is authorised on `*`: `Action.star`."""
        block = self._block
        return self._own_stars.get(index) or (
            "never" if block["usesets"][block["uses"][index]] else "always"
        )

    def _use(self, number: int, required: int, keys: int, arns: list[str] | None) -> ResourceUse:
        name, own_arns, own_keys = self._block["types"][number]
        both = self._set(keys) | self._set(own_keys)
        return ResourceUse(name, bool(required), both, tuple(arns or own_arns))


class KeyTemplate:
    """What `aws:RequestTag/${TagKey}` or `s3:ExistingObjectTag/<key>` stands for, in lower case."""

    __slots__ = ("begin", "end", "middle")

    def __init__(self, name: str) -> None:
        first, *rest = _VARIABLE.split(name.lower())
        self.begin = first
        self.middle = rest[:-1]
        self.end = rest[-1] if rest else None

    def takes(self, key: str) -> bool:
        """A key, in lower case, is the template with something for each of its variables."""
        if self.end is None:
            return key == self.begin
        if not key.startswith(self.begin) or not key.endswith(self.end):
            return False
        position, last = len(self.begin), len(key) - len(self.end)
        for part in self.middle:
            found = key.find(part, position + 1, last)
            if found < 0:
                return False
            position = found + len(part)
        return position < last
