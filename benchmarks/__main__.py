"""All measurements: `python -m benchmarks`."""

from benchmarks import program, search

search.main()
program.main([])
