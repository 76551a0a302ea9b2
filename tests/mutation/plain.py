"""Mutants of policies that stand in files of their own."""

from __future__ import annotations

import copy
import json
from collections.abc import Iterator

from .mutants import Mutant
from .trees import of_statement, statements, written


def mutants(path: str, text: str) -> Iterator[Mutant]:
    document = json.loads(text)
    if "Statement" not in document:
        return
    for place, statement in statements(document, ()):
        if statement["Effect"] != "Allow":
            continue
        for operator, where, word, edit in of_statement(document, place, statement):
            changed = copy.deepcopy(document)
            edit(changed)
            site = f"{operator} {path}.{'.'.join(map(str, where))} {word}".strip()
            yield Mutant(operator, site, path, written(changed), frozenset({path}))
