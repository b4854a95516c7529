"""Certificates in the Studio: how they read, and who has one."""

from typing import Any

from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _
from wagtail.admin.forms import WagtailAdminModelForm
from wagtail.admin.views.generic import DeleteView
from wagtail.admin.viewsets.base import ViewSetGroup
from wagtail.admin.viewsets.model import ModelViewSet
from wagtail.permission_policies import ModelPermissionPolicy

from marque.kit.errors import Refused
from tenant_apps.certificates import actions
from tenant_apps.certificates.models import Certificate, CertificateDesign


class DesignForm(WagtailAdminModelForm):
    """Wording and signature, saved through the action."""

    class Meta:
        model = CertificateDesign
        fields = ["course", "heading", "lead", "wording", "signature_name", "signature_role"]

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
        """A name that can be printed."""
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
    """Nothing is deleted: the page says that the certificate was withdrawn."""

    page_title = _("Withdraw")
    confirmation_message = _("Withdraw this certificate? Its page stays and says that it no longer counts.")
    success_message = _("The certificate was withdrawn.")

    def delete_action(self) -> None:
        actions.revoke(certificate=self.object, by=self.request.user)


class DesignViewSet(ModelViewSet):
    """How certificates read."""

    model = CertificateDesign
    icon = "form"
    name = "certificate_designs"
    menu_label = _("Wording")
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
    list_display = ["name_on_it", "course_title", "number", "issued_at", "revoked_at"]
    list_filter = ["course"]
    search_fields = ["name_on_it", "serial", "course_title"]
    copy_view_enabled = False
    delete_view_class = _Withdraw

    def get_form_class(self, for_update: bool = False) -> type[NameOnItForm]:
        """Names only."""
        return NameOnItForm


class CertificateGroup(ViewSetGroup):
    """Certificates in the menu."""

    menu_label = _("Certificates")
    menu_icon = "success"
    menu_order = 340
    items = (CertificateViewSet("certificates_issued"), DesignViewSet("certificate_designs"))
