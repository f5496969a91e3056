"""One of many people who write into the same box at the same time."""

import uuid
from random import Random

from django.db import connections

from audits.answers.types import AnswerConflict, Entry
from tests.audits.answering import save
from tests.people import Cast

TIMES, AGAIN = 10, 0.2


def editor(cast: Cast, number: int, who: str) -> list[tuple[int, str]]:
    """Save ten times on what was seen last, a fifth of them blindly again; (revision, words) acknowledged as new."""
    chance, read, acknowledged = Random(number), 0, []  # noqa: S311 - the same race each time
    try:
        for turn in range(TIMES):
            words, operation = f"{who} {number}, turn {turn}", uuid.uuid4()
            try:
                saved = save(cast, who, "LG1", Entry(how_we_know=words), read=read, operation=operation)
                acknowledged.append((saved.revision, words))
                read = saved.revision
                if chance.random() < AGAIN:
                    again = save(cast, who, "LG1", Entry(how_we_know=words), read=read - 1, operation=operation)
                    assert (again.revision, again.is_new) == (saved.revision, False)
            except AnswerConflict as conflict:
                read = conflict.theirs.revision
        return acknowledged
    finally:
        connections.close_all()
