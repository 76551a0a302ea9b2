"""What templates are given, as files in view tell."""

from __future__ import annotations

from iamlint.formats import read_all
from iamlint.gathering.deployments import PARAMETERS, TAGS, deployments, given_in
from iamlint.gathering.given import is_near, meant, values_in
from iamlint.text.source import Source


def values(text: str, language: str = "json") -> dict[str, str | None] | None:
    return values_in(read_all(Source("p", text), language))


def test_a_list_of_parameters() -> None:
    text = '[{"ParameterKey": "A", "ParameterValue": "1"}, {"ParameterKey": "B", "UsePreviousValue": true}]'
    assert values(text) == {"A": "1", "B": None}


def test_an_object_with_parameters() -> None:
    assert values('{"Parameters": {"A": "1", "L": ["x", "y"]}, "Tags": {"t": "v"}}') == {
        "A": "1",
        "L": "x,y",
    }


def test_a_template_gives_nothing() -> None:
    assert values('{"Parameters": {"A": {"Type": "String"}}, "Resources": {}}') is None
    assert values('[{"a": 1}]') is None
    assert values("[]") is None
    assert values('{"Parameters": ["a"]}') is None
    assert values("Parameters:\n  A: 1\n", "yaml") == {"A": "1"}


def test_the_forms_of_options() -> None:
    assert given_in(['A=1 B="x y"'], PARAMETERS) == {"A": "1", "B": "x y"}
    assert given_in(["ParameterKey=A,ParameterValue=1"], PARAMETERS) == {"A": "1"}
    assert given_in(["A=$VALUE"], PARAMETERS) == {"A": None}
    assert given_in(["$ALL"], PARAMETERS) is None
    assert given_in(["Key=team,Value=data"], TAGS) == {"team": "data"}


def test_a_command_over_several_lines() -> None:
    text = "run: |\n  aws cloudformation deploy --template-file a/t.yaml \\\n    --parameter-overrides A=1 file://p.json --stack-name x\n"
    (one,) = deployments("d.yml", text, PARAMETERS)
    assert (one.template, one.given, one.files) == ("a/t.yaml", {"A": "1"}, ("p.json",))


def test_the_environments_of_sam() -> None:
    text = '[default.deploy.parameters]\nparameter_overrides = ["A=1"]\n[prod.deploy.parameters]\ntemplate = "t.yaml"\nparameter_overrides = "A=2"\n'
    found = deployments("app/samconfig.toml", text, PARAMETERS)
    assert [(one.template, one.given) for one in found] == [
        ("", {"A": "1"}),
        ("app/t.yaml", {"A": "2"}),
    ]


def test_which_template_is_meant() -> None:
    templates = {"a/net.yaml": {"A", "B"}, "a/app.yaml": {"A"}, "z/y/x/far.yaml": {"A", "B"}}
    assert meant("a/params/x.json", {"A": "1", "B": "2"}, templates) == ["a/net.yaml"]
    assert meant("a/params/app.json", {"A": "1"}, templates) == ["a/app.yaml"]
    assert meant("a/params/x.json", {"A": "1"}, templates) == ["a/net.yaml", "a/app.yaml"]
    assert meant("a/params/x.json", {"C": "1"}, templates) == []


def test_what_is_near() -> None:
    assert is_near("a/params", "a")
    assert is_near("a", "a/templates")
    assert is_near("", "templates")
    assert is_near("a/params", "a/templates")
    assert not is_near("a/b/c", "a/d/e")
    assert not is_near("a/params", "b/templates/x")
