"""The threads of the browser: they read, search and watch, and post messages."""
