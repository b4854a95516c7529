"""Buying: /checkout/, /orders/, /account/subscriptions/, /webhooks/."""

from django.urls import path

from tenant_apps.orders.views.challenge import challenge, paid_elsewhere
from tenant_apps.orders.views.checkout import checkout
from tenant_apps.orders.views.documents import credit_note_pdf, invoice_pdf
from tenant_apps.orders.views.doors import join_line
from tenant_apps.orders.views.embedding import (
    embed_script,
    embedded_challenge,
    embedded_checkout,
    embedded_receipt,
)
from tenant_apps.orders.views.extra import extra
from tenant_apps.orders.views.gifts import gift, gift_card, gift_delivery, gift_recipient
from tenant_apps.orders.views.joining import seat, team_joining
from tenant_apps.orders.views.opening import gift_opening
from tenant_apps.orders.views.receipt import continuation, receipt, receipt_pdf
from tenant_apps.orders.views.subscriptions import act, card, own_card, subscription
from tenant_apps.orders.views.teams import (
    team,
    team_link,
    team_members,
    team_name,
    team_own_seat,
    team_seat,
    team_seats,
)
from tenant_apps.orders.views.webhooks import gateway_webhook

app_name = "orders"
urlpatterns = [
    path("checkout/<slug:slug>/", checkout, name="checkout"),
    path("checkout/<slug:slug>/line/", join_line, name="join_line"),
    path("checkout/<slug:slug>/challenge/<str:token>/", challenge, name="challenge"),
    path("checkout/return/<str:token>/", paid_elsewhere, name="paid_elsewhere"),
    path("embed/v1.js", embed_script, name="embed_script"),
    path("embed/orders/<str:code>/", embedded_receipt, name="embedded_receipt"),
    path("embed/<slug:slug>/", embedded_checkout, name="embedded_checkout"),
    path("embed/<slug:slug>/challenge/<str:token>/", embedded_challenge, name="embedded_challenge"),
    path("orders/<str:code>/", receipt, name="receipt"),
    path("orders/<str:code>/extra/", extra, name="extra"),
    path("orders/<str:code>/receipt.pdf", receipt_pdf, name="receipt_pdf"),
    path("orders/<str:code>/invoice.pdf", invoice_pdf, name="invoice_pdf"),
    path("orders/<str:code>/credit-notes/<int:number>.pdf", credit_note_pdf, name="credit_note_pdf"),
    path("orders/<str:code>/continuation/", continuation, name="continuation"),
    path("orders/<str:code>/gift/", gift, name="gift"),
    path("orders/<str:code>/gift/card/", gift_card, name="gift_card"),
    path("orders/<str:code>/gift/delivery/", gift_delivery, name="gift_delivery"),
    path("orders/<str:code>/gift/recipient/", gift_recipient, name="gift_recipient"),
    path("gifts/<str:token>/", gift_opening, name="gift_opening"),
    path("account/teams/<str:code>/", team, name="team"),
    path("account/teams/<str:code>/members/", team_members, name="team_members"),
    path("account/teams/<str:code>/members/<uuid:key>/", team_seat, name="team_seat"),
    path("account/teams/<str:code>/link/", team_link, name="team_link"),
    path("account/teams/<str:code>/name/", team_name, name="team_name"),
    path("account/teams/<str:code>/own-seat/", team_own_seat, name="team_own_seat"),
    path("account/teams/<str:code>/seats/", team_seats, name="team_seats"),
    path("teams/join/<str:key>/", team_joining, name="team_joining"),
    path("teams/seat/<str:token>/", seat, name="seat"),
    path("account/subscriptions/<str:code>/", subscription, name="subscription"),
    path("account/subscriptions/<str:code>/card/", own_card, name="subscription_own_card"),
    path("account/subscriptions/<str:code>/<slug:act>/", act, name="subscription_act"),
    path("subscriptions/<str:token>/card/", card, name="subscription_card"),
    path("webhooks/<slug:gateway>/", gateway_webhook, name="gateway_webhook"),
]
