"""The minutes that a reading took: the reader's own, seen by nobody else (docs/developer/decisions/0025)."""
