"""What must hold before a record that was handed over is accepted."""

import json
from collections.abc import Iterator, Sequence

from audits.signoff.freezing import sha256_of
from lscp_portal.workflow import Blocker
from schools.handovers.models import Handover, HandoverItem


def manifest_text(manifest: Sequence[dict[str, str]]) -> str:
    """The manifest as its hash is made of it: canonical JSON."""
    return json.dumps(manifest, sort_keys=True, separators=(",", ":"), ensure_ascii=False)


def is_whole(handover: Handover, items: Sequence[HandoverItem]) -> Iterator[Blocker]:
    """The manifest is what was given, every paper on it is there, and each is what its hash says."""
    if sha256_of(manifest_text(handover.manifest)) != handover.sha256:
        yield Blocker("manifest", "The list of papers is not the one that was given. Ask the other partnership.")
    listed = sorted(paper["sha256"] for paper in handover.manifest)
    if sorted(item.sha256 for item in items) != listed:
        yield Blocker("missing", "Not every paper of the list is there. Ask the other partnership.")
    broken = sum(sha256_of(item.content) != item.sha256 for item in items)
    if broken:
        yield Blocker("broken", f"{broken} of the papers are not what was given. Ask the other partnership.")


def is_in_register(school_id: int | None) -> Iterator[Blocker]:
    """The school is one of ours and has not left."""
    if school_id is None:
        yield Blocker("school", "The school is not in your register yet. Take over its move in the register first.")
