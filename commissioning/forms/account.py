"""Signing in, and a new password."""

from typing import Any

from crispy_forms.helper import FormHelper
from django import forms
from django.contrib.auth.forms import AuthenticationForm, PasswordChangeForm


class SignInForm(AuthenticationForm):
    """Name and password."""

    error_messages = {
        "invalid_login": "The username or password is not right. Passwords tell capital from small letters.",
        "inactive": "This account is closed.",
    }

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.helper = FormHelper()
        self.helper.form_tag = False
        self.helper.disable_csrf = True
        self.fields["username"].error_messages["required"] = "Enter your username"
        self.fields["password"].error_messages["required"] = "Enter your password"
        # The error summary takes the focus, so no field may.
        self.fields["username"].widget.attrs.pop("autofocus", None)
        self.fields["username"].widget.attrs["class"] = "govuk-input--width-20"
        self.fields["password"].widget = forms.PasswordInput(
            attrs={"autocomplete": "current-password", "class": "govuk-input--width-20"}
        )


class PasswordForm(PasswordChangeForm):
    """The password of today, and the new one twice."""

    error_messages = {
        "password_incorrect": "This is not your password of today. Passwords tell capital from small letters.",
        "password_mismatch": "The two new passwords differ",
    }

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.helper = FormHelper()
        self.helper.form_tag = False
        self.helper.disable_csrf = True
        said = {
            "old_password": ("Your password of today", "Enter your password of today", "current-password", ""),
            "new_password1": (
                "New password", "Enter a new password", "new-password",
                "At least 12 characters, such as three words that have nothing to do with each other",
            ),
            "new_password2": ("New password again", "Enter the new password again", "new-password", ""),
        }  # fmt: skip
        for name, (label, missing, complete, hint) in said.items():
            field = self.fields[name]
            field.label, field.help_text, field.error_messages["required"] = label, hint, missing
            field.widget = forms.PasswordInput(
                attrs={"autocomplete": complete, "class": "govuk-input--width-20"}
            )
