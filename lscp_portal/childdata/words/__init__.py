"""Word lists, one a file: words parted by spaces, lines that start with # say what the list is."""

from pathlib import Path


def word_list(name: str) -> frozenset[str]:
    """The words of `<name>.txt` beside this file."""
    lines = Path(__file__).with_name(f"{name}.txt").read_text(encoding="utf-8").splitlines()
    return frozenset(word for line in lines if not line.startswith("#") for word in line.split())
