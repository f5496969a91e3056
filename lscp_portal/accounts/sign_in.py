"""The sign-in form in the words of the other pages."""

from typing import Any

from allauth.account.forms import LoginForm


class SignInForm(LoginForm):  # type: ignore[misc] # allauth has no stubs
    """E-mail address and password."""

    def __init__(self, *args: Any, **options: Any) -> None:  # noqa: ANN401 - allauth's own signature
        super().__init__(*args, **options)
        self.fields["login"].label = "E-mail address"
        self.fields["password"].help_text = ""  # its link stands below the button: Tab goes from one box to the next
