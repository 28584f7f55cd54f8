"""All measurements: `python -m benchmarks`."""

from benchmarks import commands, imports, program, search

search.main()
program.main([])
commands.main()
imports.main([])
