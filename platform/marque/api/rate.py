"""So many calls a minute for each token."""

from collections.abc import Iterable

from django.conf import settings
from rest_framework.request import Request

from marque.kit.api.rate import MinuteRate


class TokenRate(MinuteRate):
    """Each token by itself."""

    cache = "control"

    def counts(self, request: Request) -> Iterable[tuple[str, int]]:
        """The token's calls."""
        return [(str(request.user.token.id), settings.API_CALLS_A_MINUTE)]
