"""Disputes in the Studio: what the bank says, by when, and what it is shown."""

from __future__ import annotations

from typing import Any
from uuid import UUID

import django_filters
from django import forms
from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.db.models import Q, QuerySet
from django.http import HttpRequest
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404, redirect
from django.urls import URLPattern, path, reverse
from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _
from wagtail.admin.filters import WagtailFilterSet
from wagtail.admin.ui.tables import Column, DateColumn, TitleColumn

from marque.kit.errors import Refused
from tenant_apps.media.serving import Served, serve
from tenant_apps.orders import actions
from tenant_apps.orders.desks.forms import AnswerForm, EvidenceForm
from tenant_apps.orders.models import Dispute, Evidence
from tenant_apps.orders.models.dispute import DisputeQuerySet
from themes.studio.desk import Desk, Listing, StudioPage

STATES = {
    "open": Q(won_at__isnull=True, lost_at__isnull=True),
    "won": Q(won_at__isnull=False),
    "lost": Q(lost_at__isnull=False),
}


def dispute_url(dispute: Dispute) -> str:
    """The page about a dispute."""
    return reverse("disputes_studio:detail", args=[dispute.key])


class DisputeFilters(WagtailFilterSet):
    """By state."""

    state = django_filters.ChoiceFilter(
        label=_("State"),
        method="by_state",
        choices=[("open", _("Open")), ("won", _("Won")), ("lost", _("Lost"))],
        widget=forms.RadioSelect,
        empty_label=_("All"),
    )

    class Meta:
        model = Dispute
        fields: list[str] = []

    def by_state(self, disputes: DisputeQuerySet, name: str, value: str) -> DisputeQuerySet:
        """Disputes in one state."""
        return disputes.filter(STATES[value])


class DisputeState(Column):
    """The state as a badge."""

    cell_template_name = "orders/studio/dispute_state_cell.html"


class DisputeList(Listing):
    """Newest first."""

    page_title = _("Disputes")
    filterset_class = DisputeFilters
    columns = [
        TitleColumn("order", label=_("Order"), accessor=lambda each: str(each.order), get_url=dispute_url, width="15%"),
        Column("buyer", label=_("Buyer"), accessor=lambda each: each.order.name or each.order.email),
        Column("reason", label=_("The bank says"), accessor=lambda each: each.words),
        DisputeState("state", label=_("State")),
        Column("amount", label=_("Amount"), accessor=lambda each: each.money.format(cents=True)),
        DateColumn("evidence_due_at", label=_("Answer by"), width="14%"),
    ]

    def get_base_queryset(self) -> QuerySet[Dispute]:
        """With what a row shows."""
        return Dispute.objects.select_related("order").order_by("-pk")

    def search_queryset(self, queryset: QuerySet[Any]) -> QuerySet[Any]:
        """By buyer or the bank's reference."""
        if not self.is_searching:
            return queryset
        words = self.search_query
        return queryset.filter(Q(order__email__icontains=words) | Q(order__name__icontains=words) | Q(reference=words))


