"""Ask for an e-mail, in the transaction of what it tells about."""

from collections.abc import Iterable, Iterator
from datetime import date
from typing import Any

from lscp_portal.notify.messages import check_facts
from lscp_portal.outbox.posting import post_many

TASK = "notify.send"
Fact = int | date


def queue(*, template: str, key: str, to: Iterable[int], path: str, by: int | None = None, **facts: Fact) -> None:
    """Have one e-mail sent to each person in `to`, once for each template, key and person.

    to: person ids. path: where the reader goes, from "/". by: the person whose doing it was. facts: ids and dates
    as messages.KINDS lists them. Raises ValueError.
    """
    post_many(TASK, letters(template=template, key=key, to=to, path=path, by=by, **facts))


def letters(
    *, template: str, key: str, to: Iterable[int], path: str, by: int | None = None, **facts: Fact
) -> Iterator[tuple[str, dict[str, Any]]]:
    """What `queue` posts, as outbox messages: `post_many(TASK, chain.from_iterable(…))` takes hundreds at once."""
    check_facts(template, facts)
    if not path.startswith("/"):
        raise ValueError(f"The path {path!r} of an e-mail must begin with a slash.")
    plain = {name: fact.isoformat() if isinstance(fact, date) else fact for name, fact in facts.items()}
    for person_id in dict.fromkeys(to):
        reference = f"{template}:{key}:{person_id}"
        yield (
            reference,
            {
                "template": template,
                "reference": reference,
                "person_id": person_id,
                "path": path,
                "by": by,
                "facts": plain,
            },
        )
