"""`/manifests/`: businesses as files; and each business's own."""

from drf_spectacular.utils import extend_schema
from rest_framework.request import Request
from rest_framework.response import Response

from marque.api.asks import ManifestToApply, ManifestToPlan
from marque.api.base import ApiView, reads, writes
from marque.api.shapes import ManifestShape, OperationShape
from provisioning.fleet import ask_for_manifest
from provisioning.manifest.pull import pull


class Plans(ApiView):
    """What a manifest would change."""

    @extend_schema(operation_id="manifests_plan", request=ManifestToPlan, responses={202: OperationShape})
    @writes("manifests:write")
    def post(self, request: Request) -> Response:
        """Compare a manifest with the businesses it names; the operation's result holds a plan for each."""
        asked = ManifestToPlan(data=request.data)
        asked.is_valid(raise_exception=True)
        return self.asked(ask_for_manifest(agency=self.agency, by=self.by, apply=False, **asked.validated_data))


class Applications(ApiView):
    """A manifest made so."""

    @extend_schema(operation_id="manifests_apply", request=ManifestToApply, responses={202: OperationShape})
    @writes("manifests:write")
    def post(self, request: Request) -> Response:
        """Make every business as the manifest says: each whole or not at all. New ones count against the limit."""
        asked = ManifestToApply(data=request.data)
        asked.is_valid(raise_exception=True)
        return self.asked(ask_for_manifest(agency=self.agency, by=self.by, apply=True, **asked.validated_data))


class OneManifest(ApiView):
    """A business written down."""

    @extend_schema(operation_id="tenants_manifest", responses=ManifestShape)
    @reads("tenants:read")
    def get(self, request: Request, slug: str) -> Response:
        """Write a business down as YAML, without its files."""
        return Response({"manifest": pull(tenant=self.tenant(slug))})
