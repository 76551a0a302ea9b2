"""The place of every text of a policy reads back to that text, whatever carries it: a policy file or
a template, in JSON or YAML, as a document or as a string in any style, in `Fn::Sub` and `Fn::Join`.
"""

from __future__ import annotations

import json
import re
from typing import TYPE_CHECKING, Any

import yaml
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from iamlint import carriers, formats
from iamlint.text.source import EmbeddedSource, Source, Span

if TYPE_CHECKING:
    from iamlint.model.policy import Policy, Word

WORDS = st.text(st.sampled_from("abc*:/ -#&%'\"\\{}[],é😀${!"), min_size=1, max_size=16).filter(
    lambda text: text == text.strip() and "${" not in text
)
ACTIONS = st.lists(WORDS, min_size=1, max_size=4, unique=True)
STYLES = st.sampled_from(["|", ">", '"', "'"])
FORMATS = st.sampled_from([formats.JSON, formats.YAML])


class Styled(str):
    """A text that is written in a style."""

    __slots__ = ("style",)
    style: str


def styled(text: str, style: str) -> Styled:
    made = Styled(text)
    made.style = style
    return made


class Dumper(yaml.SafeDumper):
    """Writes texts in their styles, and no anchors."""

    def ignore_aliases(self, data: Any) -> bool:
        return True


Dumper.add_representer(
    Styled,
    lambda dumper, text: dumper.represent_scalar(
        "tag:yaml.org,2002:str", str(text), style=text.style
    ),
)


def document(actions: list[str]) -> dict[str, Any]:
    statement = {"Effect": "Allow", "Action": actions, "Resource": "*"}
    return {"Version": "2012-10-17", "Statement": [statement]}


def template(policy: Any) -> dict[str, Any]:
    properties = {"Description": "é😀", "PolicyDocument": policy}
    return {"Resources": {"P": {"Type": "AWS::IAM::ManagedPolicy", "Properties": properties}}}


def written(value: Any, format_: str, width: int) -> str:
    if format_ == formats.JSON:
        return json.dumps(value, indent=1, ensure_ascii=width > 40)
    return yaml.dump(value, Dumper=Dumper, width=width, sort_keys=False, allow_unicode=True)


def policy_in(text: str, format_: str) -> Policy:
    source = Source(f"x.{format_}", text)
    reading = carriers.read(source.path, formats.read(source, format_))
    assert reading is not None
    (policy,) = reading.policies
    assert policy.whole
    return policy


def check(text: str, format_: str, actions: list[str], style: str = "") -> None:
    (statement,) = policy_in(text, format_).statements
    words = statement.actions or ()
    assert [word.literal for word in words] == actions
    for word in words:
        assert read_back(word, format_, style) == word.literal


def read_back(word: Word, format_: str, style: str) -> Any:
    """What stands at the place of a word, read as what carries it has it."""
    span = word.span
    outermost = span.outermost
    assert not isinstance(outermost.source, EmbeddedSource)
    if isinstance(span.source, EmbeddedSource):
        return json.loads(unescaped(outermost, format_, style))
    if format_ == formats.JSON:
        return json.loads(outermost.text)
    return yaml.load(outermost.text, yaml.BaseLoader)


def unescaped(span: Span, format_: str, style: str) -> Any:
    """The part of a string that stands at a place, without what its host does to it."""
    if format_ == formats.JSON:
        return json.loads(f'"{span.text}"')
    if style in ("'", '"'):
        return yaml.load(f"{style}{span.text}{style}", yaml.BaseLoader)
    return re.sub(r"\s*\n\s*", " ", span.text) if style == ">" else span.text


@settings(max_examples=100, deadline=None)
@given(ACTIONS, FORMATS, st.sampled_from([20, 80]), st.booleans())
def test_of_a_document(actions: list[str], format_: str, width: int, bare: bool) -> None:
    policy = document(actions)
    check(written(policy if bare else template(policy), format_, width), format_, actions)


def style_of(text: str) -> str:
    """The style that the writer chose: it cannot write every text in every style."""
    (found,) = re.findall(r"""(?:PolicyDocument|Fn::Sub): ([|>'"])""", text)
    return str(found)


@settings(max_examples=150, deadline=None)
@given(ACTIONS, FORMATS, STYLES, st.sampled_from([20, 80]), st.booleans(), st.booleans())
def test_of_a_document_in_a_string(
    actions: list[str], format_: str, style: str, width: int, ascii_only: bool, substituted: bool
) -> None:
    policy = document(actions)
    if substituted:
        policy["Id"] = "${AWS::AccountId}"
    text = styled(json.dumps(policy, ensure_ascii=ascii_only, indent=2), style)
    value = template({"Fn::Sub": text} if substituted else text)
    whole = written(value, format_, width)
    assume(yaml.safe_load(whole) == value)  # the writer breaks indented lines of folded texts
    check(whole, format_, actions, style_of(whole) if format_ == formats.YAML else "")


@settings(max_examples=100, deadline=None)
@given(ACTIONS, FORMATS, STYLES, st.sampled_from([20, 80]))
def test_of_a_document_in_pieces(actions: list[str], format_: str, style: str, width: int) -> None:
    before, behind = json.dumps(document([])).split("[]", 1)
    pieces = [before, styled(json.dumps(actions), '"' if style in "|>" else style), behind]
    whole = written(template({"Fn::Join": ["", pieces]}), format_, width)
    check(whole, format_, actions, '"' if style in "|>" else style)
