"""The random sample: a draw that anybody can repeat with the published seed and a tool that makes SHA-256.

Method “sha256-1”: for each URN that can be drawn, take the SHA-256 of the text “seed:URN” (the seed in lower-case
hexadecimal, the URN in digits, UTF-8), as lower-case hexadecimal. Sort the URNs by it. The first ones are the sample:
the share of all, rounded up. Nobody can choose the seed: it is 32 bytes of the operating system, drawn once.
"""

import secrets
from collections.abc import Collection
from hashlib import sha256

METHOD = "sha256-1"


def new_seed() -> str:
    """32 random bytes, as 64 hexadecimal digits."""
    return secrets.token_hex(32)


def draw(*, seed: str, frame: Collection[int], percent: int) -> list[int]:
    """The URNs drawn from the frame, in the order of drawing; the same for the same seed, frame and share."""
    ordered = sorted(set(frame), key=lambda urn: sha256(f"{seed}:{urn}".encode()).hexdigest())
    return ordered[: -(-len(ordered) * percent // 100)]
