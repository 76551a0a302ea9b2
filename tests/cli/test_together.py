"""Templates that are joined, and apps of the CDK, as a person meets them."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from iamlint.cli import main
from iamlint.scanning import Request, Scan, Scanner
from iamlint.testing import scan_texts

CDK = Path(__file__).parent.parent / "fixtures" / "cdk"
KEY = """
Resources:
  Key:
    Type: AWS::KMS::Key
    Properties:
      KeyPolicy:
        Version: '2012-10-17'
        Statement:
          - Effect: Allow
            Principal: {AWS: !Sub 'arn:aws:iam::${AWS::AccountId}:root'}
            Action: kms:*
            Resource: '*'
Outputs:
  KeyArn: {Value: !GetAtt Key.Arn, Export: {Name: data-key}}
"""
BUCKET = """
Resources:
  Bucket:
    Type: AWS::S3::Bucket
    Properties:
      BucketEncryption:
        ServerSideEncryptionConfiguration:
          - ServerSideEncryptionByDefault:
              SSEAlgorithm: aws:kms
              KMSMasterKeyID: !ImportValue data-key
Outputs:
  Arn: {Value: !GetAtt Bucket.Arn, Export: {Name: data-bucket}}
"""
ROLE = """
Resources:
  Role:
    Type: AWS::IAM::Role
    Properties:
      AssumeRolePolicyDocument:
        Version: '2012-10-17'
        Statement:
          - {Effect: Allow, Principal: {Service: lambda.amazonaws.com}, Action: 'sts:AssumeRole'}
      Policies:
        - PolicyName: read
          PolicyDocument:
            Version: '2012-10-17'
            Statement:
              - Effect: Allow
                Action: s3:GetObject
                Resource: !Sub ['${Arn}/*', {Arn: !ImportValue data-bucket}]
"""
GRANT = """              - Effect: Allow
                Action: kms:Decrypt
                Resource: !ImportValue data-key
"""
APART = {"key.yaml": KEY, "bucket.yaml": BUCKET, "role.yaml": ROLE}


@pytest.fixture(autouse=True)
def _inside(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / ".git").mkdir()
    monkeypatch.chdir(tmp_path)


def found(scan: Scan) -> list[str]:
    return [f"{finding.span.source.path} {finding.rule}" for finding in scan.findings]


def write(files: dict[str, str]) -> None:
    for name, text in files.items():
        Path(name).parent.mkdir(parents=True, exist_ok=True)
        Path(name).write_text(text, encoding="utf-8")


def test_a_role_a_bucket_and_a_key_in_three_stacks() -> None:
    scan = scan_texts(APART)
    assert found(scan) == ["role.yaml missing-caller-grant"]
    (finding,) = scan.findings
    assert [related.span.source.path for related in finding.related] == ["bucket.yaml", "key.yaml"]
    assert found(scan_texts({**APART, "role.yaml": ROLE + GRANT})) == []


NESTING = """
Resources:
  Role:
    Type: AWS::IAM::Role
    Properties:
      AssumeRolePolicyDocument:
        Version: '2012-10-17'
        Statement:
          - {Effect: Allow, Principal: {Service: lambda.amazonaws.com}, Action: 'sts:AssumeRole'}
      ManagedPolicyArns: []
  Data:
    Type: AWS::CloudFormation::Stack
    Properties:
      TemplateURL: data.yaml
      Parameters: {RoleName: !Ref Role}
"""
NESTED = (
    KEY.replace("Outputs:\n", BUCKET.split("Resources:")[1].split("Outputs:")[0])
    .split("  KeyArn:")[0]
    .replace("!ImportValue data-key", "!GetAtt Key.Arn")
    .replace("\nResources:", "Parameters: {RoleName: {Type: String}}\nResources:")
    + """
  Policy:
    Type: AWS::IAM::Policy
    Properties:
      PolicyName: data
      Roles: [!Ref RoleName]
      PolicyDocument:
        Version: '2012-10-17'
        Statement:
          - Effect: Allow
            Action: s3:GetObject
            Resource: !Sub '${Bucket.Arn}/*'
"""
)


def test_a_nested_stack_attaches_to_a_role_that_it_is_given() -> None:
    scan = scan_texts({"root.yaml": NESTING, "data.yaml": NESTED})
    assert found(scan) == ["data.yaml missing-caller-grant"]
    assert scan.findings[0].message.startswith("Role may `s3:GetObject` on Bucket")
    granted = (
        NESTED + "          - {Effect: Allow, Action: 'kms:Decrypt', Resource: !GetAtt Key.Arn}\n"
    )
    assert found(scan_texts({"root.yaml": NESTING, "data.yaml": granted})) == []
    assert found(scan_texts({"data.yaml": NESTED})) == []


def test_a_template_out_of_view_may_hold_what_is_missing() -> None:
    """The role is handed to a nested stack that may grant it the key."""
    role = (
        ROLE
        + """  Grants:
    Type: AWS::CloudFormation::Stack
    Properties: {TemplateURL: grants.yaml, Parameters: {Role: !Ref Role}}
