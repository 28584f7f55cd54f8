"""The text of one release file: what it says, where it says it, and what is wrong with it."""
