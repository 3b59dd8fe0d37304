"""The process that tells what happens while it happens, to clients that hold a connection open."""
