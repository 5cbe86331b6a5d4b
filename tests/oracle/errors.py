"""The two ways in which a simulate line can be refused before it is decided."""


class InvalidPolicy(Exception):
    """A policy document that a strict loader must not accept."""


class InvalidRequest(Exception):
    """A line, or the request in it, that cannot be understood."""
