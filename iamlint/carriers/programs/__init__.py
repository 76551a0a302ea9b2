"""What the code of functions calls. It is read, never run.

The module that the handler names is followed through the program's own modules; clients of boto3
whose service is certain are known by what they are assigned to.

https://docs.aws.amazon.com/lambda/latest/dg/lambda-python.html
"""

from __future__ import annotations

import posixpath

from iamlint.catalog import catalog
from iamlint.model.things import Call, Code, Gap
from iamlint.text.hints import TYPE_CHECKING
from iamlint.text.holes import Text
from iamlint.text.node import Holed, Mapping, Node, Scalar, Sequence
from iamlint.text.source import Source

from .calls import Callers, calls_in
from .missing import missing, unread
from .modules import Program
from .naming import named
from .reaching import Reach
from .values import Values

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator
    from typing import Any

    from iamlint.model.things import Reading, Resource

    from .calls import Called
    from .modules import Module
    from .reaching import Part

    Texts = Callable[[str], str | None]
    Shared = dict[tuple[str, str], Module | None]

FUNCTION, LAYER = "lambda:function", "lambda:layerVersion"
OF_PYTHON = "python"
"""The folder of a layer that Python looks for modules in."""
ENDS = ".py"
INLINE = "index"
"""What the module of code that stands in a template is called."""
RUNTIMES = (("Runtime",), ("runtime",))
"""Where a function names the language of its code."""
UNSEEN = (None, "ExtraArgs")
"""Arguments in which others may be handed on."""
EXTRA = {"Layers", "FileSystemConfigs", "layers", "file_system_config"}
"""Properties by which a function has other code too."""
ASSET = ("Metadata", "aws:asset:path")
"""Where the CDK tells of a function's code: a folder beside the template."""


def read(reading: Reading, texts: Texts, exists: Callable[[str], bool]) -> None:
    """Put the calls that a file's functions make into its reading, and a gap for code that should
    be there and cannot be read. `texts` gives what is in a file, None where there is none; `exists`
    tells whether there is a file, or with a slash at its end a folder.
    """
    shared: Shared = {}
    for resource in reading.resources:
        if resource.service_type == FUNCTION and resource.properties is not None:
            found = list(programs(reading, resource, texts, shared))
            if not found:
                tell_unread(reading, resource, texts, exists)
            for program, module, handler in found:
                reach = Reach(program)
                parts = reach.of(module, handler)
                reading.calls.extend(calls_of(program, module, handler, parts, resource))
                reading.codes.append(code_of(program, reach.modules, resource))


def programs(
    reading: Reading, resource: Resource, texts: Texts, shared: Shared
) -> Iterator[tuple[Program, Module, str]]:
    """The program of a function, the module of its handler, and the handler's name there."""
    assert resource.properties is not None
    for row in catalog().table("function_code"):
        path, _, name = literal_at(resource.properties, row["handler"]).rpartition(".")
        program = program_of(reading, resource, row, texts, shared) if path else None
        module = program.module(path.replace("/", ".")) if program is not None else None
        if program is not None and module is not None:
            yield program, module, name
            return


def tell_unread(
    reading: Reading, resource: Resource, texts: Texts, exists: Callable[[str], bool]
) -> None:
    """Say of code which the file names, and which should be here, why it cannot be read."""
    assert resource.properties is not None
    address = f"the code of {resource.address}"
    runtimes = (literal_at(resource.properties, path) for path in RUNTIMES)
    runtime = next(filter(None, runtimes), "")
    if runtime and not runtime.startswith(OF_PYTHON):
        return
    for row in catalog().table("function_code"):
        node = at(resource.properties, row["handler"])
        name = literal_at(resource.properties, row["handler"]).rpartition(".")[0]
        if node is None or not name:
            continue
        why = ""
        if "inline" in row:
            written = literal_at(resource.properties, row["inline"])
            why = unread("", written) if written and runtime else ""
        else:
            folder = folder_of(reading, resource, row)
            if folder is not None:
                whole = bool(runtime) and not EXTRA & set(keys_of(resource))
                why = missing(folder, name.replace("/", "."), texts, exists, whole=whole)
        if why and not any(gap.address == address for gap in reading.gaps):
            reading.gaps.append(Gap(node, address, why, bound=True))
        if why:
            return


def program_of(
    reading: Reading, resource: Resource, row: dict[str, Any], texts: Texts, shared: Shared
) -> Program | None:
    """The program that a function names by one of the ways to do so."""
    assert resource.properties is not None
    if "inline" in row:
        written = literal_at(resource.properties, row["inline"])
        program = Program("", no_texts, {})
        program.put(INLINE, Source(reading.path, written))
        return program if written else None
    folder = folder_of(reading, resource, row)
    if folder is None:
        return None
    return Program(folder, texts, shared, tuple(layers_of(reading, resource)))


def folder_of(reading: Reading, resource: Resource, row: dict[str, Any]) -> str | None:
    """The folder of the code of a function or a layer."""
    assert resource.properties is not None
    if "archive" in row:
        place = reading.archives.get(literal_at(resource.properties, row["archive"]), "")
    else:
        place = asset_of(resource) or literal_at(resource.properties, row["code"])
    if not place or "://" in place or posixpath.isabs(place):
        return None
    folder = posixpath.normpath(posixpath.join(posixpath.dirname(reading.path), place))
    if folder.endswith(ENDS):
        folder = posixpath.dirname(folder)
    return "" if folder == "." else folder


