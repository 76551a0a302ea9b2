"""Resolves intrinsic functions as far as the template tells, and leaves honest holes for the rest.

https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/intrinsic-function-reference.html
"""

from __future__ import annotations

from contextlib import contextmanager

from iamlint.carriers.facts import Home
from iamlint.text.hints import TYPE_CHECKING
from iamlint.text.holes import ANY, Hole, Opaque, Text
from iamlint.text.node import HoledKey, Mapping, Node, Scalar, Sequence, Unknown

from . import choosing, composing, listing, looping, macros, referring
from .conditions import Conditions
from .dynamic import DYNAMIC, dynamic
from .naming import Naming
from .stacks import Stacks
from .template import FOR_EACH, Declaration, Template
from .values import as_text, at

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator

    from iamlint.model.things import Default

    from .stacks import Foreign
    from .template import Bindings

    Function = Callable[["Resolver", Mapping, Node], Node | None]

NOT_KNOWN = "is not known: "
MAX_NESTED = 60
"""Functions within functions, over references. Real templates stay below ten; CloudFormation
itself gives no number."""
MAX_CALLS = 300_000
"""Of functions in a template, those that maps and loops multiply among them."""
MAX_IDENTITY = 1_000
"""Characters of a hole's name; of a longer one a digest stands for the rest."""

NO_HOME = Home(None)

FUNCTIONS: dict[str, Function] = {
    "Ref": referring.ref,
    "Fn::GetAtt": referring.get_att,
    "Fn::ImportValue": referring.import_value,
    "Fn::GetStackOutput": referring.stack_output,
    "Fn::Sub": composing.sub,
    "Fn::Join": composing.join,
    "Fn::Base64": composing.base64,
    "Fn::ToJsonString": composing.to_json_string,
    "Fn::Length": listing.length,
    "Fn::Cidr": listing.cidr,
    "Fn::Select": listing.select,
    "Fn::Split": listing.split,
    "Fn::If": choosing.if_,
    "Fn::FindInMap": choosing.find_in_map,
}


