"""What crosses the layers of corrections."""


class OldPage(Exception):
    """The new wording was changed after the page was opened. Nothing was written."""
