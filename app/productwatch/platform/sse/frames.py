"""What stands in a stream: https://html.spec.whatwg.org/multipage/server-sent-events.html#parsing-an-event-stream."""

MEDIA_TYPE = "text/event-stream"

HEARTBEAT = b": still here\n\n"
"""A comment: clients leave it out, proxies see that the connection lives."""


def event(name: str, data: bytes) -> bytes:
    """`data` is one line, as JSON is."""
    return b"event: %b\ndata: %b\n\n" % (name.encode(), data)


def retry(milliseconds: int) -> bytes:
    """After which a client whose connection has ended comes again."""
    return b"retry: %d\n\n" % milliseconds
