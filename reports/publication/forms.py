"""Text to values for publication."""

from django import forms

from lscp_portal.ui.forms import GovukForm, Radios
from reports.publication.types import WithdrawalReason


class WithdrawForm(GovukForm):
    """Why a report is withdrawn."""

    reason = forms.ChoiceField(
        label="Why is the report withdrawn?",
        help_text="The public page shows this sentence and today’s date in the place of the report",
        choices=WithdrawalReason.choices,
        widget=Radios,
    )
