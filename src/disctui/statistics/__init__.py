"""Counts of a library and its diary: panels of bars, each of them a query, from the index alone."""
