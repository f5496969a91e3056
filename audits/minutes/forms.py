"""How long a reading took."""

from django import forms

from audits.minutes.models import MOST
from lscp_portal.ui.forms import GovukForm

PRIVATE = (
    "For yourself: nobody else sees it, the LSCP lead neither. Ten or more readings by three or more people together "
    "give one middle value for the area."
)
WRONG = f"Enter a whole number of minutes between 1 and {MOST}, or leave the box empty"


class MinutesForm(GovukForm):
    """Minutes, or nothing."""

    minutes = forms.IntegerField(
        label="About how many minutes did you spend on this review? (optional)",
        help_text=PRIVATE,
        min_value=1,
        max_value=MOST,
        required=False,
        error_messages={"min_value": WRONG, "max_value": WRONG, "invalid": WRONG},
        widget=forms.NumberInput(attrs={"class": "govuk-input--width-5", "inputmode": "numeric"}),
    )

    def suggest(self, minutes: int) -> None:
        """Say what one's own saves come to. It is not filled in: nothing is kept that nobody typed."""
        if minutes:
            words = "1 minute" if minutes == 1 else f"{minutes} minutes"
            self.fields["minutes"].help_text = f"{PRIVATE} The times of your saves suggest about {words}."
