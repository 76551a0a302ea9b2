"""The request context: what is known of the keys that conditions and policy variables ask for.

https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_condition-keys.html
"""

from __future__ import annotations

from iamlint.text.hints import TYPE_CHECKING, Final, TypeAlias
from iamlint.text.holes import Text, text_of

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

Given: TypeAlias = "str | Text | Iterable[str | Text] | None"
Values: TypeAlias = "tuple[Text, ...]"
ABSENT: Final[Values] = ()


class Context:
    """Context keys and their values; names are compared without regard to case.

    A key is *given* (one text or several; of some the value may have holes), *absent* (given as
    None or as an empty list), or not given. With `strict` what is not given is absent; without, it
    is unknown.
    """

    __slots__ = ("_values", "ambiguous", "strict")

    def __init__(
        self,
        given: Mapping[str, Given] | None = None,
        *,
        strict: bool = True,
    ) -> None:
        self.strict = strict
        self._values: dict[str, Values] = {}
        self.ambiguous: set[str] = set()
        for name, value in (given or {}).items():
            self._give(name.lower(), as_values(value))

    def _give(self, name: str, values: Values) -> None:
        """Two keys that differ by case only: AWS calls the result unpredictable."""
        if name in self._values and self._values[name] != values:
            self.ambiguous.add(name)
        self._values[name] = values

    def values(self, name: str) -> Values | None:
        """The values of a key; empty when it is absent, None when that is not known."""
        name = name.lower()
        found = self._values.get(name)
        if found is None:
            return ABSENT if self.strict else None
        return None if name in self.ambiguous else found

    def implied(self, name: str, value: Given) -> None:
        """A key that follows from the request: taken where the key was not given."""
        self._values.setdefault(name.lower(), as_values(value))

    def implied_all(self, values: Mapping[str, Values]) -> None:
        """Several such keys, named in lower case."""
        self._values = {**values, **self._values}

    def copy(self) -> Context:
        """The same, to be changed apart."""
        twin = Context(strict=self.strict)
        twin._values = dict(self._values)
        twin.ambiguous = set(self.ambiguous)
        return twin

    @property
    def names(self) -> frozenset[str]:
        """Keys of which something is known, in lower case."""
        return frozenset(self._values)


def as_values(value: Given) -> Values:
    """One value or several as texts."""
    if value is None:
        return ABSENT
    if isinstance(value, Text):
        return (value,)
    if isinstance(value, str):
        return (text_of(value),)
    return tuple(Text(one) if isinstance(one, str) else one for one in value)
