"""`/tenants/<slug>/domains/`: where a business lives."""

from drf_spectacular.utils import extend_schema
from rest_framework.request import Request
from rest_framework.response import Response

from marque.api.asks import NewDomain
from marque.api.base import ApiView, reads, writes
from marque.api.shapes import DomainShape, OperationShape
from marque.kit.errors import Missing
from provisioning.domains.actions import add_domain, make_primary, remove_domain
from provisioning.fleet import ask_the_dns
from shared_apps.tenants.models import Domain


class Domains(ApiView):
    """All of a business's."""

    @extend_schema(operation_id="domains_list", responses=DomainShape(many=True))
    @reads("tenants:read")
    def get(self, request: Request, slug: str) -> Response:
        """List the domains of a business, the primary one first."""
        rows = self.tenant(slug).domains.order_by("-is_primary", "domain")
        return Response(DomainShape(rows, many=True).data)

    @extend_schema(operation_id="domains_add", request=NewDomain, responses={201: DomainShape})
    @writes("domains:write")
    def post(self, request: Request, slug: str) -> Response:
        """Lead another domain to a business."""
        asked = NewDomain(data=request.data)
        asked.is_valid(raise_exception=True)
        row = add_domain(tenant=self.tenant(slug), by=self.by, **asked.validated_data)
        return Response(DomainShape(row).data, status=201)


class DomainView(ApiView):
    """What concerns one domain of a business."""

    def domain(self, slug: str, name: str) -> Domain:
        """The row; raises Missing."""
        row = self.tenant(slug).domains.filter(domain=name.lower()).first()
        if row is None:
            raise Missing()
        return row


class OneDomain(DomainView):
    """One."""

    @extend_schema(operation_id="domains_show", responses=DomainShape)
    @reads("tenants:read")
    def get(self, request: Request, slug: str, domain: str) -> Response:
        """Show one domain."""
        return Response(DomainShape(self.domain(slug, domain)).data)

    @extend_schema(operation_id="domains_remove", request=None, responses={204: None})
    @writes("domains:write")
    def delete(self, request: Request, slug: str, domain: str) -> Response:
        """Take a domain away; a business that lived there moves to another of its own."""
        row = self.domain(slug, domain)
        remove_domain(tenant=row.tenant, domain=row.domain, by=self.by)
        return Response(status=204)


class Verification(DomainView):
    """The proof that it is the business's."""

    @extend_schema(operation_id="domains_verify", request=None, responses={202: OperationShape})
    @writes("domains:write")
    def put(self, request: Request, slug: str, domain: str) -> Response:
        """Ask the DNS, and serve the domain when it is proven; the result says what is missing and what to type."""
        row = self.domain(slug, domain)
        return self.asked(
            ask_the_dns(agency=self.agency, tenant=row.tenant, domain=row.domain, by=self.by, verify=True)
        )


class Checks(DomainView):
    """Looks at its DNS."""

    @extend_schema(operation_id="domains_check", request=None, responses={202: OperationShape})
    @writes("domains:write")
    def post(self, request: Request, slug: str, domain: str) -> Response:
        """Say what is wrong with a domain's DNS and what to type; changes nothing."""
        row = self.domain(slug, domain)
        return self.asked(
            ask_the_dns(agency=self.agency, tenant=row.tenant, domain=row.domain, by=self.by, verify=False)
        )


class Primary(DomainView):
    """Where the business lives."""

    @extend_schema(operation_id="domains_primary", request=None, responses=DomainShape)
    @writes("domains:write")
    def put(self, request: Request, slug: str, domain: str) -> Response:
        """Let the business live at this domain; the others redirect there."""
        row = self.domain(slug, domain)
        return Response(DomainShape(make_primary(tenant=row.tenant, domain=row.domain, by=self.by)).data)
