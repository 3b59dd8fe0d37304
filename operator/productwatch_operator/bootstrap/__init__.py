"""The Secrets that a release needs before anything can start."""
