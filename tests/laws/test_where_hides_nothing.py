"""What a rule is not shown, since the engine has no answer to the rule's question of it, is nothing
that the rule would point at.
"""

from __future__ import annotations

import json
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

from iamlint.checking import hits_of
from iamlint.checking.lending import Lender
from iamlint.packs import all_rules
from iamlint.testing import scan_texts

if TYPE_CHECKING:
    from collections.abc import Iterator

    from iamlint.checking import Crash
    from iamlint.packs import Rule

TESTS = Path(__file__).parent.parent
ASKING = [rule for rule in all_rules() if rule.where]
WRONG: tuple[Any, ...] = (None, 1, True, "", "x", [], [[]], [""], [None], {}, {"": []}, {"x": {}})


def documents() -> Iterator[tuple[Any, str]]:
    """Faulty documents and their neighbours, with the kind that they are used as."""
    rows = (TESTS / "laws" / "causes.jsonl").read_text(encoding="utf-8").splitlines()
    for path in sorted((TESTS / "parity").glob("*.jsonl")):
        rows += path.read_text(encoding="utf-8").splitlines()
    for row in map(json.loads, rows):
        for name in ("document", "bad", "good"):
            if name in row:
                yield row[name], row.get("kind", "")
    plain = {"Effect": "Allow", "Action": "s3:GetObject", "Resource": "*"}
    for element in (*plain, "Sid", "Principal", "NotAction", "NotResource", "Condition", "Odd"):
        for wrong in WRONG:
            yield {"Version": "2012-10-17", "Statement": {**plain, element: wrong}}, ""
            yield {"Version": "2012-10-17", element: wrong, "Statement": [plain]}, ""
    for element in plain:
        rest = {name: value for name, value in plain.items() if name != element}
        yield {"Version": "2012-10-17", "Statement": [rest]}, ""
    yield '{"Version": "2012-10-17", "Statement": [{"Effect": "Allow", "Effect": "Allow"}]}', ""


@pytest.fixture(scope="module")
def lender() -> Lender:
    files: dict[str, str | bytes] = {}
    kinds: list[str] = []
    for number, (document, kind) in enumerate(documents()):
        name = f"{number}.json"
        files[name] = document if isinstance(document, str) else json.dumps(document)
        if kind:
            kinds.append(f'"{name}" = "{kind}"\n')
    files["iamlint.toml"] = "[kinds]\n" + "".join(kinds)
    return Lender(scan_texts(files, select=("full-admin",)).estate)


@pytest.mark.parametrize("rule", ASKING, ids=lambda rule: rule.name)
def test_law_where_hides_nothing(rule: Rule, lender: Lender) -> None:
    crashes: list[Crash] = []
    shown = said(rule, lender, crashes)
    assert shown == said(rule._replace(where=""), lender, crashes)
    assert not crashes, crashes[0].trace


def said(rule: Rule, lender: Lender, crashes: list[Crash]) -> list[tuple[str, int, str]]:
    return [
        (span.source.path, span.start, hit.message)
        for _, hit in hits_of(rule, lender, crashes)
        for span in (hit.where.span.outermost,)
    ]
