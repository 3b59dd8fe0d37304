"""What ends a start: one line that says what is wrong and what to do."""


class CannotStart(Exception):  # noqa: N818 - read as a sentence where it is raised
    """Its text is for the user."""
