"""Files of which the reading of one may hang on another: a template takes what another exports or
puts out, hands values to one that it nests; an assembly tells of its templates.

This is told by the texts alone, before any of them is read.
"""

from __future__ import annotations

import re

from iamlint.text.hints import TYPE_CHECKING

from .groups import Groups

if TYPE_CHECKING:
    from collections.abc import Mapping

    from .assemblies import Assemblies

NESTING = ("AWS::CloudFormation::Stack", "AWS::Serverless::Application", "AWS::Include")
CROSSING = (("ImportValue", "Export"), ("GetStackOutput", "Outputs"))
"""What takes a value of another template, and what that has."""
_name = re.compile(r"[\w.-]+")


def read_together(texts: Mapping[str, str], assemblies: Assemblies) -> list[list[str]]:
    """The files in groups that are read together, most of them alone."""
    groups = Groups(texts)
    for taking, giving in CROSSING:
        takers = [path for path, text in texts.items() if taking in text]
        if takers:
            groups.join_all([*takers, *(path for path, text in texts.items() if giving in text)])
    for paths in assemblies.groups(texts):
        groups.join_all(paths)
    join_nested(texts, groups)
    return list(groups.all().values())


def join_nested(texts: Mapping[str, str], groups: Groups) -> None:
    """Join templates with all files that are called as what they may nest or include."""
    by_name: dict[str, list[str]] = {}
    for path in texts:
        by_name.setdefault(path.rpartition("/")[2], []).append(path)
    odd = [name for name in by_name if not _name.fullmatch(name)]
    for path, text in texts.items():
        if any(sign in text for sign in NESTING):
            named = set(_name.findall(text)) & by_name.keys()
            for name in sorted(named.union(name for name in odd if name in text)):
                groups.join_all([path, *by_name[name]])
