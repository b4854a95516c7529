from django.urls import URLResolver
from wagtail import hooks
from wagtail.permissions import register_permission_policy

from tenant_apps.certificates.models import Certificate
from tenant_apps.certificates.studio import urls
from tenant_apps.certificates.studio.lists import CertificateGroup, NeverByHand

register_permission_policy(Certificate, NeverByHand(Certificate), exact_class=True)


@hooks.register("register_admin_viewset")
def register_viewsets() -> CertificateGroup:
    """Certificates in the Studio."""
    return CertificateGroup()


@hooks.register("register_admin_urls")
def register_urls() -> list[URLResolver]:
    """The designer, and giving to many."""
    return urls.in_studio
