"""When a comment can be made. Each rule yields its reasons to refuse."""

from collections.abc import Collection, Iterator
from datetime import date

from audits.frameworks.models import Framework
from lscp_portal.workflow import Blocker


def is_out_for_comment(framework: Framework, *, today: date) -> Iterator[Blocker]:
    """It is out for comment, and its last day is not over."""
    if framework.state != Framework.State.CONSULTED:
        yield Blocker("not_out", f"This version is {framework.get_state_display().lower()}: comments are closed.")
    elif framework.comments_until is not None and framework.comments_until < today:
        yield Blocker("closed", f"Comments closed on {framework.comments_until:%-d %B %Y}.")


def names_a_part(code: str, *, known: Collection[str]) -> Iterator[Blocker]:
    """It is about the whole, or about something that is in this version."""
    if code and code not in known:
        yield Blocker("unknown_part", f"There is no {code} in this version. Choose another part.")
