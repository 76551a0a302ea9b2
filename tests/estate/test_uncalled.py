"""What is called by another name than its own is called."""

from __future__ import annotations

from iamlint.catalog import catalog
from iamlint.estate.uncalled import callable_names
from iamlint.testing import scan_texts


def test_a_waiter_calls_the_operation_behind_it() -> None:
    estate = scan_texts({"a.json": "{}"}).gathered.estate()
    assert estate.catalog.table("sdk_waiters") == catalog().table("sdk_waiters")
    names = callable_names(estate)
    assert "tableexists" in names["dynamodb:describetable"]
    assert "objectexists" in names["s3:getobject"]
    assert "stackcreatecomplete" in names["cloudformation:describestacks"]
