"""A message is kept with its change, done once, put off when it fails, and never crosses partnerships."""

from contextlib import contextmanager
from datetime import timedelta

import pytest
from django.db import connection, connections
from django.db.utils import ProgrammingError
from django.utils import timezone

from lscp_portal.outbox import worker
from lscp_portal.outbox.models import OutboxMessage
from lscp_portal.outbox.posting import post, post_many
from lscp_portal.outbox.tasks import sweep
from lscp_portal.settings import environment
from lscp_portal.tenancy.scope import ScopeError, public_scope, scope
from schools.register.models import School


@contextmanager
def as_worker():
    """The worker's own login on the first connection, as in its process."""
    before = dict(connections["default"].settings_dict)
    connection.close()
    connections["default"].settings_dict.update(environment.database("LSCP_WORKER_DATABASE_URL"))
    try:
        yield
    finally:
        connection.close()
        connections["default"].settings_dict.update(before)


@pytest.fixture
def done(monkeypatch):
    """A task of this test: notes the schools it could see."""
    seen = []

    def look(open_scope, *, fail=False):
        with open_scope():
            seen.append(sorted(School.objects.values_list("urn", flat=True)))
        if fail:
            raise ValueError("somebody's words")

    monkeypatch.setitem(worker.handlers, "test.look", look)
    return seen


def the_message():
    return OutboxMessage.objects.get()


def test_a_change_that_is_rolled_back_takes_its_message_along(committed_cast):
    with pytest.raises(ZeroDivisionError), committed_cast.as_("lead"):
        post("test.look", key="one")
        raise ZeroDivisionError
    with as_worker():
        assert not OutboxMessage.objects.exists()


def test_a_message_is_done_in_its_own_partnership_and_once(committed_cast, done):
    with committed_cast.as_("lead"):
        post("test.look", key="one")
        post("test.look", key="one")
    with as_worker():
        worker.do(the_message().pk)
        worker.do(the_message().pk)
        assert the_message().done_at is not None
    assert done == [[900001, 900002]]


def test_a_failure_is_put_off_further_each_time_and_keeps_no_words(committed_cast, done):
    with committed_cast.as_("lead"):
        post("test.look", key="one", fail=True)
    with as_worker():
        waits = []
        for _ in range(3):
            worker.do(the_message().pk)
            waits.append(the_message().not_before - timezone.now())
        message = the_message()
    assert waits == sorted(waits)
    assert waits[0] > timedelta(seconds=4)
    assert (message.attempts, message.done_at) == (3, None)
    assert message.last_error.startswith("ValueError in look")
    assert "words" not in message.last_error


def test_what_was_given_up_is_said_aloud(committed_cast, caplog):
    with committed_cast.as_("lead"):
        post("test.look", key="one")
    with as_worker():
        OutboxMessage.objects.update(attempts=worker.GIVE_UP_AFTER, last_error="ValueError in look")
        sweep()
    assert "was given up: ValueError in look" in caplog.text


def test_many_messages_are_one_statement(committed_cast, django_assert_num_queries):
    with committed_cast.as_("lead"), django_assert_num_queries(1):
        post_many("test.look", [(str(number), {}) for number in range(500)])


def test_scopes_cannot_read_the_outbox(committed_cast):
    with pytest.raises(ProgrammingError, match="permission denied"), committed_cast.as_("lead"):
        OutboxMessage.objects.count()


def test_a_scope_without_a_partnership_posts_nothing(committed_cast):
    with pytest.raises(ScopeError, match="belongs to a partnership"), scope(public_scope()):
        post("test.look", key="one")
