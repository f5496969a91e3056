"""Every page there is, looked at: a new address is opened the day it appears, narrow and wide, with axe."""

import pytest

from tests.browser.addresses import addresses
from tests.browser.person import LOOK, OK
from tests.browser.test_small_screens import WORDS, signs_in
from tests.browser.test_strangers import record as a_record
from tests.people import TRUST_UID, make_cast

pytestmark = pytest.mark.browser

NARROWEST, DESK = 320, 1280
FIRST_PAGES = {
    "lead": "/p/eastmere/", "administrator": "/p/eastmere/", "reviewer": "/p/eastmere/", "publisher": "/p/eastmere/",
    "dsl": "/s/900001/", "head": "/s/900001/", "trust_lead": f"/t/{TRUST_UID}/",
}  # fmt: skip
AT_LEAST = {"p": 95, "s": 20, "t": 4}
LONG = "oluwaseun.featherstonehaughnorthcote@governors.saintbartholomewprimary.lscp.test"  # no hyphen to break at
record = a_record


@pytest.fixture
def cast(committed):
    """The cast in the database that the processes see; one person of each kind can sign in."""
    made = make_cast()
    for who in FIRST_PAGES:
        made.people[who].set_password(WORDS)
        made.people[who].save()
    made.people["chair"].email = LONG
    made.people["chair"].save()
    return made


@pytest.mark.parametrize("place", AT_LEAST)
def test_every_page_fits_and_axe_finds_nothing(cast, record, person, place):
    """Each by the first of these people who may open it, in the state in which the record stands."""
    wanted = [address for address in addresses() if address.route.startswith(f"{place}/")]
    left = {address.with_values(record) for address in wanted}
    shown = 0
    for who in [who for who, first in FIRST_PAGES.items() if first[1] == place]:
        somebody = signs_in(person(who, width=NARROWEST), who.replace("_", "-"), FIRST_PAGES[who])
        opened = [path for path in sorted(left) if is_a_page(somebody, path)]
        for path in opened:
            somebody.open(path)
            fits_on_a_desk(somebody)
        left -= set(opened)
        shown += len(opened)
    assert shown >= AT_LEAST[place]


def is_a_page(somebody, path):
    """Whether this person gets a page there: no file, no redirect, nothing refused."""
    answer = somebody.page.request.get(somebody.site + path, max_redirects=0)
    is_kept = "attachment" in answer.headers.get("content-disposition", "")
    return answer.status == OK and not is_kept and "text/html" in answer.headers["content-type"]


def fits_on_a_desk(somebody):
    """The page at hand, on a wide screen."""
    somebody.page.set_viewport_size({"width": DESK, "height": 900})
    seen = somebody.page.evaluate(LOOK)
    assert seen["width"] <= seen["screen"], f"{somebody.path}: {seen['width']} wide on a screen of {DESK}"
    somebody.page.set_viewport_size({"width": NARROWEST, "height": 900})
