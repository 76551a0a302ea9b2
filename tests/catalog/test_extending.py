"""Actions that the configuration adds."""

from __future__ import annotations

from iamlint.catalog import catalog
from iamlint.catalog.extending import Extended

E = Extended(["s3:FlyToMoon", "newthing:Do", "s3:GetObject", "no colon"])


def test_added_actions_are_known_but_in_doubt() -> None:
    moon = E.action("S3:flytomoon")
    assert moon is not None
    assert moon.name == "s3:FlyToMoon"
    assert moon.doubt
    assert E.has_service("newthing")
    assert not catalog().has_service("newthing")
    assert catalog().action("s3:FlyToMoon") is None


def test_what_is_known_stays_as_it_is() -> None:
    assert E.action("s3:GetObject") == catalog().action("s3:GetObject")
    assert len(E.names) == len(catalog().names) + 2
    assert E.names_of(catalog().bits("s3:Get*")) == catalog().expand("s3:Get*")


def test_patterns_reach_added_actions() -> None:
    assert "s3:FlyToMoon" in E.expand("s3:*")
    assert E.expand("s3:Fly*") == ("s3:FlyToMoon",)
    assert E.expand("newthing:*") == ("newthing:Do",)
    assert set(E.expand("*")) == set(E.names)
    assert "s3:FlyToMoon" in E.actions("s3")
