"""How much a browser that has never been here receives to show a section of twelve indicators."""

from random import Random

import pytest

from audits.answers.models import Answer
from audits.lifecycle.models import Audit
from tests.audits.answering import address
from tests.audits.last_year import make_last_year
from tests.browser.loss_stage import desk as the_desk
from tests.browser.traffic import Traffic
from tests.people import make_cast

pytestmark = pytest.mark.browser
desk = the_desk

TWELVE = (*(f"LG{number}" for number in range(1, 9)), *(f"CU{number}" for number in range(1, 5)))
MOVE = """UPDATE lscp.audits_indicator SET section_id = %(section)s WHERE code = ANY(%(codes)s)
    AND framework_id = (SELECT framework_id FROM lscp.audits_section WHERE id = %(section)s)"""
MOST = 150_000
MOST_WORDS = 300  # the box “What shows it” takes no more


@pytest.fixture
def committed_cast(committed):
    """The cast; its first section has twelve indicators, four of them from the next. All are asked."""
    cast = make_cast()
    with committed.as_admin() as cursor:
        cursor.execute("SET session_replication_role = replica")  # a published framework refuses it
        cursor.execute(MOVE, {"section": cast.indicators["LG1"].section_id, "codes": list(TWELVE)})
    with cast.as_("lead"):
        asked = [cast.indicators[code].pk for code in TWELVE]
        Audit.objects.filter(pk=cast.audit.pk).update(indicator_ids=asked)
    return cast


def in_other_words(chance: Random) -> str:
    """As many words as fit, no two texts alike: equal texts would be squeezed to nothing on the line."""
    letters = "etaoinshrdlucmfwyp"
    return " ".join("".join(chance.choices(letters, k=chance.randint(2, 9))) for _word in range(MOST_WORDS))


def test_a_section_of_twelve_full_answers_beside_last_years(desk, capsys):
    cast, chance = desk.cast, Random(12)  # noqa: S311 - the same words each time
    last = make_last_year(cast, codes=TWELVE)
    with cast.as_("dsl"):
        audit = Audit.objects.get(pk=cast.audit.pk)
        for answer in Answer.objects.filter(audit=last):
            Answer.objects.filter(pk=answer.pk).update(how_we_know=in_other_words(chance))
        Answer.objects.bulk_create(
            Answer(
                audit=audit, indicator_id=key, level="secure", strength=2, how_we_know=in_other_words(chance),
                revision=1, saved_by_id=cast.people["dsl"].pk, **audit.owner,
            )
            for key in audit.indicator_ids
        )  # fmt: skip
    weights = {}
    for name, path in (("section", "/s/900001/audit/lg/"), ("indicator", address("LG1"))):
        page = desk.device("dsl").new_page()
        traffic = Traffic(page)
        page.goto(desk.site + path, wait_until="networkidle")
        weights[name] = (traffic.received, len(traffic.requests))
        assert page.locator("main h1").count() == 1
    assert page.locator("form[data-autosave]").count() == 1
    with capsys.disabled():
        told = "; ".join(
            f"{name} {weight / 1000:.0f} kB in {asked} requests" for name, (weight, asked) in weights.items()
        )
        print(f"\n  First visit, every box full: {told}.")
    assert all(weight < MOST for weight, _asked in weights.values()), weights
