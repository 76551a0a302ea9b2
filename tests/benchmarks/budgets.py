"""How long a start takes, how many policies a second, how much memory: run by hand.

    python -m tests.benchmarks.budgets

Whole processes are timed in turn against `python -c pass`, so that a noisy machine tells in both;
medians are printed. The budgets are five times a bare start, 80 MB, and 1,000 policies a second.
"""

from __future__ import annotations

import json
import os
import resource
import statistics
import subprocess
import sys
import tempfile
import time
from pathlib import Path

POLICY = json.dumps(
    {
        "Version": "2012-10-17",
        "Statement": [
            {"Effect": "Allow", "Action": "s3:GetObject", "Resource": "arn:aws:s3:::b/*"}
        ],
    }
)
TEMPLATE = """
Resources:
  Reader:
    Type: AWS::IAM::ManagedPolicy
    Properties:
      PolicyDocument:
        Version: "2012-10-17"
        Statement:
          - Effect: Allow
            Action: s3:GetObject
            Resource: arn:aws:s3:::b/*
"""
RUNS = 15


ENVIRONMENT = {k: v for k, v in os.environ.items() if k != "PYTHONDONTWRITEBYTECODE"}
"""Installed packages have their bytecode beside them; without it every start compiles."""


def seconds(*command: str) -> float:
    start = time.perf_counter()
    subprocess.run([sys.executable, *command], capture_output=True, check=False, env=ENVIRONMENT)
    return time.perf_counter() - start


def cold_start(title: str, folder: Path) -> None:
    bare, ours = [], []
    seconds("-m", "iamlint", "scan", str(folder))
    for _ in range(RUNS):
        bare.append(seconds("-c", "pass"))
        ours.append(seconds("-m", "iamlint", "scan", str(folder)))
    least, most = statistics.median(bare), statistics.median(ours)
    print(f"{title:<34} {most * 1000:7.1f} ms   {most / least:4.1f} × a bare start")


def throughput(folder: Path) -> None:
    from iamlint.catalog import catalog

    arns = sorted(catalog().managed_policy_arns)
    for index, arn in enumerate(arns):
        document = catalog().managed_policy(arn)
        (folder / f"{index}.json").write_text(json.dumps(document), encoding="utf-8")
    empty = seconds("-m", "iamlint", "scan", str(folder / "0.json"))
    whole = seconds("-m", "iamlint", "scan", str(folder), "--exit-zero")
    rate = len(arns) / (whole - empty)
    print(
        f"{len(arns)} managed policies {whole:.2f} s   {rate:,.0f} policies a second, start apart"
    )


def memory(path: Path) -> None:
    subprocess.run(
        [sys.executable, "-m", "iamlint", "scan", str(path)], capture_output=True, check=False
    )
    peak = resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss / 1024
    print(f"peak memory on one policy            {peak:7.1f} MB")


def main() -> None:
    with tempfile.TemporaryDirectory() as name:
        root = Path(name)
        for part in ("policy", "configured", "template", "managed"):
            (root / part).mkdir()
        (root / "policy" / "policy.json").write_text(POLICY, encoding="utf-8")
        (root / "configured" / "policy.json").write_text(POLICY, encoding="utf-8")
        (root / "configured" / "iamlint.toml").write_text('persona = "regular"\n', encoding="utf-8")
        (root / "template" / "template.yaml").write_text(TEMPLATE, encoding="utf-8")
        memory(root / "policy" / "policy.json")
        cold_start("one JSON policy", root / "policy")
        cold_start("… with a configuration beside it", root / "configured")
        cold_start("one YAML template", root / "template")
        throughput(root / "managed")


if __name__ == "__main__":
    main()
