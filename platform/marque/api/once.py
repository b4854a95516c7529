"""An agency's calls, answered once."""

from collections.abc import Callable

from rest_framework.request import Request
from rest_framework.response import Response

from marque.kit import clock
from marque.kit.api import once
from shared_apps.agencies.models import Agency, AnsweredCall


def answer_once(request: Request, agency: Agency, act: Callable[[], Response]) -> Response:
    """What `act` answers, or what it answered before to this agency; raises BadKey, KeyReused or StillBusy."""

    def claim(key: str, digest: str) -> AnsweredCall:
        AnsweredCall.objects.filter(agency=agency, key=key, created_at__lt=clock.now() - once.KEPT).delete()
        return AnsweredCall.objects.get_or_create(agency=agency, key=key, defaults={"request_digest": digest})[0]

    return once.answer_once(request, act, claim=claim, using="control")
