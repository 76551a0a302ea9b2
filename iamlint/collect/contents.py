"""What a file holds: its text, and whether it can hold a policy at all."""

from __future__ import annotations

import os
import re
import stat
import sys

from iamlint.formats.limits import MAX_BYTES, most
from iamlint.text.late import late
from iamlint.text.records import NamedTuple

HEAD = 64 * 1024
MARKS = (
    "Statement",
    "2012-10-17",
    "2008-10-17",
    "AWS::",
    "terraform_version",
    '"Effect"',
    '"effect"',
    "Effect:",
    '"aws:cloudformation:stack"',
    '"dockerImages"',
    "role-to-assume",
    "id_tokens:",
    "iamlint-account",
    'DetailList"',
)
"""No policy, template or plan is without one of these, nor a dump of an account, nor what
the CDK writes beside its templates.
"""

MANIFEST, UNFILLED = "eks.amazonaws.com/role-arn", "{{"
"""What a manifest of Kubernetes has that tells of a role, and one that Helm is to fill in first."""

INCLUDING = ("include:", "extends:", "stage")
"""What a pipeline of GitLab has of which jobs may get tokens by what it includes."""

GATHERING = ("resources:", "bases:", "components:")
LISTED = late(
    r"^(?:resources|bases|components):\s*(?:\[[\w./@ ,-]+\]|- [\"']?[\w./@:?=-]+[\"']?\s*$)",
    re.MULTILINE,
)
"""The lists of a kustomization, of which it has one at least, and one with a path."""

BINARY_PLAN = "a binary plan of Terraform"
PLAN_LOG = "what `terraform plan -json` prints while it runs"
OPAQUE = (BINARY_PLAN, PLAN_LOG)
"""Files about policies in which none can be read; what was made of them may be."""

UNMARKED = 64
"""Bytes at the begin of a file that tell of UTF-16 without a mark."""
BOMS = (
    (b"\xef\xbb\xbf", "utf-8-sig"),
    (b"\xff\xfe\x00\x00", "utf-32"),
    (b"\x00\x00\xfe\xff", "utf-32"),
    (b"\xff\xfe", "utf-16"),
    (b"\xfe\xff", "utf-16"),
)


class Content(NamedTuple):
    """The text of a file, or why there is none.

    `fault`: why it could not be read although it may hold policies; a person should know.
    `skip`: why it is none of ours; nobody needs to know.
    """

    text: str
    encoding: str = "utf-8"
    fault: str = ""
    skip: str = ""
    offset: int = 0


class Raw(NamedTuple):
    """The bytes of a file, or why there are none; as in `Content`."""

    data: bytes
    fault: str = ""
    skip: str = ""


def content_of(path: str) -> Content:
    """What is in a file."""
    return content_from(raw_of(path))


def raw_of(path: str) -> Raw:
    """The bytes of a file; none of one that is too large to be read."""
    try:
        with open(path, "rb") as file:
            status = os.fstat(file.fileno())
            if stat.S_ISDIR(status.st_mode):
                return Raw(b"", skip="a folder")
            data, limit = b"", MAX_BYTES
            if status.st_size > MAX_BYTES:
                data = file.read(HEAD)
                limit = most(data.decode("utf-8", "replace"), MAX_BYTES)
            too_large = status.st_size > limit
            if not too_large:
                data += file.read(limit + 1 - len(data))
    except OSError as error:
        return Raw(b"", fault=f"cannot be read: {(error.strerror or str(error)).lower()}")
    if too_large or len(data) > limit:
        if not may_hold(data[:HEAD].decode("utf-8", "replace")):
            return Raw(b"", skip="larger than is read, and no policy at its beginning")
        return Raw(b"", fault=f"is larger than {limit // 1_000_000} MB")
    return Raw(data)


def content_from(raw: Raw) -> Content:
    """The text of a file that was read."""
    if raw.fault or raw.skip:
        return Content("", fault=raw.fault, skip=raw.skip)
    return decoded(raw.data)


def stdin_content() -> Content:
    """What comes in by standard input; always meant to be ours."""
    data = sys.stdin.buffer.read(MAX_BYTES + 1)
    if len(data) > MAX_BYTES:
        return Content("", fault=f"is larger than {MAX_BYTES // 1_000_000} MB")
    return decoded(data, asked=True)


def decoded(data: bytes, *, asked: bool = False) -> Content:
    """The text of a file's bytes; `asked`: a person says that it is ours."""
    encoding = encoding_of(data)
    if is_binary_plan(data):
        return Content("", skip=BINARY_PLAN)
    if encoding == "utf-8" and b"\0" in data[:HEAD]:
        return Content("", skip="binary", fault="is binary" if asked else "")
    try:
        text = data.decode(encoding)
    except UnicodeDecodeError as error:
        declared = declared_in(data)
        if declared is not None:
            return declared
        readable = data.decode(encoding, "replace")
        if not asked and not may_hold(readable):
            return Content("", skip="no text")
        before = data[: error.start].decode(encoding, "replace")
        return Content(readable, encoding, f"is not {encoding.upper()}", offset=len(before))
    if is_plan_log(text):
        return Content("", encoding, skip=PLAN_LOG)
    if not asked and not may_hold(text):
        return Content(text, encoding, skip="holds no policy")
    return Content(text, encoding)


def declared_in(data: bytes) -> Content | None:
    """The text of code that declares its encoding; None where it does not, or is not in it.

    https://docs.python.org/3/reference/lexical_analysis.html#encoding-declarations
    """
    found = re.match(rb"(?:[^\n]*\n)?[ \t\f]*#.*?coding[:=][ \t]*([-\w.]+)", data[:512])
    if found is None:
        return None
    name = found[1].decode("ascii", "replace").lower()
    try:
        text = data.decode(name)
    except (LookupError, UnicodeError):
        return None
    return Content(text, name, skip="" if may_hold(text) else "holds no policy")


def encoding_of(data: bytes) -> str:
    for mark, name in BOMS:
        if data.startswith(mark):
            return name
    if b"\0" in (head := data[:UNMARKED]):
        # UTF-16 without a mark: of plain letters every other byte is empty
        if not any(head[1::2]) and all(head[::2]):
            return "utf-16-le"
        if not any(head[::2]) and all(head[1::2]):
            return "utf-16-be"
    return "utf-8"


def may_hold(text: str) -> bool:
    """Can there be a policy, a template or a plan in this text?"""
    if any(mark in text for mark in MARKS) or all(mark in text for mark in INCLUDING):
        return True
    return UNFILLED not in text and (MANIFEST in text or gathers_manifests(text))


def gathers_manifests(text: str) -> bool:
    """It lists paths as a kustomization does."""
    return any(key in text for key in GATHERING) and LISTED.search(text) is not None


def is_binary_plan(data: bytes) -> bool:
    """What `terraform plan -out` writes: a zip file whose first entry is the plan."""
    return data.startswith(b"PK\x03\x04") and data[30:36] in (b"tfplan", b"tfstat", b"tfconf")


def is_plan_log(text: str) -> bool:
    """Lines of JSON, each a message of Terraform's.

    https://developer.hashicorp.com/terraform/internals/machine-readable-ui
    """
    return text.startswith("{") and '"@module":"terraform.ui"' in text[:1000]
