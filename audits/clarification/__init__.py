"""Numbered questions to a school about what it signed, and the clock that waits for its answers."""
