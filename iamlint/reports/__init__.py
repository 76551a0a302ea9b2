"""From findings to text, in the forms that people and other programs read."""

from __future__ import annotations

from iamlint.text.hints import TYPE_CHECKING
from iamlint.text.modules import module_named
from iamlint.text.records import NamedTuple

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from iamlint.coverage import Coverage, Tally
    from iamlint.finding import Finding, Summary
    from iamlint.packs import Rule

FORMATS = ("text", "concise", "json", "sarif", "github")


class Report(NamedTuple):
    """What a report is made of. `rules` are those that ran, by name; `color` is for `text`;
    Of what `coverage` tells to be not analysable people are told the first few, or with `verbose`
    all; with `show_coverage` the whole of it is shown.
    """

    findings: Sequence[Finding]
    summary: Summary
    rules: Mapping[str, Rule]
    color: bool = False
    coverage: Tally | None = None
    verbose: bool = False
    show_coverage: bool = False

    @property
    def shown_coverage(self) -> Coverage | None:
        """The coverage where all of it is to be shown."""
        from iamlint.coverage import Coverage

        wanted = self.show_coverage and isinstance(self.coverage, Coverage)
        return self.coverage if wanted else None  # type: ignore[return-value]


def render(form: str, report: Report) -> str:
    """The report in one of `FORMATS`, with a line end behind it."""
    return "".join(pieces(form, report))


def pieces(form: str, report: Report) -> Iterable[str]:
    """The same, bit by bit where it may be large."""
    module = module_named(f"iamlint.reports.{form}")
    bit_by_bit = getattr(module, "pieces", None)
    found: Iterable[str] = (
        bit_by_bit(report) if bit_by_bit is not None else (module.render(report),)
    )
    return found
