"""How the API is described in OpenAPI: errors, keys and tokens on every route, said once."""

from typing import Any

from drf_spectacular.extensions import OpenApiAuthenticationExtension
from drf_spectacular.openapi import AutoSchema
from drf_spectacular.utils import OpenApiParameter

from marque.api.shapes import ErrorShape

_ERRORS = {
    "400": "The call is malformed.",
    "401": "There is no token, or it is wrong, expired or revoked.",
    "403": "The token lacks the scope.",
    "404": "It does not exist, or it is another agency's: the two look the same.",
    "409": "Its state doesn't allow this.",
    "422": "It was understood and refused; the message says why.",
    "429": "Too many calls. Retry-After says when to go on.",
}
_WRITING = ("post", "put", "delete")


class BearerScheme(OpenApiAuthenticationExtension):
    """The token in the Authorization header."""

    target_class = "marque.api.bearer.BearerAuthentication"
    name = "token"

    def get_security_definition(self, auto_schema: AutoSchema) -> dict[str, Any]:
        """RFC 6750."""
        return {"type": "http", "scheme": "bearer", "bearerFormat": "mqa_…"}


class ApiSchema(AutoSchema):
    """drf-spectacular's, with what every route has in common."""

    def get_override_parameters(self) -> list[Any]:
        """A key on every call that writes."""
        if self.method.lower() not in _WRITING:
            return []
        return [
            OpenApiParameter(
                "Idempotency-Key", str, OpenApiParameter.HEADER,
                description="Up to 200 characters, new for each call. Sent again, the call is answered as before.",
            )
        ]  # fmt: skip

    def get_description(self) -> str:
        """The method's own words, and its scope."""
        scope = getattr(getattr(self.view, self.method.lower()), "scope", None)
        words = super().get_description() or ""
        return f"{words}\n\nScope: `{scope}`." if scope else words

    def _get_response_bodies(self, direction: str = "response") -> dict[str, Any]:
        bodies = super()._get_response_bodies(direction)
        writing = self.method.lower() in _WRITING
        named = {code: text for code, text in _ERRORS.items() if writing or code not in ("409", "422")}
        for code, text in named.items():
            bodies.setdefault(code, {**self._get_response_for_code(ErrorShape, code), "description": text})
        return dict(sorted(bodies.items()))
