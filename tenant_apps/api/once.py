"""A program's calls, answered once: also those that ask a gateway, which no transaction may span."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime, timedelta
from functools import partial
from uuid import UUID, uuid4, uuid5

from django.db import transaction
from django.db.models import QuerySet
from rest_framework.request import Request
from rest_framework.response import Response

from marque.kit import clock
from marque.kit.api import once
from tenant_apps.api.models import AnsweredCall, ApiToken

# longer than a gateway is waited for; a call whose process died may be sent again after it
_UNDER_WAY = timedelta(seconds=60)


def answer_once(request: Request, token: ApiToken, act: Callable[[], Response]) -> Response:
    """What `act` answers, or what it answered before. Claim, effect and answer commit together."""
    return once.answer_once(request, act, claim=partial(_claim, token), using="default")


def answer_in_steps(request: Request, token: ApiToken, act: Callable[[], Response]) -> Response:
    """The same for an act that asks somebody else in between: the claim is committed before, the answer after.

    Cut off in between, the call may be sent again with its key after a minute; the act is then done again, and must
    find by that key what it began.
    """
    key = request.headers.get(once.HEADER)
    if key is None:
        return act()
    call = _hold(request, token, key)
    if call.status is not None:
        return once.answered(call)
    try:
        response = act()
    except Exception:
        # refused: it may be sent again at once
        AnsweredCall.objects.filter(pk=call.pk).update(held_until=None)
        raise
    once.note_answer(call, response)
    return response


@transaction.atomic
def _hold(request: Request, token: ApiToken, key: str) -> AnsweredCall:
    found: AnsweredCall = once.claimed(request, key, partial(_claim, token))
    call = AnsweredCall.objects.select_for_update().get(pk=found.pk)
    if call.status is None:
        if call.held_until and call.held_until > clock.now():
            raise once.StillBusy()
        call.held_until = clock.now() + _UNDER_WAY
        call.save(update_fields=["held_until"])
    return call


def effect_key(request: Request, token: ApiToken) -> UUID:
    """What a key of ours is made from: the same for a call sent again, another one once the call is forgotten."""
    key = request.headers.get(once.HEADER)
    if key is None:
        return uuid4()
    call = AnsweredCall.objects.only("created_at").get(token=token, once_key=key)
    return uuid5(token.key, f"{call.created_at.isoformat()} {key}")


def forget_answers(*, now: datetime) -> None:
    """Drop the answers of calls whose keys are new ones again, of whichever token."""
    _old(now).delete()


def _old(now: datetime) -> QuerySet[AnsweredCall]:
    # one that is under way is not forgotten from under it
    return AnsweredCall.objects.filter(created_at__lt=now - once.KEPT).exclude(status=None, held_until__gt=now)


def _claim(token: ApiToken, key: str, digest: str) -> AnsweredCall:
    _old(clock.now()).filter(token=token, once_key=key).delete()
    return AnsweredCall.objects.get_or_create(token=token, once_key=key, defaults={"request_digest": digest})[0]
