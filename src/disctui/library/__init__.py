"""A folder of release files: listed, read and fingerprinted without trusting anything in it."""
