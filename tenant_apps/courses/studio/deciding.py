"""What owner and staff answer to a request for a review, whatever it is about."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _


def decided(
    request: HttpRequest, found: Any, *, approve: Callable[..., Any], send_back: Callable[..., Any]
) -> HttpResponse:
    """Approve a request or send it back, as was pressed; raises Refused where that is not taken."""
    said: Any = request.POST
    if said.get("act") == "approve":
        approve(approval=found, seen=said.get("seen", ""), by=request.user)
    else:
        send_back(approval=found, reason=said.get("reason", ""), by=request.user)
    messages.success(request, _("Decided. The author gets an email."))
    return redirect("studio_approvals:index")
