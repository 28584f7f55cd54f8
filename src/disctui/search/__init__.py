"""Search: whatever is half remembered, in any spelling, is the first hit."""
