"""Who at the partnership is told of a signed correction: the reader who holds the audit, else the leads."""

from datetime import date

import pytest

from audits.corrections.tasks import tell
from audits.review.actions import release_review
from lscp_portal.accounts.models import Membership
from lscp_portal.outbox.worker import scope_of
from tests.audits.correcting import amended, answered, asked, corrected, send_in, signed
from tests.audits.review_stage import claim


def letters(cast, database) -> set[tuple[int, str]]:
    """(person, path) of every letter to the partnership about a signed correction, once the worker was there."""
    with database.as_admin() as cursor:
        cursor.execute("SELECT arguments FROM lscp.outbox_message WHERE task = 'audits.tell_reader'")
        (arguments,) = (row[0] for row in cursor.fetchall())
    for _ in range(2):  # as after a crash
        tell(scope_of(cast.partnership.pk), **arguments)
    with database.as_admin() as cursor:
        cursor.execute(
            "SELECT (arguments->>'person_id')::bigint, arguments->>'path' FROM lscp.outbox_message "
            "WHERE arguments->>'template' = 'correction_signed' AND arguments->>'path' LIKE '/p/%'"
        )
        found = cursor.fetchall()
    assert len(found) == len(set(found))
    return set(found)


@pytest.fixture
def being_read(committed_cast):
    """Claimed by the reviewer, then corrected by the school."""
    send_in(committed_cast)
    review = claim(committed_cast, committed_cast.audit)
    correction = answered(committed_cast, asked(committed_cast))
    amended(committed_cast, correction)
    return committed_cast, review, correction


def all_sign(cast, correction) -> None:
    for who in ("dsl", "head", "chair"):
        signed(cast, correction, who)


def test_the_reader_of_this_audit_is_told_and_no_other_reviewer(being_read, committed):
    cast, review, correction = being_read
    all_sign(cast, correction)
    assert letters(cast, committed) == {(cast.people["reviewer"].pk, f"/p/eastmere/reviews/{review.pk}/")}


def test_the_leads_are_told_while_nobody_reads(committed_cast, committed):
    correction = corrected(committed_cast)
    to_lead = {(committed_cast.people["lead"].pk, f"/p/eastmere/corrections/{correction.pk}/")}
    assert letters(committed_cast, committed) == to_lead


def test_a_reader_who_gave_it_back_is_not_told(being_read, committed):
    cast, review, correction = being_read
    with cast.as_("reviewer"):
        release_review(actor=cast.actor("reviewer"), review_id=review.pk)
    all_sign(cast, correction)
    assert {who for who, _path in letters(cast, committed)} == {cast.people["lead"].pk}


def test_a_reader_who_has_left_is_not_told(being_read, committed):
    cast, _review, correction = being_read
    all_sign(cast, correction)
    with cast.as_("lead"):
        Membership.objects.filter(pk=cast.memberships["reviewer"].pk).update(ends_on=date(2026, 1, 1))
    assert {who for who, _path in letters(cast, committed)} == {cast.people["lead"].pk}
