"""How allauth behaves on a tenant's domain."""

from typing import Any
from urllib.parse import urlencode

from allauth.account.adapter import DefaultAccountAdapter
from django.db import transaction
from django.forms import Form
from django.http import HttpRequest
from django.urls import reverse

from marque.kit.facts.outbox import publish
from marque.kit.http import safe_next_url
from marque.kit.mail.sender import sender_of
from marque.kit.tenancy.context import require_tenant
from shared_apps.agencies.queries import agency_of_person
from shared_apps.tenants.models import Tenant
from tenant_apps.accounts.events import UserRegistered
from tenant_apps.accounts.links import sign_in_url
from tenant_apps.accounts.models import User
from tenant_apps.accounts.permissions import CREATORS, has_role


class TenantAccountAdapter(DefaultAccountAdapter):
    """allauth in the tenant's brand."""

    @transaction.atomic
    def save_user(self, request: HttpRequest, user: User, form: Form, commit: bool = True) -> User:
        """A login with one name field, and the fact of it."""
        user.name = form.cleaned_data.get("name", "")
        user = super().save_user(request, user, form, commit=commit)
        if commit:
            publish(UserRegistered(user_id=user.pk))
        return user

    def get_login_redirect_url(self, request: HttpRequest) -> str:
        """Creators go to their Studio, learners to their courses."""
        return home_of(request)

    def get_signup_redirect_url(self, request: HttpRequest) -> str:
        """The same after signing up."""
        return home_of(request)

    def get_password_change_redirect_url(self, request: HttpRequest) -> str:
        """Back to where somebody lives."""
        return home_of(request)

    def get_from_email(self) -> str:
        """The tenant by name."""
        return sender_of(require_tenant())

    def send_mail(self, template_prefix: str, email: str, context: dict[str, Any]) -> None:
        """In the tenant's name; the message with a sign-in code carries a link as well."""
        context = {**context, "tenant": require_tenant()}
        if template_prefix == "account/email/login_code":
            user = User.objects.get(email__iexact=email)
            context["sign_in_url"] = sign_in_url(user, safe_next_url(self.request, ""))
        super().send_mail(template_prefix, email, context)


def home_of(request: HttpRequest) -> str:
    """Where a person starts when nothing else was asked for."""
    if has_role(request.user, *CREATORS):
        return reverse("wagtailadmin_home")
    if require_tenant().type != Tenant.Type.PLATFORM:
        return "/learn/"
    return "/agency/" if agency_of_person(request.user.key) else "/account/"


def sign_in_address(next_url: str) -> str:
    """The sign-in page, with where to go afterwards."""
    return f"{reverse('account_login')}?{urlencode({'next': next_url})}"
