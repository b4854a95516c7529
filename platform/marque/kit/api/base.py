"""What every view of an API is made of."""

from collections.abc import Callable
from functools import wraps
from typing import Any

from django.utils.translation import gettext as _
from rest_framework import serializers
from rest_framework.exceptions import ParseError
from rest_framework.parsers import JSONParser
from rest_framework.renderers import JSONRenderer
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from marque.kit.api.bearer import HasScope
from marque.kit.errors import Missing

Method = Callable[..., Response]
Act = Callable[[], Response]


class Json(JSONParser):
    """JSON; what is nested too deep to read is as malformed as any other."""

    def parse(self, *args: Any, **kwargs: Any) -> Any:
        """The value; raises ParseError."""
        try:
            return super().parse(*args, **kwargs)
        except RecursionError:
            raise ParseError(_("This JSON is nested too deep.")) from None


class JsonView(APIView):
    """One resource that speaks JSON. Each method says its scope; without one it is for any token."""

    permission_classes = [HasScope]
    parser_classes = [Json]
    renderer_classes = [JSONRenderer]

    def initial(self, request: Request, *args: Any, **kwargs: Any) -> None:
        """Who calls and whether they may; an address that no thing can have is nobody's."""
        super().initial(request, *args, **kwargs)
        if "\0" in request.path:
            raise Missing()


class StrictSerializer(serializers.Serializer):
    """Refuses fields it does not know: a misspelt one would be lost in silence."""

    def to_internal_value(self, data: Any) -> Any:
        """The values; raises ValidationError naming what is unknown."""
        unknown = sorted(set(data) - set(self.fields)) if isinstance(data, dict) else []
        if unknown:
            raise serializers.ValidationError({unknown[0]: f"There is no field “{unknown[0]}” here."})
        return super().to_internal_value(data)


def reads(scope: str) -> Callable[[Method], Method]:
    """A method that changes nothing, for tokens with the scope."""

    def decorate(method: Method) -> Method:
        method.scope = scope  # type: ignore[attr-defined]
        return method

    return decorate


def writes_once(
    scope: str, *, once: Callable[[Any, Act], Response], write_down: Callable[[Any, Response], None]
) -> Callable[[Method], Method]:
    """A method that changes something: answered by `once`, which knows calls sent again, and written down."""

    def decorate(method: Method) -> Method:
        @wraps(method)
        def written(view: Any, *args: Any, **kwargs: Any) -> Response:
            def act() -> Response:
                response = method(view, *args, **kwargs)
                write_down(view, response)
                return response

            return once(view, act)

        written.scope = scope  # type: ignore[attr-defined]
        written.writes = True  # type: ignore[attr-defined]
        return written

    return decorate
