"""`python -m seen` is the command line."""

import sys

from seen.cli import main

if __name__ == "__main__":
    sys.exit(main())
