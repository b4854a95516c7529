"""What operators do to a business that is there: asked for on a page, with a reason, done by a worker."""

from dataclasses import dataclass
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_http_methods

from marque.console.permissions import operator_required
from provisioning.operations import ask
from shared_apps.tenants.models import Tenant
from shared_apps.tenants.names import BadSlug, clean_slug

State = Tenant.State


class ReasonForm(forms.Form):
    """Why."""

    reason = forms.CharField(label=_("Reason"), max_length=500, help_text=_("The audit log keeps it."))

    def __init__(self, *args: Any, tenant: Tenant, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.tenant = tenant


class DeletionForm(ReasonForm):
    """Why, and the address typed once more."""

    confirm = forms.CharField(label=_("Its address, to be sure"), max_length=60)
    field_order = ["confirm", "reason"]

    def clean_confirm(self) -> str:
        """The slug, to the letter."""
        if self.cleaned_data["confirm"] != self.tenant.slug:
            raise ValidationError(_("Type “%(slug)s”.") % {"slug": self.tenant.slug})
        return self.cleaned_data["confirm"]


class RenamingForm(ReasonForm):
    """Why, and what it will be."""

    slug = forms.CharField(label=_("New address"), max_length=60)
    field_order = ["slug", "reason"]

    def clean_slug(self) -> str:
        """An address that is free and can be one."""
        try:
            slug = clean_slug(self.cleaned_data["slug"])
        except BadSlug as bad:
            raise ValidationError(str(bad)) from None
        if Tenant.objects.filter(slug=slug).exists():
            raise ValidationError(_("“%(slug)s” is taken. Choose another address.") % {"slug": slug})
        return slug


@dataclass(frozen=True)
class Act:
    """A thing to do: how it is called, what it means, and in which states it can be done."""

    kind: str
    name: str
    label: Any
    says: Any
    states: tuple[str, ...]
    form: type[ReasonForm] = ReasonForm
    tone: str = ""


_OPEN = (State.ACTIVE, State.SUSPENDED)
ACTS = {
    act.name: act
    for act in (
        Act(
            "tenant.rename", "renaming", _("Rename"),
            _("It gets another address, and its old one redirects until somebody takes it. No visitor notices."),
            (*_OPEN, State.ARCHIVED), RenamingForm,
        ),
        Act(
            "tenant.archive", "archival", _("Archive"),
            _("Visitors see that it is closed, nothing is sent, and its owner can still take everything along."),
            _OPEN, ReasonForm, "bad",
        ),
        Act(
            "tenant.restore", "restoration", _("Restore"),
            _("It becomes what it was before: its site, its Studio, its mails."),
            (State.ARCHIVED, State.DELETED),
        ),
        Act(
            "tenant.delete", "deletion", _("Delete"),
            _("Nobody reaches it any more. For 30 days it can be restored whole; then it is removed for good."),
            (*_OPEN, State.ARCHIVED), DeletionForm, "bad",
        ),
        Act(
            "tenant.migrate", "migration", _("Try again"),
            _("A migration failed on this business. Once its cause is mended, try again."),
            (*_OPEN, State.ARCHIVED, State.DELETED),
        ),
    )
}  # fmt: skip


def acts_for(tenant: Tenant) -> list[Act]:
    """What can be done to it now; a migration is tried again where one failed."""
    return [act for act in ACTS.values() if tenant.state in act.states and act.name != "migration"]


@operator_required
@require_http_methods(["GET", "POST"])
def confirm(request: HttpRequest, slug: str, name: str) -> HttpResponse:
    """Say what will happen, ask why, and let a worker do it."""
    tenant, act = get_object_or_404(Tenant.objects.businesses(), slug=slug), ACTS[name]
    form = act.form(request.POST or None, tenant=tenant)
    if request.method == "POST" and form.is_valid():
        told = {"tenant": str(tenant.id), "slug": tenant.slug, "name": tenant.name, **form.cleaned_data}
        operation = ask(kind=act.kind, by=request.user.email, payload=told, tenant_id=tenant.id)
        return redirect("console_operation", operation_id=operation.id)
    context = {"tenant": tenant, "act": act, "form": form}
    return render(request, "console/confirm.html", context, status=422 if form.errors else 200)
