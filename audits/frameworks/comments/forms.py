"""A comment on a version, and the answer to it."""

from collections.abc import Sequence
from typing import Any

from django import forms

from lscp_portal.childdata.detector import refuse_child_details
from lscp_portal.ui.free_text import FreeTextForm

LONGEST = 4000


class CommentForm(FreeTextForm):
    """What somebody thinks of the whole or of one part."""

    code = forms.ChoiceField(label="What is it about?", required=False)
    text = forms.CharField(
        label="Your comment",
        help_text="What is unclear, missing or too much. Do not write about a child",
        max_length=LONGEST,
        widget=forms.Textarea(attrs={"rows": 4}),
        validators=[refuse_child_details],
        error_messages={"required": "Write your comment"},
    )

    def __init__(self, *args: Any, parts: Sequence[tuple[str, str]], **more: Any) -> None:  # noqa: ANN401 - Django's
        super().__init__(*args, **more)
        self.fields["code"].choices = parts  # type: ignore[attr-defined]


class ReplyForm(FreeTextForm):
    """What became of it."""

    reply = forms.CharField(
        label="Your reply",
        help_text="What you changed, or why not. Whoever commented reads it",
        max_length=LONGEST,
        widget=forms.Textarea(attrs={"rows": 4}),
        validators=[refuse_child_details],
        error_messages={"required": "Write your reply"},
    )