def layers_of(reading: Reading, resource: Resource) -> Iterator[str]:
    """The folders in which the layers of a function, as far as their code is here, have modules:
    that of Python, or the layer's own where a build puts it there.
    """
    assert resource.properties is not None
    for row in catalog().table("layer_code"):
        listed = at(resource.properties, row["layers"])
        named = [one.text for one in getattr(listed, "items", ()) if isinstance(one, Holed)]
        for text in named:
            for layer in reading.resources:
                if layer.service_type == LAYER and layer.arn == text and layer.properties:
                    folder = folder_of(reading, layer, row)
                    if folder is not None:
                        yield posixpath.join(folder, OF_PYTHON)
                        yield folder


def no_texts(_: str) -> None:
    return None


def code_of(program: Program, modules: Iterable[Module], resource: Resource) -> Code:
    """What the code of a function names."""
    found = named(program, modules)
    whole = found.whole and not EXTRA & set(keys_of(resource))
    return Code(resource, found.names, whole=whole, address=f"the code of {resource.address}")


def keys_of(resource: Resource) -> Iterator[str]:
    return resource.properties.keys() if isinstance(resource.properties, Mapping) else iter(())


def calls_of(
    program: Program, module: Module, handler: str, parts: Iterable[Part], resource: Resource
) -> Iterator[Call]:
    """The calls that the handler of a function reaches. `parts`: of the program, those it does."""
    values = Values(program, environment_of(resource))
    always = {
        node
        for part in Reach(program, always=True).of(module, handler)
        for node in calls_in(part, always=True)
    }
    made = set()
    for called in Callers(values).among(parts):
        same = (
            called.shown,
            called.operation,
            frozenset(called.given.items()),
            called.node in always,
        )
        if same in made:
            continue  # the same on the same: the first stands for all
        made.add(same)
        node: Node
        if called.module.source.path == resource.node.source.path:
            node = resource.node  # code inside a template has no place of its own
        else:
            start, end = called.module.span(called.node)
            node = Node(called.module.source, start, end)
        yield call(called, node, resource, always=called.node in always)


def call(called: Called, node: Node, resource: Resource, *, always: bool) -> Call:
    service = called.actions[0].partition(":")[0]
    ref: Text | None = None
    row: dict[str, Any] = {}
    inside: Text | None = None
    for each in catalog().table("sdk_targets"):
        if each["service"] == service and each["argument"] in called.given:
            row, ref = each, called.given[each["argument"]]
            break
    for name, between in row.get("inside", {}).items():
        if name in called.given:
            inside = Text(between) + called.given[name]
    others = {name.lower(): actions for name, actions in row.get("elsewhere", {}).items()}
    return Call(
        called.shown,
        called.actions,
        resource,
        node,
        f"{resource.address} calls {called.shown}",
        resource.account,
        resource.region,
        ref=ref,
        ref_type=row.get("type", ""),
        form=row.get("form", ""),
        inside=inside,
        always=always,
        elsewhere=tuple(others.get(called.operation, ())),
        sends=tuple(sent_with(called, service)),
        when=resource.when,
    )


def sent_with(called: Called, service: str) -> Iterator[tuple[str, Text | None]]:
    """Condition keys for arguments; none where arguments may be handed on that are not seen."""
    node = called.node
    unseen = bool(node.args) or any(keyword.arg in UNSEEN for keyword in node.keywords)
    for row in catalog().table("sdk_context"):
        if (row["service"], row["operation"]) == (service, called.operation):
            text = called.given.get(row["argument"])
            if "pairs" not in row:
                if text is not None or not unseen:
                    yield row["key"], text
                continue
            begin = row["key"].rstrip("*")
            pairs = called.listed.get(row["argument"], ())
            yield from ((begin + name, value) for name, value in pairs)
            if row["argument"] in called.listed or (text is None and not unseen):
                yield row["key"], None  # no others


def environment_of(resource: Resource) -> dict[str, Text]:
    """The variables of a function's environment."""
    found: dict[str, Text] = {}
    assert resource.properties is not None
    for row in catalog().table("function_code"):
        node = at(resource.properties, row["environment"])
        for key, value in node.entries if isinstance(node, Mapping) else ():
            if isinstance(value, Holed):
                found[str(key.value)] = value.text
            elif isinstance(value, Scalar) and isinstance(value.value, str):
                found[str(key.value)] = Text(value.value)
    return found


def asset_of(resource: Resource) -> str:
    node = resource.node
    return literal_at(node, ASSET) if isinstance(node, Mapping) else ""


def at(node: Node, path: list[str] | tuple[str, ...]) -> Node | None:
    found: Node | None = node
    for name in path:
        if isinstance(found, Sequence) and len(found.items) == 1:
            found = found.items[0]  # a block of Terraform
        found = found.get(name) if isinstance(found, Mapping) else None
    return found


def literal_at(node: Node, path: list[str] | tuple[str, ...]) -> str:
    found = at(node, path)
    if isinstance(found, Holed):
        return found.text.literal or ""
    return found.value if isinstance(found, Scalar) and isinstance(found.value, str) else ""
