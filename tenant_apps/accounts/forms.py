"""Our words on allauth's forms, and the forms that are ours."""

from typing import Any

from allauth.account import forms as allauth_forms
from django import forms
from django.utils.translation import gettext_lazy as _


def _plain(form: forms.BaseForm) -> None:
    """Labels say it; placeholders would say it twice."""
    for field in form.fields.values():
        field.widget.attrs.pop("placeholder", None)


class LoginForm(allauth_forms.LoginForm):
    """Email and password."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        _plain(self)
        self.fields["login"].label = _("Email")
        self.fields["login"].widget.attrs["autocomplete"] = "username"
        self.fields["password"].help_text = ""


class SignupForm(allauth_forms.SignupForm):
    """Name, email, password."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        _plain(self)
        self.fields["email"].label = _("Email")
        self.fields["password1"].help_text = _("At least 10 characters. A few words work well.")


class LinkForm(allauth_forms.RequestLoginCodeForm):
    """An address to send a sign-in link to; the sign-in form's button posts it under the name `login`."""

    def __init__(self, data: Any = None, *args: Any, **kwargs: Any) -> None:
        if data is not None and "email" not in data and "login" in data:
            data = data.copy()
            data["email"] = data["login"]
        super().__init__(data, *args, **kwargs)
        _plain(self)
        self.fields["email"].label = _("Email")


class CodeForm(allauth_forms.ConfirmLoginCodeForm):
    """The code out of the email."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        _plain(self)
        self.fields["code"].label = _("Code from the email")
        self.fields["code"].widget.attrs.update({"autocapitalize": "characters", "spellcheck": "false"})


class ResetForm(allauth_forms.ResetPasswordForm):
    """An address to send a new-password link to."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        _plain(self)
        self.fields["email"].label = _("Email")


class _OnePassword:
    """A new password, typed once: browsers show and keep it."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        _plain(self)  # type: ignore[arg-type]
        del self.fields["password2"]  # type: ignore[attr-defined]
        self.fields["password1"].label = _("New password")  # type: ignore[attr-defined]
        self.fields["password1"].help_text = _("At least 10 characters. A few words work well.")  # type: ignore[attr-defined]


class ResetKeyForm(_OnePassword, allauth_forms.ResetPasswordKeyForm):
    """The new password after a reset."""


class SetPasswordForm(_OnePassword, allauth_forms.SetPasswordForm):
    """The first password of somebody who signed in by link."""


class ChangePasswordForm(_OnePassword, allauth_forms.ChangePasswordForm):
    """The old password and a new one."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["oldpassword"].label = _("Current password")


class ReauthenticateForm(allauth_forms.ReauthenticateForm):
    """The password once more."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        _plain(self)
