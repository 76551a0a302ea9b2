"""Numbers, instants, networks and truth values, as condition operators read them.

Each reader gives None for a text that is none of its kind.

https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_elements_condition_operators.html
"""

from __future__ import annotations

import re
from functools import lru_cache

from iamlint.text.hints import TYPE_CHECKING, Final
from iamlint.text.late import late

if TYPE_CHECKING:
    from decimal import Decimal
    from ipaddress import IPv4Address, IPv4Network, IPv6Address, IPv6Network

    Address = IPv4Address | IPv6Address
    Network = IPv4Network | IPv6Network

_NUMBER: Final = late(r"[+-]?(\d+\.?\d*|\.\d+)([eE][+-]?\d{1,9})?", re.ASCII)
_SECONDS: Final = late(r"[+-]?\d+(\.\d+)?", re.ASCII)
_YEAR: Final = late(r"\d{4}", re.ASCII)
_DATE: Final = late(
    r"(\d{4})(?:-(\d\d)(?:-(\d\d)"
    r"(?:[Tt](\d\d):(\d\d)(?::(\d\d)(\.\d+)?)?([Zz]|[+-]\d\d:?\d\d)?)?)?)?",
    re.ASCII,
)
_BASE64: Final = late(r"(?:[A-Za-z0-9+/]{4})*(?:[A-Za-z0-9+/]{2}==|[A-Za-z0-9+/]{3}=)?")


@lru_cache(maxsize=1024)
def number(text: str) -> Decimal | None:
    """A decimal number with sign, point and exponent, exactly."""
    if not _NUMBER.fullmatch(text):
        return None
    from decimal import Decimal

    return Decimal(text)


@lru_cache(maxsize=1024)
def instant(text: str) -> Decimal | None:
    """Seconds since 1970 in UTC: of an ISO 8601 date (W3C profile), or of epoch seconds. Four
    digits are a year; a date without a time is midnight, without an offset UTC.
    """
    from decimal import Decimal

    if _SECONDS.fullmatch(text) and not _YEAR.fullmatch(text):
        return Decimal(text)
    parts = _DATE.fullmatch(text)
    if parts is None:
        return None
    from datetime import datetime, timedelta, timezone

    year, month, day, hour, minute, second, fraction, offset = parts.groups()
    try:
        moment = datetime(
            *(int(year), int(month or 1), int(day or 1)),
            *(int(hour or 0), int(minute or 0), int(second or 0)),
            tzinfo=timezone.utc,
        )
    except ValueError:
        return None
    since = moment - datetime(1970, 1, 1, tzinfo=timezone.utc)
    seconds = since // timedelta(seconds=1) - _offset_seconds(offset)
    return seconds + Decimal(fraction or 0)


def _offset_seconds(offset: str | None) -> int:
    if offset is None or offset in "Zz":
        return 0
    seconds = (int(offset[1:3]) * 60 + int(offset[-2:])) * 60
    return -seconds if offset[0] == "-" else seconds


@lru_cache(maxsize=1024)
def network(text: str) -> Network | None:
    """A CIDR block, host bits ignored, or one address."""
    from ipaddress import ip_network

    _, slash, length = text.partition("/")
    if "%" in text or (slash and not (length.isascii() and length.isdigit())):
        return None
    try:
        return ip_network(text, strict=False)
    except ValueError:
        return None


@lru_cache(maxsize=1024)
def address(text: str) -> Address | None:
    """One address; an IPv4 address carried in IPv6 is the IPv4 it carries."""
    from ipaddress import IPv6Address, ip_address

    if "%" in text:
        return None
    try:
        found = ip_address(text)
    except ValueError:
        return None
    if isinstance(found, IPv6Address) and found.ipv4_mapped is not None:
        return found.ipv4_mapped
    return found


def is_true(text: str) -> bool:
    """`true` in any case; everything else is false."""
    return text.lower() == "true"


def is_base64(text: str) -> bool:
    """Valid base64, padding included."""
    return _BASE64.fullmatch(text) is not None
