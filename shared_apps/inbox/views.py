"""The platform's own address for vendors' webhooks."""

from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_POST

from marque.kit import clock
from shared_apps.inbox import actions
from shared_apps.inbox.tasks import nudge
from shared_apps.integrations.ports.errors import ProviderError
from shared_apps.integrations.ports.notices import SOURCES, notice_source
from shared_apps.settlements.platform import platform_keys

LARGEST = 256 * 1024


@csrf_exempt
@require_POST
def webhook(request: HttpRequest, source: str) -> HttpResponse:
    """Check the signature, keep the webhook, answer; the work comes after. The same one twice changes nothing."""
    if source not in SOURCES:
        raise Http404
    if len(request.body) > LARGEST:
        return JsonResponse({"error": "too large"}, status=413)
    try:
        notice = notice_source(source, keys=platform_keys(source)).read(request.body, request.headers, now=clock.now())
    except ProviderError as error:
        # a vendor that could not be asked is asked again when it sends the webhook again
        return JsonResponse({"error": error.message}, status=400 if error.permanent else 503)
    kept, fresh = actions.keep_notice(source=source, notice=notice, body=request.body)
    if fresh:
        nudge(kept)
    return JsonResponse({"received": True})
