"""Poor-quality returns: a letter to chair and head, a return mended in twenty working days, help, and further steps."""
