"""One thing that can be done to a subscription: when it is offered, what it asks, what it does."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from django import forms

from tenant_apps.orders.models import Subscription
from tenant_apps.orders.models import SubscriptionState as State


@dataclass(frozen=True)
class Question:
    """What is about to happen, before it does."""

    title: str
    points: list[str]
    button: str
    form: forms.Form = field(default_factory=forms.Form)
    danger: bool = False


@dataclass(frozen=True)
class Act:
    """One thing to do, under its own address."""

    name: str
    label: Any
    offered: Callable[[Subscription], bool]
    ask: Callable[[Subscription, datetime, Any], Question]
    do: Callable[[Subscription, datetime, dict[str, Any], Any], str]


def changeable(held: Subscription) -> bool:
    """Does it run, and is it no price in parts?"""
    return held.state in (State.ACTIVE, State.TRIALING) and not held.instalments
