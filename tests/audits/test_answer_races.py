"""Many editors at once, with real commits: what was acknowledged is kept, once, and nothing is overwritten unseen."""

import random
import uuid
from collections import Counter
from concurrent.futures import ThreadPoolExecutor

from django.db import connections

from audits.answers.models import Answer, AnswerRevision
from audits.answers.types import AnswerConflict, Entry
from audits.lifecycle.models import Audit
from audits.signoff.models import Signature
from lscp_portal.workflow import Refused
from tests.audits.answering import ready, save, sign_as
from tests.people import ASKED

EDITORS, CHANGES, REPEATS = 12, 12, 0.2
CODES = ASKED[:3]
WHO = ("dsl", "deputy_dsl", "link_governor")


def edit(cast, number: int) -> tuple[list[tuple[str, int, str]], Counter[str]]:
    """One editor's hour: (code, revision, words) for every acknowledged change, and what happened how often."""
    dice, seen = random.Random(number), Counter[str]()  # noqa: S311 - a game, repeatable
    acknowledged: list[tuple[str, int, str]] = []
    known = dict.fromkeys(CODES, 0)
    done = 0
    while done < CHANGES:
        code, words, operation = dice.choice(CODES), f"editor {number}, change {done}", uuid.uuid4()
        entry = Entry("not_checked", None, words)
        try:
            saved = save(cast, WHO[number % 3], code, entry, read=known[code], operation=operation)
        except AnswerConflict as conflict:
            known[code] = conflict.theirs.revision
            seen["conflict"] += 1
            continue
        if dice.random() < REPEATS:
            again = save(cast, WHO[number % 3], code, entry, read=known[code], operation=operation)
            assert again.revision == saved.revision
            seen["repeat"] += 1
        known[code] = saved.revision
        acknowledged.append((code, saved.revision, words))
        done += 1
    connections["default"].close()
    return acknowledged, seen


def test_twelve_editors_with_repeats_lose_nothing(committed_cast):
    cast = committed_cast
    with ThreadPoolExecutor(EDITORS) as pool:
        results = list(pool.map(lambda number: edit(cast, number), range(EDITORS)))
    acknowledged = [change for changes, _ in results for change in changes]
    seen = sum((counted for _, counted in results), Counter())
    with cast.as_("dsl"):
        rows = AnswerRevision.objects.values_list("answer__indicator__code", "revision", "how_we_know")
        latest = Answer.objects.values_list("indicator__code", "revision", "how_we_know")
        stored, last = sorted(rows), sorted(latest)
    assert len(acknowledged) == EDITORS * CHANGES
    assert stored == sorted(acknowledged)
    for code in CODES:
        mine = [(revision, words) for name, revision, words in stored if name == code]
        assert [revision for revision, _ in mine] == list(range(1, len(mine) + 1))
        assert (code, *mine[-1]) in last
    assert seen["conflict"] > 0
    assert seen["repeat"] > 0


def test_a_double_click_signs_once(committed_cast):
    cast = committed_cast
    ready(cast)

    def click(_number: int) -> str:
        try:
            sign_as(cast, "dsl")
        except Refused:
            return "refused"
        finally:
            connections["default"].close()
        return "signed"

    with ThreadPoolExecutor(4) as pool:
        assert sorted(pool.map(click, range(4))) == ["refused", "refused", "refused", "signed"]
    with cast.as_("dsl"):
        assert Signature.objects.count() == 1
        assert Audit.objects.get(pk=cast.audit.pk).state == "internal_check"
