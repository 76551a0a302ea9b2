"""Texts written back as a template names them."""

from __future__ import annotations

import pytest

from iamlint.carriers.cloudformation import dialect
from iamlint.text.holes import Hole, Text

from .reading import RESOURCES, read, text

READING = read(RESOURCES)


WRITTEN = {
    "!GetAtt Bucket.Arn": "!GetAtt Bucket.Arn",
    "!Sub '${Bucket.Arn}/*'": "!Sub '${Bucket.Arn}/*'",
    "!Join ['', [!GetAtt Bucket.Arn, '/*']]": "!Sub '${Bucket.Arn}/*'",
    "!Ref Topic": "!Ref Topic",
    "!Ref Env": "!Ref Env",
    "!Ref Key": "!Ref Key",
    "!GetAtt Queue.Arn": "!GetAtt Queue.Arn",
    "!Sub 'arn:aws:iam::${AWS::AccountId}:root'": "!Sub 'arn:aws:iam::${AWS::AccountId}:root'",
    "!GetAtt Group.Arn": "!GetAtt Group.Arn",
    "!Sub '${Env}/${!aws:username}'": "!Sub '${Env}/${!aws:username}'",
    "plain": "plain",
    "!Sub 'x/${!aws:username}'": "x/${aws:username}",
}


@pytest.mark.parametrize("expression", WRITTEN)
def test_written(expression: str) -> None:
    expected = dialect.write_text(READING, text(expression))
    assert expected is not None
    assert dialect.short(expected) == WRITTEN[expression]


@pytest.mark.parametrize("expression", WRITTEN)
def test_what_is_written_reads_back_as_the_same_text(expression: str) -> None:
    before = text(expression)
    written = dialect.write_text(READING, before)
    assert written is not None
    assert text(dialect.short(written)) == before
    assert text(str(written)) == before  # a Python dict of texts and lists is YAML too


def test_holes_of_other_files_cannot_be_written() -> None:
    assert dialect.write_text(READING, Text("a", Hole("other.yaml#Bucket"))) is None
    assert dialect.write_text(READING, Text(Hole("import/#X"))) is None


def test_the_file_tells_its_style() -> None:
    assert dialect.prefers_short(READING)
    assert dialect.prefers_short(read("Resources: {A: {Type: AWS::S3::Bucket}}"))
    long = "Resources: {A: {Type: AWS::S3::Bucket, Properties: {BucketName: {Ref: B}}}}"
    assert not dialect.prefers_short(read(long))
    assert not dialect.prefers_short(read('{"Resources": {"A": {"Type": "AWS::S3::Bucket"}}}'))
