"""Server-sent events: many clients that hold a connection open, told from one source, with no thread for each."""
