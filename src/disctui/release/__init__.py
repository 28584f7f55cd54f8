"""What a release is, how it is shown in full, and the schema of its file."""
