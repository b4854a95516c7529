"""So many calls a minute for each token, and for the business as a whole."""

from collections.abc import Iterable

from django.conf import settings
from rest_framework.request import Request

from marque.kit.api.rate import MinuteRate


class BusinessRate(MinuteRate):
    """Cache keys carry the tenant: one business's programs slow down nobody else's."""

    def counts(self, request: Request) -> Iterable[tuple[str, int]]:
        """The token's calls, and all of the business's."""
        most = settings.API_CALLS_A_MINUTE
        return [(str(request.user.token.key), most), ("all", most * 3)]
