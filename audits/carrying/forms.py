"""What the button “Still true” sends."""

from django import forms

from audits.carrying.types import StillTrue
from lscp_portal.ui.forms import GovukForm


class StillTrueForm(GovukForm):
    """Nothing is typed, and nothing is said on page load; where the reviewer saw less, there is a box to tick."""

    audit = forms.IntegerField(widget=forms.HiddenInput)
    from_answer = forms.IntegerField(widget=forms.HiddenInput)
    read = forms.IntegerField(min_value=0, widget=forms.HiddenInput)
    operation_id = forms.UUIDField(widget=forms.HiddenInput)
    despite_review = forms.BooleanField(required=False)
    back = forms.BooleanField(required=False, widget=forms.HiddenInput)

    def yes(self) -> StillTrue:
        """What was said yes to."""
        said = self.cleaned_data
        return StillTrue(
            from_answer_id=said["from_answer"],
            read=said["read"],
            operation_id=said["operation_id"],
            despite_review=said["despite_review"],
        )
