"""`python -m audit` is `postaudit`."""

import sys

from audit.cli import main

if __name__ == "__main__":
    sys.exit(main())
