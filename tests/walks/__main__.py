"""`python -m tests.walks`: from a checkout, where what tests share is found beside this package."""

import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parents[1]))

from walks.command import main

if __name__ == "__main__":
    sys.exit(main())
