"""How an API is described in OpenAPI: errors, keys and scopes on every route, said once."""

from typing import Any

from drf_spectacular.openapi import AutoSchema
from drf_spectacular.utils import OpenApiParameter

_ERRORS = {
    "400": "The call is malformed.",
    "401": "There is no token, or it is wrong, expired or revoked.",
    "403": "The token lacks the scope.",
    "404": "It does not exist, or it is somebody else's: the two look the same.",
    "409": "Its state doesn't allow this.",
    "422": "It was understood and refused; the message says why.",
    "429": "Too many calls. Retry-After says when to go on.",
}
_WRITING = ("post", "put", "delete")


class KeyedSchema(AutoSchema):
    """drf-spectacular's, with what every route has in common. `problem` is the serializer of an error."""

    problem: Any = None
    problem_types = ["application/json"]

    def get_override_parameters(self) -> list[Any]:
        """A key on every call that writes."""
        if self.method.lower() not in _WRITING:
            return []
        return [
            OpenApiParameter(
                "Idempotency-Key", str, OpenApiParameter.HEADER,
                description="Up to 200 characters, new for each call. Sent again within 24 hours, the call is "
                "answered as before; later the key is a new one.",
            )
        ]  # fmt: skip

    def get_description(self) -> str:
        """The method's own words, and its scope."""
        scope = getattr(getattr(self.view, self.method.lower()), "scope", None)
        words = super().get_description() or ""
        return f"{words}\n\nScope: `{scope}`." if scope else words

    def _get_response_bodies(self, direction: Any = "response") -> dict[str, Any]:
        bodies = super()._get_response_bodies(direction)
        writing = self.method.lower() in _WRITING
        named = {code: text for code, text in _ERRORS.items() if writing or code not in ("409", "422")}
        for code, text in named.items():
            body = self._get_response_for_code(self.problem, code, self.problem_types)
            bodies.setdefault(code, {**body, "description": text})
        return dict(sorted(bodies.items()))
