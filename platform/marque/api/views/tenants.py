"""`/tenants/`: an agency's businesses."""

from django.db.models import Q
from drf_spectacular.utils import extend_schema
from rest_framework.request import Request
from rest_framework.response import Response

from marque.api.asks import NewSlug, NewTenant, Reason, TenantQuery
from marque.api.base import ApiView, reads, writes
from marque.api.paging import TenantPages
from marque.api.shapes import OperationShape, TenantShape
from provisioning.fleet import ask_for_rename, ask_for_tenant, undo_state
from shared_apps.agencies.queries import tenants_of
from shared_apps.tenants import actions, lifecycle
from shared_apps.tenants.models import Tenant


class Tenants(ApiView):
    """The list."""

    pagination_class = TenantPages

    @extend_schema(operation_id="tenants_list", parameters=[TenantQuery], responses=TenantShape(many=True))
    @reads("tenants:read")
    def get(self, request: Request) -> Response:
        """List the agency's businesses, the newest first."""
        query = TenantQuery(data=request.query_params)
        query.is_valid(raise_exception=True)
        found = _matching(self.agency, **query.validated_data)
        pages = TenantPages()
        shown = TenantShape(pages.paginate_queryset(found, request, view=self), many=True)
        return pages.get_paginated_response(shown.data)

    @extend_schema(operation_id="tenants_create", request=NewTenant, responses={202: OperationShape})
    @writes("tenants:write")
    def post(self, request: Request) -> Response:
        """Make a business; takes about a second. At the agency's limit it is refused."""
        asked = NewTenant(data=request.data)
        asked.is_valid(raise_exception=True)
        return self.asked(ask_for_tenant(agency=self.agency, by=self.by, **asked.validated_data))


def _matching(agency: object, state: str = "", q: str = "") -> object:
    found = tenants_of(agency)
    if state:
        found = found.filter(state=state)
    if q:
        domains = Tenant.objects.filter(domains__domain__icontains=q).values("id")
        found = found.filter(
            Q(name__icontains=q) | Q(slug__icontains=q) | Q(owner_email__icontains=q) | Q(id__in=domains)
        )
    return found


class OneTenant(ApiView):
    """One business."""

    @extend_schema(operation_id="tenants_show", responses=TenantShape)
    @reads("tenants:read")
    def get(self, request: Request, slug: str) -> Response:
        """Show one business."""
        return Response(TenantShape(self.tenant(slug)).data)


class StateView(ApiView):
    """A state a business can be put in, and brought back from."""

    def reason(self) -> str:
        """Why, as the body says."""
        asked = Reason(data=self.request.data or {})
        asked.is_valid(raise_exception=True)
        return asked.validated_data["reason"]

    def shown(self, slug: str) -> Response:
        """The business as it is now."""
        return Response(TenantShape(self.tenant(slug)).data)

    def undo(self, slug: str) -> Response:
        """Bring it back."""
        undo_state(agency=self.agency, tenant=self.tenant(slug), by=self.by, reason=self.reason())
        return self.shown(slug)


class Suspension(StateView):
    """Closed to the public; its owner keeps the Studio, its data stays."""

    @extend_schema(operation_id="tenants_suspend", request=Reason, responses=TenantShape)
    @writes("tenants:write")
    def put(self, request: Request, slug: str) -> Response:
        """Suspend a business."""
        row = self.tenant(slug)
        actions.change_state(tenant=row, state=Tenant.State.SUSPENDED, by=self.by, reason=self.reason())
        return self.shown(slug)

    @extend_schema(operation_id="tenants_resume", request=Reason, responses=TenantShape)
    @writes("tenants:write")
    def delete(self, request: Request, slug: str) -> Response:
        """Open a suspended business again; one that the platform suspended stays so."""
        row = self.tenant(slug)
        if row.state != Tenant.State.SUSPENDED:
            actions.change_state(tenant=row, state=Tenant.State.ACTIVE, by=self.by, reason=self.reason())
            return self.shown(slug)
        return self.undo(slug)


class Archive(StateView):
    """Closed, its work stopped, nothing lost."""

    @extend_schema(operation_id="tenants_archive", request=Reason, responses=TenantShape)
    @writes("tenants:write")
    def put(self, request: Request, slug: str) -> Response:
        """Archive a business."""
        lifecycle.archive_tenant(tenant=self.tenant(slug), by=self.by, reason=self.reason())
        return self.shown(slug)

    @extend_schema(operation_id="tenants_unarchive", request=Reason, responses=TenantShape)
    @writes("tenants:write")
    def delete(self, request: Request, slug: str) -> Response:
        """Bring an archived business back."""
        return self.undo(slug)


class Deletion(StateView):
    """Closed to everybody, and removed for good after 30 days."""

    @extend_schema(operation_id="tenants_delete", request=Reason, responses=TenantShape)
    @writes("tenants:delete")
    def put(self, request: Request, slug: str) -> Response:
        """Delete a business; it can be restored for 30 days."""
        lifecycle.delete_tenant(tenant=self.tenant(slug), by=self.by, reason=self.reason())
        return self.shown(slug)

    @extend_schema(operation_id="tenants_restore", request=Reason, responses=TenantShape)
    @writes("tenants:write")
    def delete(self, request: Request, slug: str) -> Response:
        """Bring a deleted business back within its 30 days."""
        return self.undo(slug)


class Address(ApiView):
    """A business's slug."""

    @extend_schema(operation_id="tenants_rename", request=NewSlug, responses={202: OperationShape})
    @writes("tenants:write")
    def put(self, request: Request, slug: str) -> Response:
        """Give a business another slug; its old address redirects."""
        asked = NewSlug(data=request.data)
        asked.is_valid(raise_exception=True)
        row = self.tenant(slug)
        return self.asked(ask_for_rename(agency=self.agency, tenant=row, by=self.by, **asked.validated_data))
