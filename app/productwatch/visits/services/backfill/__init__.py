"""Visits of the past, from a file: a web server's access log, or lines of JSON."""
