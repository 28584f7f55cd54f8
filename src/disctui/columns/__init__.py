"""Arrays of strings and of arrays, and how they are kept in a file: they know nothing of films."""
