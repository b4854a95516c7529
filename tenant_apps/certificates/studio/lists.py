"""Certificates in the Studio: how they read, and who has one."""

from typing import Any
from urllib.parse import unquote

from django.core.exceptions import ValidationError
from django.http import HttpRequest
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils.functional import cached_property
from django.utils.translation import gettext_lazy as _
from wagtail.admin.forms import WagtailAdminModelForm
from wagtail.admin.ui.tables import Column
from wagtail.admin.views.generic import DeleteView, IndexView
from wagtail.admin.viewsets.base import ViewSetGroup
from wagtail.admin.viewsets.model import ModelViewSet
from wagtail.admin.widgets.button import Button, HeaderButton
from wagtail.permission_policies import ModelPermissionPolicy

from marque.kit.columns import DayColumn
from marque.kit.errors import Refused
from tenant_apps.certificates import actions
from tenant_apps.certificates.models import Certificate, CertificateDesign


class DesignForm(WagtailAdminModelForm):
    """Wording and signature, saved through the action."""

    class Meta:
        model = CertificateDesign
        fields = ["course", "heading", "lead", "wording", "signature_name", "signature_role", "valid_months"]

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["course"].empty_label = _("All courses")
        self.fields["course"].disabled = self.instance.pk is not None

    def clean(self) -> dict[str, Any]:
        """One design per course, and one for all."""
        cleaned = super().clean() or {}
        same = CertificateDesign.objects.filter(course=cleaned.get("course")).exclude(pk=self.instance.pk)
        if same.exists():
            self.add_error("course", _("There is a design for this already. Change that one."))
        return cleaned

    def save(self, commit: bool = True) -> CertificateDesign:
        """Write it down."""
        self.instance = actions.set_design(**self.cleaned_data, by=self.for_user)
        return self.instance


class NameOnItForm(WagtailAdminModelForm):
    """The name alone can be corrected."""

    class Meta:
        model = Certificate
        fields = ["name_on_it"]

    def clean_name_on_it(self) -> str:
        """A name that can be printed, on a certificate that counts and whose name was not erased."""
        if self.instance.revoked_at is not None:
            raise ValidationError(str(actions.Withdrawn()))
        if self.instance.forgotten_at is not None:
            raise ValidationError(str(actions.NameErased()))
        try:
            return actions.clean_name(self.cleaned_data["name_on_it"])
        except Refused as refused:
            raise ValidationError(str(refused)) from refused

    def save(self, commit: bool = True) -> Certificate:
        """Correct it."""
        return actions.reissue(certificate=self.instance, name=self.cleaned_data["name_on_it"], by=self.for_user)


class NeverByHand(ModelPermissionPolicy):
    """Certificates come from finished courses: nobody adds one here."""

    def user_has_permission(self, user: Any, action: str) -> bool:
        return action != "add" and super().user_has_permission(user, action)


class _Withdraw(DeleteView):
    """Nothing is deleted: where others delete, a certificate is withdrawn, with a reason."""

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        """On to the page that asks why."""
        certificate = get_object_or_404(Certificate, pk=unquote(str(kwargs["pk"])))
        return redirect("studio_certificates:withdrawal", certificate.key)


class _Issued(IndexView):
    @cached_property
    def header_buttons(self) -> list[HeaderButton]:
        """Many at once have a page of their own."""
        url = reverse("studio_certificates:giving")
        return [*super().header_buttons, HeaderButton(label=_("Give to many"), url=url, icon_name="people")]


class _Designs(IndexView):
    def get_list_more_buttons(self, instance: CertificateDesign) -> list[Any]:
        """Where its fields are placed."""
        url = reverse("studio_designs:designer", args=[instance.key])
        return [Button(_("Design"), url=url, icon_name="edit", priority=5), *super().get_list_more_buttons(instance)]


class DesignViewSet(ModelViewSet):
    """How certificates read."""

    model = CertificateDesign
    icon = "form"
    name = "certificate_designs"
    menu_label = _("Designs")
    index_view_class = _Designs
    list_display = ["__str__", "signature_name", "heading"]
    copy_view_enabled = False

    def get_form_class(self, for_update: bool = False) -> type[DesignForm]:
        """One form for both."""
        return DesignForm


class CertificateViewSet(ModelViewSet):
    """Who has a certificate. They are issued by finishing a course, and corrected here."""

    model = Certificate
    icon = "success"
    url_prefix = "certificates"
    menu_label = _("Issued")
    list_display = [
        "name_on_it",
        Column("course_title", label=_("Course"), sort_key="course_title", classname="wide-column"),
        Column("number", label=_("Number"), classname="wide-column"),
        DayColumn("issued_at", label=_("Issued"), sort_key="issued_at"),
        DayColumn("expires_at", label=_("Expires"), sort_key="expires_at", classname="wide-column"),
        DayColumn("revoked_at", label=_("Withdrawn"), sort_key="revoked_at"),
    ]
    list_filter = ["course"]
    search_fields = ["name_on_it", "serial", "course_title"]
    copy_view_enabled = False
    delete_view_class = _Withdraw
    index_view_class = _Issued

    def get_form_class(self, for_update: bool = False) -> type[NameOnItForm]:
        """Names only."""
        return NameOnItForm


class CertificateGroup(ViewSetGroup):
    """Certificates in the menu."""

    menu_label = _("Certificates")
    menu_icon = "success"
    menu_order = 340
    items = (CertificateViewSet("certificates_issued"), DesignViewSet("certificate_designs"))
