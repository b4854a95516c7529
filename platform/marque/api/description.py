"""How the API is described in OpenAPI."""

from typing import Any

from drf_spectacular.extensions import OpenApiAuthenticationExtension
from drf_spectacular.openapi import AutoSchema

from marque.api.shapes import ErrorShape
from marque.kit.api.description import KeyedSchema


class BearerScheme(OpenApiAuthenticationExtension):
    """The token in the Authorization header."""

    target_class = "marque.api.bearer.BearerAuthentication"
    name = "token"

    def get_security_definition(self, auto_schema: AutoSchema) -> dict[str, Any]:
        """RFC 6750."""
        return {"type": "http", "scheme": "bearer", "bearerFormat": "mqa_…"}


class ApiSchema(KeyedSchema):
    """With the platform's shape of errors."""

    problem = ErrorShape