class DisputePage(StudioPage):
    """One dispute."""

    template_name = "orders/studio/dispute.html"
    trail = ("disputes_studio:index", _("Disputes"))
    dispute: Dispute

    def setup(self, request: HttpRequest, key: UUID, **kwargs: Any) -> None:  # type: ignore[override]
        """Find the dispute."""
        super().setup(request, **kwargs)
        self.dispute = get_object_or_404(Dispute.objects.select_related("order__buyer", "payment"), key=key)

    def get_page_title(self) -> str:
        """Of which order."""
        return _now("Dispute of order %(order)s") % {"order": self.dispute.order}

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """The dispute, the files, the forms."""
        own = {
            "dispute": self.dispute,
            "files": list(self.dispute.evidence.order_by("pk")),
            "answering": self.dispute.state == "open" and not self.dispute.evidence_sent_at,
            "may_answer": self.request.user.has_perm("orders.change_dispute"),
            "sends": self.sends,
            "form": AnswerForm(initial={"evidence_text": self.dispute.evidence_text}),
            "file_form": EvidenceForm(),
        }
        return super().get_context_data(**(own | kwargs))

    @property
    def sends(self) -> bool:
        """Does the gateway take answers from here?"""
        try:
            return actions.desk_for(self.dispute) is not None
        except Refused:
            return False

    def post(self, request: HttpRequest, **kwargs: Any) -> HttpResponseBase:
        """Keep the answer, send it, or note that it was sent."""
        form, sent = AnswerForm(request.POST), "sent" in request.POST
        if "send" in request.POST:
            return self.tried(
                "form",
                form,
                lambda: actions.send_answer(dispute=self.dispute, by=request.user, **form.cleaned_data),
                _now("Sent to the bank. It decides within some weeks, and you hear of it here."),
            )
        done = _now("Noted as sent to the bank.") if sent else _now("Saved. Nothing was sent yet.")
        return self.tried(
            "form",
            form,
            lambda: actions.answer_dispute(dispute=self.dispute, sent=sent, by=request.user, **form.cleaned_data),
            done,
        )

    def tried(self, name: str, form: forms.Form, act: Any, done: str) -> HttpResponseBase:
        """Act on a form that is right; else show the page with it."""
        if not self.request.user.has_perm("orders.change_dispute"):
            raise PermissionDenied
        if form.is_valid():
            try:
                act()
            except Refused as refused:
                refused.show_in(form)
            else:
                messages.success(self.request, done)
                return redirect(dispute_url(self.dispute))
        return self.render_to_response(self.get_context_data(**{name: form}), status=422)


class EvidencePage(DisputePage):
    """Adds a file."""

    def post(self, request: HttpRequest, **kwargs: Any) -> HttpResponseBase:
        """Check it and keep it."""
        form = EvidenceForm(request.POST, request.FILES)
        return self.tried(
            "file_form",
            form,
            lambda: actions.add_evidence(dispute=self.dispute, file=form.cleaned_data["file"], by=request.user),
            _now("The file is kept, for you and the bank alone."),
        )


class EvidenceFile(DisputePage):
    """One file: to read, or to take back."""

    def get(self, request: HttpRequest, file: UUID, **kwargs: Any) -> HttpResponseBase:  # type: ignore[override]
        """As a download, never as a page."""
        found = self._found(file)
        served = Served(
            storage=found.file.storage,
            path=found.file.name,
            name=found.name,
            content_type=found.content_type,
            size=found.size,
            etag=f'"{found.sha256}"',
            changed_at=found.created_at,
            attachment=True,
        )
        return serve(request, served)

    def post(self, request: HttpRequest, file: UUID, **kwargs: Any) -> HttpResponseBase:  # type: ignore[override]
        """Take it back."""
        found = self._found(file)
        empty = forms.Form({})
        return self.tried(
            "form", empty, lambda: actions.remove_evidence(evidence=found, by=request.user), _now("Taken back.")
        )

    def _found(self, key: UUID) -> Evidence:
        return get_object_or_404(Evidence.objects.select_related("dispute"), dispute=self.dispute, key=key)


class DisputesDesk(Desk):
    """`/studio/disputes/`."""

    name = "disputes_studio"
    url_prefix = "disputes"
    model = Dispute
    listing = DisputeList
    icon = menu_icon = "warning"
    menu_label = _("Disputes")
    menu_name = "disputes"
    menu_order = 55
    permission = "orders.view_dispute"

    def get_urlpatterns(self) -> list[URLPattern]:
        """The list, the dispute, its files."""
        return [
            *super().get_urlpatterns(),
            path("<uuid:key>/", self.construct_view(DisputePage), name="detail"),
            path("<uuid:key>/evidence/", self.construct_view(EvidencePage), name="evidence"),
            path("<uuid:key>/evidence/<uuid:file>/", self.construct_view(EvidenceFile), name="file"),
        ]
