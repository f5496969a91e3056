"""What the school's people see of their improvements: announced, found by whoever owns one, and told who looks next."""

import re

import pytest
from django.utils import timezone

from audits.improvement.actions import say_done
from audits.improvement.models import Improvement
from audits.improvement.policies import may_verify
from audits.improvement.queries import waiting_here
from lscp_portal.ui.fields import in_words
from tests.audits import improving
from tests.audits import review_stage as stage
from tests.reports import handover_stage

HOME, LIST = "/s/900001/", "/s/900001/improving/"


def words(client, address: str, status: int = 200) -> str:
    """What stands on a page, in one line, without its marks."""
    answer = client.get(address)
    assert answer.status_code == status
    return plain(answer)


def plain(answer) -> str:
    """The words of an answer."""
    return " ".join(re.sub(r"<[^>]+>", "", answer.content.decode()).split())


def links(client, address: str) -> list[str]:
    """Where the main part of a page leads to."""
    answer = client.get(address)
    assert answer.status_code == 200
    main = answer.content.decode().split("<main", 1)[1].split("</main>", 1)[0]
    return re.findall(r'href="([^"#]+)"', main)


@pytest.mark.parametrize(
    ("code", "role", "who"),
    [
        ("", "", "A governor, or another of head, safeguarding lead and deputy"),
        ("", "Site manager", "A governor or a reviewer of the partnership"),
        ("LG1", "", "A reviewer or visit team member of the partnership"),
    ],
)
def test_whoever_says_it_is_done_reads_who_looks_next(cast, code, role, who):
    work = improving.own(cast, owner="deputy_dsl", code=code, words=role)
    answer = cast.client("dsl").post(f"{LIST}{work.pk}/done/", {"words": improving.SHOWN}, follow=True)
    assert f"Kept. {who}" in plain(answer)
