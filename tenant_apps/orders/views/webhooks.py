"""What the payment gateway tells us by itself."""

from __future__ import annotations

from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_POST

from marque.kit import clock
from shared_apps.integrations.ports.errors import ProviderError
from shared_apps.integrations.ports.payments import GATEWAYS
from tenant_apps.orders import actions
from tenant_apps.orders.gateways import NotConnected, our_gateway
from tenant_apps.orders.tasks import handle_gateway_event

LARGEST = 64 * 1024


@csrf_exempt
@require_POST
def gateway_webhook(request: HttpRequest, gateway: str) -> HttpResponse:
    """Check the signature, keep the event, answer; the work comes after. The same event twice changes nothing."""
    if gateway not in GATEWAYS:
        raise Http404
    if len(request.body) > LARGEST:
        return JsonResponse({"error": "too large"}, status=413)
    try:
        fact = our_gateway(gateway).read_webhook(request.body, request.headers, now=clock.now())
    except NotConnected:
        raise Http404 from None
    except ProviderError as error:
        # a gateway that could not be asked is asked again when it sends the webhook again
        return JsonResponse({"error": error.message}, status=400 if error.permanent else 503)
    event, fresh = actions.keep_event(gateway=gateway, fact=fact)
    if fresh:
        handle_gateway_event.delay(event_key=str(event.key))
    return JsonResponse({"received": True})
