"""Buying: /checkout/, /orders/, /account/subscriptions/, /webhooks/."""

from django.urls import path

from tenant_apps.orders.views.challenge import challenge, paid_elsewhere
from tenant_apps.orders.views.checkout import checkout
from tenant_apps.orders.views.documents import credit_note_pdf, invoice_pdf
from tenant_apps.orders.views.doors import join_line
from tenant_apps.orders.views.extra import extra
from tenant_apps.orders.views.receipt import continuation, receipt, receipt_pdf
from tenant_apps.orders.views.subscriptions import act, card, own_card, subscription
from tenant_apps.orders.views.webhooks import gateway_webhook

app_name = "orders"
urlpatterns = [
    path("checkout/<slug:slug>/", checkout, name="checkout"),
    path("checkout/<slug:slug>/line/", join_line, name="join_line"),
    path("checkout/<slug:slug>/challenge/<str:token>/", challenge, name="challenge"),
    path("checkout/return/<str:token>/", paid_elsewhere, name="paid_elsewhere"),
    path("orders/<str:code>/", receipt, name="receipt"),
    path("orders/<str:code>/extra/", extra, name="extra"),
    path("orders/<str:code>/receipt.pdf", receipt_pdf, name="receipt_pdf"),
    path("orders/<str:code>/invoice.pdf", invoice_pdf, name="invoice_pdf"),
    path("orders/<str:code>/credit-notes/<int:number>.pdf", credit_note_pdf, name="credit_note_pdf"),
    path("orders/<str:code>/continuation/", continuation, name="continuation"),
    path("account/subscriptions/<str:code>/", subscription, name="subscription"),
    path("account/subscriptions/<str:code>/card/", own_card, name="subscription_own_card"),
    path("account/subscriptions/<str:code>/<slug:act>/", act, name="subscription_act"),
    path("subscriptions/<str:token>/card/", card, name="subscription_card"),
    path("webhooks/<slug:gateway>/", gateway_webhook, name="gateway_webhook"),
]
