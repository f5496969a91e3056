"""What somebody says before figures are frozen or published."""

from django import forms

from lscp_portal.ui.forms import GovukForm


class FreezeForm(GovukForm):
    """A deliberate step: it cannot be taken back."""

    is_final = forms.BooleanField(
        label="I have read the figures, and the year’s work is finished",
        error_messages={"required": "Confirm that you have read the figures and that the year’s work is finished"},
    )


class PublishForm(GovukForm):
    """The second pair of eyes."""

    is_read = forms.BooleanField(
        label="I have read the figures as the public will see them",
        error_messages={"required": "Confirm that you have read the figures"},
    )
