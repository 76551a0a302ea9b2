"""What a file may be."""

from __future__ import annotations

import pytest

from iamlint.formats import sniff


@pytest.mark.parametrize(
    ("path", "head", "language"),
    [
        ("a.json", "", "json"),
        ("A.JSON", "x", "json"),
        ("a.yml", '{"a": 1}', "yaml"),
        ("a.yaml", "", "yaml"),
        ("a.tf", "", "hcl"),
        ("a.py", "{}", "python"),
        ("a.template", '\ufeff{\n "AWSTemplateFormatVersion"', "json"),
        ("a.template", "# words\n---\nAWSTemplateFormatVersion: x", "yaml"),
        ("a.template", "\r\nResources:\r\n  A:", "yaml"),
        ("a", '[{"a": 1}]', "json"),
        ("a", "[section]\nkey = 1", ""),
        ("a", "{{ helm }}", ""),
        ("a", "#!/usr/bin/env python3\n", "python"),
        ("a", "#!/bin/sh\necho: 1", "yaml"),
        ("a", "Dear Sir, look: here\n", ""),
        ("a", "", ""),
        ("<stdin>", '"Version": 2012-10-17', "yaml"),
    ],
)
def test_by_name_and_by_first_characters(path: str, head: str, language: str) -> None:
    assert sniff(path, head) == language
