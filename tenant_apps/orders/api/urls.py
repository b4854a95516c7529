"""Orders, refunds, gifts, teams and subscriptions in the API."""

from django.urls import path

from tenant_apps.orders.api import gifts, subscriptions, teams
from tenant_apps.orders.api import resources as orders

_TEAM = "teams/<uuid:team_id>/"
_SUBSCRIPTION = "subscriptions/<uuid:subscription_id>/"
resources = [
    path("orders/", orders.Orders.as_view(), name="orders"),
    path("orders/<uuid:order_id>/", orders.OneOrder.as_view(), name="order"),
    path("orders/<uuid:order_id>/refunds/", orders.OrderRefunds.as_view(), name="order_refunds"),
    path("refunds/", orders.Refunds.as_view(), name="refunds"),
    path("refunds/<uuid:refund_id>/", orders.OneRefund.as_view(), name="refund"),
    path("gifts/", gifts.Gifts.as_view(), name="gifts"),
    path("gifts/<uuid:gift_id>/", gifts.OneGift.as_view(), name="gift"),
    path("teams/", teams.Teams.as_view(), name="teams"),
    path(_TEAM, teams.OneTeam.as_view(), name="team"),
    path(f"{_TEAM}members/", teams.Members.as_view(), name="team_members"),
    path(f"{_TEAM}members/<uuid:member_id>/", teams.OneMember.as_view(), name="team_member"),
    path("subscriptions/", subscriptions.Subscriptions.as_view(), name="subscriptions"),
    path(_SUBSCRIPTION, subscriptions.OneSubscription.as_view(), name="subscription"),
    path(f"{_SUBSCRIPTION}pause/", subscriptions.Pause.as_view(), name="pause"),
    path(f"{_SUBSCRIPTION}cancellation/", subscriptions.Cancellation.as_view(), name="cancellation"),
    path(f"{_SUBSCRIPTION}changes/", subscriptions.Changes.as_view(), name="changes"),
]
