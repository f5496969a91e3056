"""How many statements bands take: the same for a handful of returns and for two hundred."""

import pytest
from django.utils import timezone

from audits.lifecycle.models import Audit
from audits.review.queue import queue_page
from audits.review.types import QueueFilter
from audits.triage.facts import facts_of
from audits.triage.listing import BandFilter, band_list
from audits.triage.rule_queries import preview_of
from audits.triage.rulebook import default_rules
from audits.triage.sample_queries import sample_page
from audits.triage.texts import compare, texts_of
from lscp_portal.tenancy.scope import area_scope, scope
from tests.audits import review_stage
from tests.audits.last_year import make_last_year
from tests.audits.test_answer_budgets import counted
from tests.triage import stage

FEW, MANY = 3, 199
LIST, PREVIEW, SAMPLE, FACTS, TEXTS, QUEUE = 6, 3, 6, 9, 4, 3
PAGES = {"triage/": 14, "reviews/?state=all": 11}


@pytest.mark.parametrize("number", [FEW, MANY])
def test_statements_do_not_grow_with_returns(cast, number):
    review_stage.hand_in(cast, review_stage.claim(cast, make_last_year(cast)))
    stage.submitted(cast)
    stage.many(cast, number, ("standard", "light", "proposed"))
    actor, today = cast.actor("lead"), timezone.localdate()
    with scope(area_scope(cast.partnership.pk, person=cast.people["lead"].pk)):
        audits = list(Audit.objects.filter(state="submitted").select_related("school", "cycle"))
        assert len(audits) == number + 1
        works = {
            "list": lambda: band_list(actor=actor, wanted=BandFilter()),
            "preview": lambda: preview_of(actor=actor, book=default_rules()),
            "sample": lambda: sample_page(cycle_id=cast.cycle.pk),
            "facts": lambda: facts_of(audits, today=today),
            "texts": lambda: compare(texts_of(audit_id=cast.audit.pk)),
            "queue": lambda: queue_page(actor=actor, wanted=QueueFilter(state="all"), today=today),
        }
        found = {}
        for name, work in works.items():
            with counted() as seen:
                work()
            found[name] = len(seen)
    client = cast.client("lead")
    for path in PAGES:
        with counted() as seen:
            assert client.get(f"/p/eastmere/{path}").status_code == 200
        found[path] = len(seen)
    print(f"statements with {number + 1} returns: {found}")
    assert found == {
        "list": LIST, "preview": PREVIEW, "sample": SAMPLE, "facts": FACTS, "texts": TEXTS, "queue": QUEUE, **PAGES,
    }  # fmt: skip
