from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from iamlint.estate import names
from iamlint.text.holes import ACCOUNT, ANY, NAME, PARTITION, REGION, Hole, Text

BUCKET = Text(Hole("a.yaml#Bucket", NAME))
OTHER = Text(Hole("a.yaml#Other", NAME))
PART = Text(Hole("AWS::Partition", PARTITION))

texts = st.lists(
    st.one_of(
        st.text(alphabet="ab:/*", max_size=4),
        st.sampled_from([Hole("x", NAME), Hole("y", ANY), Hole("z", ACCOUNT)]),
    ),
    max_size=4,
).map(lambda pieces: Text(*pieces))


@given(texts, texts)
def test_same_is_symmetric(one: Text, other: Text) -> None:
    assert names.same(one, other) == names.same(other, one)


@given(texts)
def test_a_text_is_the_same_as_itself(one: Text) -> None:
    assert names.same(one, one) is True


fillable = st.lists(
    st.one_of(
        st.text(alphabet="ab:/*", max_size=4),
        st.sampled_from([Hole("x", NAME), Hole("y", ANY)]),
    ),
    max_size=4,
).map(lambda pieces: Text(*pieces))


@given(fillable, fillable, st.text(alphabet="ab", min_size=1), st.text(alphabet="ab:/"))
def test_what_is_never_the_same_differs_under_every_value(
    one: Text, other: Text, x: str, y: str
) -> None:
    def filled(text: Text) -> str:
        return "".join(
            piece if isinstance(piece, str) else {"x": x, "y": y}[piece.identity]
            for piece in text.pieces
        )

    if filled(one) == filled(other):
        assert names.same(one, other) is not False


@given(texts, texts)
def test_after_undoes_joining(one: Text, other: Text) -> None:
    assert names.after(one + other, one) == other


@pytest.mark.parametrize(
    ("inner", "outer"),
    [
        ("arn:aws:s3:::b/*", "arn:aws:s3:::b"),
        ("arn:aws:s3:::b*", "arn:aws:s3:::b"),
        ("arn:aws:dynamodb:r:1:table/T/index/*", "arn:aws:dynamodb:r:1:table/T"),
        ("arn:aws:logs:r:1:log-group:/x:*", "arn:aws:logs:r:1:log-group:/x"),
        (Text("arn:aws:s3:::") + BUCKET + "/in/*", Text("arn:aws:s3:::") + BUCKET),
        (Text("arn:aws:s3:::") + BUCKET + "/" + OTHER, Text("arn:aws:s3:::") + BUCKET),
    ],
)
def test_what_an_arn_lies_within(inner: str | Text, outer: str | Text) -> None:
    as_text = inner if isinstance(inner, Text) else Text(inner)
    assert (outer if isinstance(outer, Text) else Text(outer)) in list(names.enclosing(as_text))


def test_a_longer_name_lies_in_no_shorter_one() -> None:
    arn = Text("arn:aws:s3:::") + BUCKET + "-logs/*"
    assert Text("arn:aws:s3:::") + BUCKET not in list(names.enclosing(arn))


def test_an_arn_lies_in_nothing_that_is_called_like_its_service() -> None:
    found = list(names.enclosing(Text("arn:aws:logs:eu-west-1:111122223333:log-group:/app/*")))
    assert found[-1] == Text("arn:aws:logs:eu-west-1:111122223333:log-group")
    assert names.tail(Text("arn:aws:logs")) == Text("logs")


def test_the_partition_tells_nothing_apart() -> None:
    known, unknown = Text("arn:aws:s3:::b"), Text("arn:") + PART + ":s3:::b"
    assert names.tail(known) == names.tail(unknown) == Text("s3:::b")
    assert names.partition(unknown) == PART
    assert names.partition(known) == Text("aws")


def test_what_may_hide_a_colon_is_not_taken_apart() -> None:
    anything = Text(Hole("p", ANY))
    assert names.segments(Text("arn:aws:") + anything + ":x") is None
    assert names.tail(anything) is None
    assert names.segments(Text("not:an:arn")) is None


def test_the_account_of_an_arn() -> None:
    assert names.account_in(Text("arn:aws:sqs:r:111122223333:q")) == Text("111122223333")
    assert names.account_in(Text("arn:aws:sqs:*:*:q")) is None
    assert names.account_in(Text("arn:aws:s3:::b")) is None


def test_a_queues_url_tells_its_arn() -> None:
    region, account = Hole("AWS::Region", REGION), Hole("AWS::AccountId", ACCOUNT)
    queue = names.queue_in(Text("https://sqs.", region, ".amazonaws.com/", account, "/jobs-1"))
    assert queue is not None
    assert queue.pieces[2:] == (":sqs:", region, ":", account, ":jobs-1")
    for text in ("https://sqs.eu-west-1.amazonaws.com/111122223333", "https://example.com/1/jobs"):
        assert names.queue_in(Text(text)) is None
    assert names.queue_in(Text("https://sqs.", Hole("any", ANY), "/jobs")) is None
