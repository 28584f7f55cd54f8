"""All measurements: `python -m benchmarks`."""

from benchmarks.search import main

main()
