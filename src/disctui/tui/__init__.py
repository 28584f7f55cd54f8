"""The browser: the only part of the program that knows of a screen."""
