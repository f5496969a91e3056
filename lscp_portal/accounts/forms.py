"""Forms of inviting and of accepting."""

from collections.abc import Sequence
from typing import Any

from django import forms
from django.contrib.auth.password_validation import validate_password
from django.core.exceptions import ValidationError
from django.utils import timezone

from lscp_portal.accounts.actions import Guest
from lscp_portal.accounts.models import SCHOOL_ROLES, TRUST_ROLES, Person, Role
from lscp_portal.accounts.places import SchoolPlace, TrustPlace
from lscp_portal.accounts.rules import LONGEST_TERM
from lscp_portal.accounts.searching import HERE, STATES, PeopleFilter
from lscp_portal.childdata.detector import refuse_child_details
from lscp_portal.ui.forms import DateField, GovukForm, Radios, SearchInput
from lscp_portal.ui.free_text import FreeTextForm

WHAT_THEY_DO = {
    Role.ADMINISTRATOR: "Keeps people, the register and cycles in order",
    Role.LEAD: "Opens cycles, issues feedback, answers for the partnership",
    Role.REVIEWER: "Reads and scores returns",
    Role.VISITOR: "Visits schools and writes the notes",
    Role.PUBLISHER: "Approves and publishes reports that somebody else wrote",
    Role.ANALYST: "Prepares the area summary",
    Role.SCRUTINEER: "Looks at everything, changes nothing",
    Role.TRUST_LEAD: "Sees the trust’s schools in your area, and writes answers for what the trust does centrally",
    Role.DSL: "Answers the audit, and says when it is finished",
    Role.DEPUTY_DSL: "Does what the DSL does, but does not finish or sign the audit",
    Role.CONTRIBUTOR: "A colleague who answers parts of the audit",
    Role.HEAD: "Checks and signs the audit before the chair",
    Role.CHAIR: "Signs the audit last and sends it to the partnership",
    Role.LINK_GOVERNOR: "The safeguarding governor, who reads and answers with the school",
}


class InviteForm(GovukForm):
    """Whom to invite. `schools` is empty on a school's own page, where the school is clear."""

    full_name = forms.CharField(label="Full name", max_length=120, strip=True)
    email = forms.EmailField(label="E-mail address", help_text="Their own work address, never a shared one.")
    role = forms.ChoiceField(label="Role", widget=Radios)
    school = forms.TypedChoiceField(
        label="School",
        help_text="For school roles only.",
        required=False,
        coerce=int,
        empty_value=None,
    )
    trust = forms.ChoiceField(
        label="Trust",
        help_text="For the safeguarding lead of a trust only. They see the trust’s schools in your area, and no others",
        required=False,
    )
    ends_on = DateField(
        label="Last day of the term of office",
        help_text="For governors. Leave it empty when there is none.",
        required=False,
    )

    def __init__(
        self,
        *args: Any,  # noqa: ANN401 - Django's own signature
        roles: Sequence[Role],
        schools: Sequence[SchoolPlace],
        here: SchoolPlace | None,
        trusts: Sequence[TrustPlace] = (),
        **options: Any,  # noqa: ANN401
    ) -> None:
        super().__init__(*args, **options)
        self.here, self.schools = here, {school.school_id: school for school in schools}
        role: Any = self.fields["role"]
        role.choices = [(choice.value, choice.label) for choice in roles]
        role.widget.hints = {choice.value: WHAT_THEY_DO[choice] for choice in roles}
        self.trusts = {trust.uid: trust for trust in trusts}
        self.fields["trust"].choices = [  # type: ignore[attr-defined]
            ("", "Choose a trust"), *((trust.uid, f"{trust.name} ({trust.uid})") for trust in trusts)
        ]  # fmt: skip
        if here or not trusts:
            del self.fields["trust"]
        if here:
            del self.fields["school"]
        else:
            named = [(school.school_id, f"{school.name} ({school.urn})") for school in schools]
            self.fields["school"].choices = [("", "Choose a school"), *named]  # type: ignore[attr-defined]
        ends_on: Any = self.fields["ends_on"]
        ends_on.earliest, ends_on.latest = timezone.localdate(), timezone.localdate() + LONGEST_TERM

    def clean(self) -> dict[str, Any]:
        """A school role names its school; a role of the partnership names none."""
        cleaned: dict[str, Any] = super().clean() or self.cleaned_data
        if not self.here and "role" in cleaned and "school" in cleaned:
            at_school = cleaned["role"] in SCHOOL_ROLES
            if at_school and not cleaned["school"]:
                self.add_error("school", "Choose the school this person works for")
            if not at_school and cleaned["school"]:
                self.add_error("school", "Choose no school: people in this role work for no single school")
            self._check_trust(cleaned)
        return cleaned

    def _check_trust(self, cleaned: dict[str, Any]) -> None:
        """The lead of a trust names it; nobody else does."""
        is_trust, trust = cleaned["role"] in TRUST_ROLES, cleaned.get("trust", "")
        if is_trust and not trust and "trust" not in self.errors:
            self.add_error("trust" if "trust" in self.fields else "role", "Choose the trust this person leads for")
        if trust and not is_trust:
            self.add_error("trust", "Choose no trust: people in this role do not work for one")

    def guest(self) -> Guest:
        """What was typed, once it is valid."""
        typed = self.cleaned_data
        return Guest(
            email=typed["email"],
            full_name=typed["full_name"],
            role=typed["role"],
            school=self.here or self.schools.get(typed["school"]),
            trust=self.trusts.get(typed.get("trust", "")),
            ends_on=typed["ends_on"],
        )


