"""`python -m iamlint`."""

from iamlint.cli import run

run()
