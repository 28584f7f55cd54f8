"""All measurements: `python -m benchmarks`."""

from benchmarks import commands, program, search

search.main()
program.main([])
commands.main()
