"""Papers made from the code: who may do what at which address, and a picture of every workflow."""

import inspect
from collections.abc import Iterator
from typing import Any

from django.urls import URLPattern, URLResolver, get_resolver

from lscp_portal.workflow import Workflow

MADE = "Made from the code by `./run manage write_papers`; a change of rights shows here as a changed line.\n"
LIBRARIES = ("account_", "reauthentication")


def papers() -> dict[str, str]:
    """Every paper: path below docs/ -> its whole text."""
    flows = {
        f"workflows/{flow.name.replace(' ', '-')}.md": workflow_paper(flow) for flow in Workflow.registered.values()
    }
    return {"developer/permissions.md": permissions_paper(), **flows}


def permissions_paper() -> str:
    """One line an address: who may, in the words of the policy."""
    lines = [f"| `/{address}` | {who(view)} |" for address, view in sorted(addresses(), key=lambda row: row[0])]
    head = ["# Who may open which address", "", MADE, "| Address | Who |", "|---|---|"]
    return "\n".join([*head, *lines, ""])


def addresses(patterns: Any = None, root: str = "") -> Iterator[tuple[str, Any]]:  # noqa: ANN401 - Django's resolver
    """Every address of ours with its view; those of libraries are left out."""
    for entry in patterns if patterns is not None else get_resolver().url_patterns:
        address = root + str(entry.pattern)
        if isinstance(entry, URLResolver):
            yield from addresses(entry.url_patterns, address)
        elif isinstance(entry, URLPattern) and not (entry.name or "").startswith(LIBRARIES):
            yield address, entry.callback


def who(view: Any) -> str:  # noqa: ANN401 - any view
    """The policy's first sentence, or the reason why anybody may."""
    if because := getattr(view, "public_because", ""):
        return f"anybody: {because}"
    policy = getattr(view, "policy", None)
    if policy is None:
        return "**nobody said**"
    return f"`{policy.__name__}`: {(inspect.getdoc(policy) or '').splitlines()[0]}"


def workflow_paper(flow: Workflow) -> str:
    """The states, whose turn each is, and every transition with who may and what must hold first."""
    head = [f"# {flow.name.capitalize()}", "", MADE, "```mermaid", flow.mermaid(), "```", ""]
    turns = [
        "| State | Whose turn |",
        "|---|---|",
        *(f"| {state} | {turn} |" for state, turn in flow.turns.items()),
        "",
    ]
    moves = ["| Transition | From | To | Who may | What must hold first |", "|---|---|---|---|---|"]
    moves += [
        f"| {row.name} | {', '.join(sorted(row.sources))} | {row.target} | {spoken(row.may)} | "
        f"{' '.join(spoken(rule) for rule in row.rules)} |"
        for row in flow.transitions.values()
    ]
    return "\n".join([*head, *turns, *moves, ""])


def spoken(function: Any) -> str:  # noqa: ANN401 - a policy or a rule
    """The first sentence of its docstring."""
    return (inspect.getdoc(function) or function.__name__).split("\n")[0]
