"""All measurements: `python -m benchmarks`."""

from benchmarks import by_film, commands, imports, program, search

search.main()
program.main([])
by_film.main([])
commands.main()
imports.main([])
