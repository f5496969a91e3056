"""Say what one thinks of a version, and answer it."""

from django.core.exceptions import PermissionDenied
from django.utils import timezone

from audits.frameworks.comments.queries import known_codes
from audits.frameworks.comments.rules import is_out_for_comment, names_a_part
from audits.frameworks.models import Framework, FrameworkComment
from audits.frameworks.policies import may_comment_for_school, may_edit_framework, may_see_frameworks
from lscp_portal.tenancy.actor import Actor
from lscp_portal.trail.recording import record
from lscp_portal.workflow import Blocker, Refused


def comment(*, actor: Actor, framework_id: int, code: str, text: str) -> FrameworkComment:
    """Keep a comment of a school or of the partnership's staff. code: of an indicator or section, "" for the whole.

    Raises PermissionDenied, Refused (comments are closed, or no such part), Framework.DoesNotExist.
    """
    framework = Framework.objects.defer("settings").get(pk=framework_id)
    if not (may_see_frameworks(actor) or may_comment_for_school(actor)):
        raise PermissionDenied("framework.comment")
    _refuse(
        *is_out_for_comment(framework, today=timezone.localdate()),
        *names_a_part(code, known=known_codes(framework_id=framework_id)),
    )
    said = FrameworkComment(
        tenant_id=framework.tenant_id,
        framework=framework,
        from_school_id=actor.school_id,
        code=code,
        text=text,
        said_by_id=actor.person_id,
    )
    said.save(force_insert=True)
    record(actor, "framework.commented", framework, comment=said.pk, code=code)
    return said


def reply(*, actor: Actor, comment_id: int, words: str) -> FrameworkComment:
    """Say what became of a comment; a later reply takes the place of an earlier one.

    Raises PermissionDenied, FrameworkComment.DoesNotExist.
    """
    if not may_edit_framework(actor):
        raise PermissionDenied("framework.reply")
    said: FrameworkComment = FrameworkComment.objects.select_for_update(no_key=True, of=("self",)).get(pk=comment_id)
    said.reply, said.replied_at, said.replied_by_id = words, timezone.now(), actor.person_id
    said.save(update_fields=["reply", "replied_at", "replied_by_id"])
    record(actor, "framework.comment_answered", said, framework=said.framework_id)
    return said


def _refuse(*blockers: Blocker) -> None:
    if blockers:
        raise Refused(list(blockers))
