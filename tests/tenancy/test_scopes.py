"""What a scope lets through, and what happens without one."""

import pytest
from django.db import connection, transaction
from django.db.utils import IntegrityError, ProgrammingError

from audits.lifecycle.models import Audit
from audits.signoff.models import FrozenCopy
from lscp_portal.tenancy.scope import ScopeError, area_scope, school_scope, scope
from schools.register.models import School


def test_a_query_without_a_scope_raises(cast):
    with pytest.raises(ScopeError, match="No scope is open"):
        School.objects.count()


def test_the_database_refuses_what_the_manager_would_forget(cast):
    with pytest.raises(ProgrammingError, match="permission denied"), transaction.atomic():
        connection.cursor().execute("SELECT count(*) FROM schools_school")


def test_two_scopes_never_share_a_transaction(cast):
    other = scope(area_scope(cast.other_partnership.pk))
    with scope(area_scope(cast.partnership.pk)), pytest.raises(ScopeError, match="one scope"), other:
        pass


def test_a_partnership_sees_its_own_schools_only(cast):
    with scope(area_scope(cast.partnership.pk)):
        assert set(School.objects.values_list("urn", flat=True)) == {900001, 900002}
        with connection.cursor() as cursor:
            cursor.execute("SELECT urn FROM schools_school ORDER BY urn")
            assert [urn for (urn,) in cursor.fetchall()] == [900001, 900002]


def test_a_school_sees_itself_only(cast):
    with scope(school_scope(cast.partnership.pk, cast.here.pk)), connection.cursor() as cursor:
        cursor.execute("SELECT urn FROM schools_school")
        assert cursor.fetchall() == [(900001,)]
        cursor.execute("SELECT id FROM audits_audit")
        assert cursor.fetchall() == [(cast.audit.pk,)]


def test_a_row_cannot_hang_on_another_school_of_the_same_partnership(cast):
    with pytest.raises(IntegrityError, match="frozen_copy_audit_same_school"), scope(cast.scope_of("dsl")):
        FrozenCopy.objects.create(
            tenant=cast.partnership, school=cast.here, audit_id=cast.next_door_audit.pk, content="{}", sha256="0" * 64
        )


def test_a_state_cannot_skip_its_workflow(cast):
    with (
        pytest.raises(IntegrityError, match='audit cannot go from "invited" to "closed"'),
        scope(area_scope(cast.partnership.pk)),
    ):
        Audit.objects.filter(pk=cast.audit.pk).update(state="closed")


def test_the_role_is_gone_after_the_scope(cast):
    with scope(area_scope(cast.partnership.pk)):
        pass
    with connection.cursor() as cursor:
        cursor.execute("SELECT current_user, current_setting('app.tenant', true)")
        assert cursor.fetchone() == ("lscp_portal", "")
