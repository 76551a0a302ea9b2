"""How long plans of Terraform take, and how much memory: run by hand.

    python -m tests.benchmarks.plans

The budgets: a plan of 5 MB in under 2 seconds and 200 MB, 250 ordinary plans in under 3 seconds
with all rules of the default view. Each is given with what the process took of a processor, which
other work on the machine changes less.
"""

from __future__ import annotations

import json
import os
import subprocess
import sys
import tempfile
import time
from pathlib import Path
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Iterable

FIXTURES = Path(__file__).parents[1] / "fixtures" / "terraform"
PLANS = 250
MEGABYTES = 5
OTHERS = 12
"""Instances about which no policy is, for each of a module that has ten about policies."""


def ordinary(folder: Path, count: int) -> None:
    """So many plans, each in its folder, of the configurations that are tested with."""
    kept = sorted(FIXTURES.glob("*/plan-*.json"))
    for number in range(count):
        plan = kept[number % len(kept)]
        place = folder / f"p{number}"
        place.mkdir()
        (place / "plan.json").write_text(plan.read_text(encoding="utf-8"), encoding="utf-8")


def large(megabytes: float, *, apart: bool, others: int = OTHERS, renamed: bool = True) -> str:
    """A plan of many instances of one module, or of as many modules that are called `apart`; each
    has names of its own when they are `renamed`.
    """
    one = json.loads((FIXTURES / "modules" / "plan-deferred.json").read_text(encoding="utf-8"))
    module = one["configuration"]["root_module"]["module_calls"]["app"]
    child = next(
        m
        for m in one["planned_values"]["root_module"]["child_modules"]
        if m["address"] == 'module.app["one"]'
    )
    changes = [
        c
        for c in one["resource_changes"]
        if c.get("module_address", "").startswith(child["address"])
    ]
    for number in range(others):
        other = machine(child["address"], number)
        child["resources"].append(other)
        changes.append(changed(child["address"], other))
    each = len(json.dumps([child, changes]))
    calls = {"app": module}
    for number in range(int(megabytes * 1_000_000 / each) + 1):
        name = f"app{number}" if apart else f'app["n{number}"]'
        calls |= {f"app{number}": module} if apart else {}
        add(one, child["address"], f"module.{name}", child, changes, renamed=renamed)
    one["configuration"]["root_module"]["module_calls"] = calls
    return json.dumps(one)


def machine(module: str, number: int) -> dict[str, Any]:
    """A resource about which no policy is."""
    unset = {f"setting_{index}": None for index in range(40)}
    return {
        "address": f"{module}.aws_instance.m[{number}]",
        "mode": "managed",
        "type": "aws_instance",
        "name": "m",
        "index": number,
        "values": {"ami": "ami-12345678", "instance_type": "t3.micro", **unset},
        "sensitive_values": {},
    }


def changed(module: str, instance: dict[str, Any]) -> dict[str, Any]:
    """The change that makes it."""
    change = {"actions": ["create"], "after": instance["values"], "after_unknown": {"id": True}}
    return {**instance, "module_address": module, "change": change}


def add(
    plan: dict[str, Any],
    old: str,
    new: str,
    child: object,
    changes: Iterable[object],
    *,
    renamed: bool,
) -> None:
    """One more instance of the module."""
    before, after = json.dumps(old)[1:-1], json.dumps(new)[1:-1]
    number = len(plan["planned_values"]["root_module"]["child_modules"])
    copied = json.loads(json.dumps([child, list(changes)]).replace(before, after))
    if renamed:
        rename(copied, f"-{number}", inside=False)
    plan["planned_values"]["root_module"]["child_modules"].append(copied[0])
    plan["resource_changes"].extend(copied[1])


NAMES = frozenset({"name", "bucket", "role"})


def rename(value: Any, ending: str, *, inside: bool) -> None:
    """Give the names among values another ending; outside of them they are labels."""
    if isinstance(value, list):
        for item in value:
            rename(item, ending, inside=inside)
    elif isinstance(value, dict):
        for key, inner in value.items():
            if inside and key in NAMES and isinstance(inner, str):
                value[key] = inner + ending
            else:
                rename(inner, ending, inside=inside or key in {"values", "after"})


def measured(title: str, path: Path) -> None:
    """Scan as a person does, in a process of its own and reading everything anew."""
    command = [sys.executable, "-m", "iamlint", "scan", str(path), "--isolated", "--no-cache"]
    start = time.perf_counter()
    with subprocess.Popen(
        [*command, "--exit-zero", "--format", "concise"], stdout=subprocess.PIPE, text=True
    ) as process:
        assert process.stdout is not None
        summary = process.stdout.read().strip().splitlines()[-1]
        _, _, used = os.wait4(process.pid, 0)
        process.returncode = 0
    whole, own = time.perf_counter() - start, used.ru_utime + used.ru_stime
    peak = used.ru_maxrss // 1024
    print(f"{title:<44} {whole:5.2f} s, {own:5.2f} s of them its own, {peak} MB: {summary}")


def main() -> None:
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        ordinary(folder, PLANS)
        measured(f"{PLANS} ordinary plans", folder)
    for size in (MEGABYTES / 4, MEGABYTES / 2, MEGABYTES):
        written("one module", large(size, apart=False))
        written("as many modules", large(size, apart=True))
        written("of one name each", large(size, apart=True, renamed=False))
        written("nothing but policies", large(size, apart=True, others=0))


def written(kind: str, text: str) -> None:
    """Measure one plan."""
    with tempfile.TemporaryDirectory() as name:
        path = Path(name) / "plan.json"
        path.write_text(text, encoding="utf-8")
        measured(f"a plan of {len(text) / 1e6:.1f} MB, {kind}", path)


if __name__ == "__main__":
    main()