class PeopleFilterForm(GovukForm):
    """A GET form. What cannot be understood is left out of the search, not refused."""

    q = forms.CharField(
        label="Search", help_text="School, URN, name or e-mail", required=False, max_length=100, widget=SearchInput
    )
    role = forms.ChoiceField(
        label="Role",
        required=False,
        choices=[("", "All"), *((role.value, role.label) for role in Role if role in SCHOOL_ROLES)],
    )
    state = forms.ChoiceField(label="Who", required=False, choices=STATES)
    page = forms.IntegerField(required=False, min_value=1, max_value=100_000, widget=forms.HiddenInput)

    def wanted(self) -> PeopleFilter:
        """What was asked for."""
        self.full_clean()
        said: dict[str, Any] = self.cleaned_data
        return PeopleFilter(
            words=said.get("q", ""),
            role=said.get("role", ""),
            state=said.get("state") or HERE,
            page=said.get("page") or 1,
        )


class LeaveForm(FreeTextForm):
    """Why, when the partnership says that somebody of a school has left; nothing else is asked."""

    reason = forms.CharField(
        label="Why does the partnership say so?",
        help_text="The school reads it. Usually the head says who has left.",
        max_length=300,
        widget=forms.Textarea(attrs={"rows": 3}),
        validators=[refuse_child_details],
    )

    def __init__(self, *args: Any, asks_why: bool, **options: Any) -> None:  # noqa: ANN401 - Django's own signature
        super().__init__(*args, **options)
        if not asks_why:
            del self.fields["reason"]


class JoinForm(GovukForm):
    """A new person: the name as it shall stand beside a signature, and a password typed twice."""

    full_name = forms.CharField(label="Full name", max_length=120, help_text="It stands beside what you sign.")
    password = forms.CharField(
        label="Password",
        strip=False,
        widget=forms.PasswordInput(attrs={"autocomplete": "new-password"}),
        help_text="At least 12 characters. Three or four words that do not belong together are good and easy to keep.",
    )
    again = forms.CharField(
        label="The same password again",
        strip=False,
        widget=forms.PasswordInput(attrs={"autocomplete": "new-password"}),
    )

    def __init__(self, *args: Any, guest: Person, **options: Any) -> None:  # noqa: ANN401 - Django's own signature
        super().__init__(*args, **options)
        self.guest = guest
        self.fields["full_name"].initial = guest.full_name

    def clean_password(self) -> str:
        """Long enough, not common, not like the name or address."""
        password: str = self.cleaned_data["password"]
        validate_password(password, self.guest)
        return password

    def clean_again(self) -> str:
        """The same twice."""
        again: str = self.cleaned_data["again"]
        if "password" in self.cleaned_data and again != self.cleaned_data["password"]:
            raise ValidationError("The two passwords are not the same")
        return again
