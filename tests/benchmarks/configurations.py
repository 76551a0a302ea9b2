"""How long Terraform's configuration takes, and how much memory: run by hand.

    python -m tests.benchmarks.configurations

Whole processes, start and all rules included; medians of what they took of a processor are
printed. The budgets: 300 ordinary configurations under three seconds, a file of some 1,500 lines
under one, 1,000 files that have nothing to do with access under half a second.
"""

from __future__ import annotations

import re
import resource
import statistics
import subprocess
import sys
import tempfile
from pathlib import Path

RUNS = 5
ORDINARY = Path(__file__).parents[1] / "fixtures" / "terraform_source" / "s3_with_key" / "main.tf"
NAMES = "this|objects|bucket|reader"
INSTANCE = 'resource "aws_instance" "i{}" {{\n  ami = "ami-1"\n}}\n'


def numbered(text: str, number: int) -> str:
    """The configuration with other names, so that many of them can stand in one file."""
    text = text.replace("= var.bucket", f'= "${{var.bucket}}-{number}"')
    text = re.sub(rf'"({NAMES})" \{{', rf'"\g<1>{number}" {{', text)
    return re.sub(rf"(?<=\.)({NAMES})\b(?=\.)", rf"\g<1>{number}", text)


def written(folder: Path) -> dict[str, Path]:
    """The inputs, by what they are called."""
    ordinary = ORDINARY.read_text("utf-8")
    for number in range(300):
        place = folder / "ordinary" / f"d{number}"
        place.mkdir(parents=True)
        (place / "main.tf").write_text(ordinary, "utf-8")
    large = folder / "large"
    large.mkdir()
    head, _, rest = ordinary.partition('resource "aws_kms_key"')
    body = 'resource "aws_kms_key"' + rest
    (large / "main.tf").write_text(head + "".join(numbered(body, n) for n in range(15)), "utf-8")
    for number in range(1000):
        place = folder / "others" / f"d{number // 10}"
        place.mkdir(parents=True, exist_ok=True)
        (place / f"f{number}.tf").write_text(INSTANCE.format(number) * 10, "utf-8")
    return {path.name: path for path in (folder / "ordinary", large, folder / "others")}


def seconds(path: Path) -> float:
    """What one scan takes of a processor."""
    before = resource.getrusage(resource.RUSAGE_CHILDREN)
    command = [sys.executable, "-m", "iamlint", "scan", str(path), "--isolated", "--exit-zero"]
    subprocess.run(command, check=False, capture_output=True)
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    return after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime


def main() -> None:
    with tempfile.TemporaryDirectory() as folder:
        for name, path in written(Path(folder)).items():
            taken = statistics.median(seconds(path) for _ in range(RUNS))
            print(f"{name:10} {taken:6.2f} s")
    peak = resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss // 1024
    print(f"{'memory':10} {peak:6} MB at most")


if __name__ == "__main__":
    main()
