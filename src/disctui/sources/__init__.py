"""Where what is missing in a release file can come from: data of others, asked for one film or one bar code."""
