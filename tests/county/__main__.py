"""Write the shipped county: python -m tests.county inputs"""

import sys

from . import SHIPPED, draw

if len(sys.argv) != 2 or sys.argv[1].startswith("-"):
    sys.exit("usage: python -m tests.county FOLDER")
draw(SHIPPED).write(sys.argv[1])