class Resolver:
    """Resolves the values of one template.

    `assumed`: conditions taken as true or false while a branch of `Fn::If` is resolved.
    `bindings`: loop variables in force.
    `stacks`: the templates that it may take values from; none but this where not given.
    `foreign`: values of other templates, and how this one writes them: the name that `Ref` or
        `Fn::GetAtt` takes, or a function.
    """

    def __init__(self, template: Template, home: Home, stacks: Stacks | None = None) -> None:
        self.template = template
        self.home = home
        self.stacks = stacks if stacks is not None else Stacks()
        self.foreign: Foreign = {}
        self.conditions = Conditions(self)
        self.naming = Naming(self)
        self.assumed: dict[str, bool] = {}
        self.bindings: Bindings = {}
        self.rounds = 0  # of loops, so far
        self.unset: set[str] = set()  # parameters that were asked for and nothing sets for certain
        self.defaults: dict[str, Default] = {}  # of these
        self._calls = 0

    def resolve(self, node: Node) -> Node | None:
        """The value with every function in it resolved; None for `AWS::NoValue`. What holds no
        function is given back as it is.
        """
        if isinstance(node, Scalar):
            if isinstance(node.value, str) and DYNAMIC in node.value:
                return at(node, dynamic(self, Text(node.value)))
            return node
        if isinstance(node, Mapping):
            return self._mapping(node)
        if isinstance(node, Sequence):
            return self._sequence(node)
        return node

    def text(self, node: Node) -> Text:
        """The value as a text; a hole of its own for what is no text."""
        resolved = self.resolve(node)
        text = as_text(resolved)
        return text if text is not None else Text(self.opaque(node, "is no text"))

    def _sequence(self, node: Sequence) -> Sequence:
        items = []
        same = True
        for item in node.items:
            resolved = self.resolve(item)
            same = same and resolved is item
            if resolved is not None:
                items.append(resolved)
        return node if same else Sequence(node.source, node.start, node.end, items)

    def _mapping(self, node: Mapping) -> Node | None:
        entries: list[tuple[Scalar, Node]] = []
        same = True
        for key, value in node.entries:
            name = key.value
            if isinstance(name, str) and is_call(name):
                if len(node.entries) == 1 and not name.startswith(FOR_EACH):
                    return self._call(name, node, value)
                same = False
                try:
                    entries.extend(self._among(key, value))
                except looping.NotKnown as error:
                    return self.unknown(node, str(error))
                continue
            resolved = self.resolve(value)
            named = self.key(key) if self.bindings else key
            same = same and resolved is value and named is key
            if resolved is not None:
                entries.append((named, resolved))
        return node if same else Mapping(node.source, node.start, node.end, entries)

    def _among(self, key: Scalar, argument: Node) -> Iterable[tuple[Scalar, Node]]:
        """The entries that a function stands for among others. Raises `NotKnown`."""
        name = str(key.value)
        if name.startswith(FOR_EACH):
            return looping.entries(self, key, argument)
        if not name.startswith("Fn::"):
            return [(key, argument)]
        called = macros.named(argument) if name == macros.TRANSFORM else name
        raise looping.NotKnown(f"{called} changes what stands beside it")

    def key(self, key: Scalar) -> Scalar:
        """A key with its loop variables filled in."""
        if not isinstance(key.value, str) or "{" not in key.value:
            return key
        text = looping.filled(key.value, self.bindings)
        if text.literal is not None:
            return Scalar(key.source, key.start, key.end, text.literal, key.style)
        return HoledKey(key.source, key.start, key.end, text)

    def _call(self, name: str, node: Mapping, argument: Node) -> Node | None:
        function = FUNCTIONS.get(name)
        if function is None:
            return self.unknown(node, unresolved(name, argument))
        stacks = self.stacks
        if stacks.depth >= MAX_NESTED:
            return self.unknown(node, f"functions are nested more than {MAX_NESTED} deep")
        self._calls += 1
        if self._calls > MAX_CALLS:
            return self.unknown(node, f"more than {MAX_CALLS:,} functions are called")
        stacks.depth += 1
        try:
            return function(self, node, argument)
        finally:
            stacks.depth -= 1

    def hole(self, name: str, within: str = ANY, why: str = "") -> Hole:
        """A hole that is the same wherever this template names it so."""
        if len(name) > MAX_IDENTITY:
            from iamlint.text.digests import blake2b

            digest = blake2b(name.encode("utf-8", "surrogatepass"), digest_size=12).hexdigest()
            name = f"{name[:MAX_IDENTITY]}…{digest}"
        return Hole(f"{self.template.path}#{name}", within, why=why)

    def opaque(self, node: Node, why: str) -> Hole:
        """A hole that is equal to no other: the value at one place of the file."""
        place = node.source.place(node.start)
        return Opaque(
            f"{self.template.path}#{place.line}:{place.column}",
            why=f"the value at line {place.line} {why}",
            told=why.removeprefix(NOT_KNOWN),
        )

    def unknown(self, node: Node, why: str) -> Unknown:
        """A value of which nothing is known."""
        return Unknown(node.source, node.start, node.end, self.opaque(node, NOT_KNOWN + why))

    @contextmanager
    def assuming(self, name: str, truth: bool) -> Iterator[None]:
        """While a branch is resolved, its condition holds."""
        before = self.assumed
        self.assumed = {**before, name: truth}
        try:
            yield
        finally:
            self.assumed = before

    @contextmanager
    def under(self, condition: str) -> Iterator[None]:
        """While a value outside of all resources is resolved: the condition that it is under."""
        assumed, bindings = self.assumed, self.bindings
        self.assumed, self.bindings = self.conditions.assumption(condition), {}
        try:
            yield
        finally:
            self.assumed, self.bindings = assumed, bindings

    def alone(self) -> Resolver:
        """The same template, as though there were no other."""
        return Resolver(self.template, NO_HOME)

    def note(self, text: Text, written: object) -> None:
        """How a value of another template is written in this one."""
        if text.literal is None:
            self.foreign.setdefault(text, written)

    @contextmanager
    def within(self, declaration: Declaration) -> Iterator[None]:
        """While the values of a declaration are resolved: its condition, its loop variables."""
        assumed, bindings = self.assumed, self.bindings
        self.assumed = self.conditions.assumption(declaration.condition)
        self.bindings = declaration.bindings
        try:
            yield
        finally:
            self.assumed, self.bindings = assumed, bindings


def is_call(name: str) -> bool:
    """The key of a function: `Ref`, `Fn::…`, a short tag; or what YAML makes of `{{ x }}`."""
    if name[:1] in ("!", "{"):
        return name[1:2].isalpha() or name[:2] == "{ "
    return name == "Ref" or name.startswith("Fn::")


def unresolved(name: str, argument: Node) -> str:
    """Why a function has no value here."""
    if name == macros.TRANSFORM:
        return f"{macros.named(argument)} makes it at deployment"
    if name.startswith("{"):
        return f"`{{{name}}}` is to be filled in by a template engine first"
    if name.startswith("!"):
        return f"`{name}` is no function of CloudFormation: another tool is to replace it"
    return UNRESOLVED.get(name, f"{name} is not resolved")


UNRESOLVED = {
    "Fn::GetAZs": "the availability zones are known at deployment",
    **dict.fromkeys(
        ("Fn::And", "Fn::Equals", "Fn::Not", "Fn::Or"), "it says whether a condition holds"
    ),
    **dict.fromkeys(
        (
            "Fn::Contains",
            "Fn::EachMemberEquals",
            "Fn::EachMemberIn",
            "Fn::RefAll",
            "Fn::ValueOf",
            "Fn::ValueOfAll",
        ),
        "the function stands in rules about parameters only",
    ),
}
