"""How the API is described in OpenAPI."""

from typing import Any

from drf_spectacular.extensions import OpenApiAuthenticationExtension
from drf_spectacular.openapi import AutoSchema

from marque.kit.api.description import KeyedSchema
from tenant_apps.api.errors import MEDIA_TYPE
from tenant_apps.api.shapes import ProblemShape


class BearerScheme(OpenApiAuthenticationExtension):
    """The token in the Authorization header."""

    target_class = "tenant_apps.api.bearer.TokenBearer"
    name = "token"

    def get_security_definition(self, auto_schema: AutoSchema) -> dict[str, Any]:
        """RFC 6750."""
        return {"type": "http", "scheme": "bearer", "bearerFormat": "mqb_…"}


class ApiSchema(KeyedSchema):
    """With problem documents."""

    problem = ProblemShape
    problem_types = [MEDIA_TYPE]
