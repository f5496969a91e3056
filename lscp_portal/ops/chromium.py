"""The browser of the browser tests: the machine's own."""

import os
import shutil

NAMES = ("chromium", "chromium-browser", "google-chrome")


def chromium() -> str:
    """The path of Chromium: $CHROMIUM, or the first found on PATH. Raises RuntimeError that says what to install."""
    found = os.environ.get("CHROMIUM") or next(filter(None, map(shutil.which, NAMES)), None)
    if not found:
        raise RuntimeError("The browser tests need Chromium. Install it with: sudo apt-get install chromium")
    return found