"""
    )
    scan = scan_texts({**APART, "role.yaml": role})
    assert found(scan) == []
    pedantic = scan_texts({**APART, "role.yaml": role}, persona="pedantic")
    (finding,) = [f for f in pedantic.findings if f.rule == "missing-caller-grant"]
    assert finding.confidence == "unverified"
    unless = dict(finding.details)["unless"]
    assert "the template grants.yaml of the nested stack is not in view" in unless


def test_without_the_stack_between_nothing_is_claimed() -> None:
    assert found(scan_texts({"key.yaml": KEY, "role.yaml": ROLE})) == []


def test_names_that_are_likely_the_same_make_likely_findings() -> None:
    role = ROLE.replace(
        "{Arn: !ImportValue data-bucket}", "{Arn: {'Fn::ImportValue': !Sub '${N}-bucket'}}"
    )
    parameters = "Parameters: {N: {Type: String}}"
    scan = scan_texts({**APART, "role.yaml": parameters + role})
    assert [(f.rule, f.confidence) for f in scan.findings] == [("missing-caller-grant", "likely")]
    certain = scan_texts({**APART, "role.yaml": parameters + role}, min_confidence="certain")
    assert found(certain) == []


def test_the_fix_imports_the_key_and_proves_right(capsys: pytest.CaptureFixture[str]) -> None:
    write(APART)
    main(["scan", "--fix", "--unsafe-fixes", "."])
    assert "!ImportValue data-key" in Path("role.yaml").read_text()
    capsys.readouterr()
    assert main(["scan", "."]) == 0


def test_a_fix_in_one_template_is_seen_by_those_that_import_from_it() -> None:
    """The bucket's template is mended while the others stay as they are."""
    from iamlint.gathering import gather_again

    write(APART)
    scanner = Scanner(Request((".",)))
    before = scanner.gather()
    plain = BUCKET.replace("aws:kms", "AES256").replace(
        "              KMSMasterKeyID: !ImportValue data-key\n", ""
    )
    assert found(scanner.scan(before)) == ["role.yaml missing-caller-grant"]
    assert found(scanner.scan(gather_again(before, {"bucket.yaml": plain}))) == []
    renamed = BUCKET.replace("data-bucket", "other-bucket")
    assert found(scanner.scan(gather_again(before, {"bucket.yaml": renamed}))) == []
    again = gather_again(gather_again(before, {"bucket.yaml": renamed}), {"bucket.yaml": BUCKET})
    assert found(scanner.scan(again)) == ["role.yaml missing-caller-grant"]
    broken = gather_again(before, {"bucket.yaml": BUCKET + "\n  ]"})
    assert "role.yaml missing-caller-grant" not in found(scanner.scan(broken))


def test_documents_of_one_file_stay_in_their_order() -> None:
    texts = {"a.yaml": f"{ROLE}---{KEY}", "b.yaml": BUCKET}
    scan = scan_texts(texts)
    assert [reading.path for reading in scan.gathered.readings] == ["a.yaml", "a.yaml", "b.yaml"]
    assert [len(reading.identities) for reading in scan.gathered.readings] == [1, 0, 0]
    assert found(scan) == ["a.yaml missing-caller-grant"]


def output_of(app: str, to: str) -> None:
    shutil.copytree(CDK / app / "cdk.out", to)


def test_a_template_of_the_cdk_that_is_named_alone_knows_its_account() -> None:
    output_of("storage_grants", "cdk.out")
    scanner = Scanner(Request(("cdk.out/Storage.template.json",)))
    (reading,) = scanner.gather().readings
    assert (reading.account.literal, reading.region.literal) == ("111122223333", "eu-west-1")


def test_the_configuration_knows_better_than_the_manifest() -> None:
    output_of("storage_grants", "cdk.out")
    write({"iamlint.toml": 'account = "444455556666"\n'})
    (reading,) = Scanner(Request(("cdk.out",))).gather().readings
    assert (reading.account.literal, reading.region.literal) == ("444455556666", "eu-west-1")


def test_an_assembly_in_a_folder_of_any_name_is_generated() -> None:
    output_of("included", "build")
    (reading,) = Scanner(Request(("build",))).gather().readings
    assert reading.generated


def scanned(capsys: pytest.CaptureFixture[str], *arguments: str) -> tuple[int, str]:
    code = main(["scan", *arguments])
    out = capsys.readouterr()
    return code, out.out + out.err


def test_an_ignored_assembly_is_told_of_and_may_be_named(
    capsys: pytest.CaptureFixture[str],
) -> None:
    output_of("shared_data", "infra/cdk.out")
    write({".gitignore": "cdk.out\n", "infra/cdk.json": '{"app": "node app.js"}'})
    code, out = scanned(capsys, ".")
    assert code == 4
    assert "which git ignores here: name their folder too, `iamlint scan . infra/cdk.out`" in out
    code, out = scanned(capsys, ".", "infra/cdk.out")
    assert code == 1
    assert "missing-caller-grant" in out
    assert "git ignores" not in out
    code, out = scanned(capsys, "infra/cdk.out")
    assert "missing-caller-grant" in out


def test_an_app_that_was_not_synthesised_is_told_of(capsys: pytest.CaptureFixture[str]) -> None:
    write({"infra/cdk.json": '{"app": "node app.js"}', **APART})
    _, out = scanned(capsys, ".")
    (told,) = [line for line in out.splitlines() if line.startswith("infra/cdk.json:1:")]
    assert "not analysable" in told
    assert "run `cdk synth`, then scan infra/cdk.out" in told


def test_an_app_whose_assembly_is_in_view_needs_no_word(capsys: pytest.CaptureFixture[str]) -> None:
    output_of("boundary", "cdk.out")
    write({"cdk.json": "{}"})
    code, out = scanned(capsys, ".")
    assert code == 0
    assert "cdk.json" not in out


def test_findings_in_an_assembly_are_mended_by_snippets(capsys: pytest.CaptureFixture[str]) -> None:
    output_of("shared_data", "cdk.out")
    before = Path("cdk.out/Service.template.json").read_text()
    _, out = scanned(capsys, "--fix", "--unsafe-fixes", ".")
    assert Path("cdk.out/Service.template.json").read_text() == before
    assert '"Fn::ImportValue": "Keys:ExportsOutputFnGetAttKey' in out
    assert "in Service/ByHand/ServiceRole/DefaultPolicy/Resource" in out
