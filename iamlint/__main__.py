"""`python -m iamlint`."""

import os
import sys

# What is judged is never a source of code: Python puts the working directory first.
if sys.path and sys.path[0] == os.getcwd():
    del sys.path[0]

from iamlint.cli import run

run()
