"""Selling in the Studio's menus."""

from django.http import HttpRequest
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from wagtail import hooks
from wagtail.admin.menu import MenuItem

from tenant_apps.orders.desks.disputes import DisputesDesk
from tenant_apps.orders.desks.embedding import EmbeddingDesk
from tenant_apps.orders.desks.gifts import GiftsDesk
from tenant_apps.orders.desks.left import LeftDesk
from tenant_apps.orders.desks.seller import SellerDesk
from tenant_apps.orders.desks.subscriptions import SubscriptionsDesk
from tenant_apps.orders.studio import OrdersDesk


class SellerMenuItem(MenuItem):
    """For those who may change what invoices say; the platform sells nothing through orders."""

    def is_shown(self, request: HttpRequest) -> bool:
        """Whether this is such a person in a business."""
        return request.tenant.type == "business" and request.user.has_perm("orders.add_seller")


class EmbeddingMenuItem(MenuItem):
    """For those who may say where the business sells."""

    def is_shown(self, request: HttpRequest) -> bool:
        """Whether this is such a person in a business."""
        return request.tenant.type == "business" and request.user.has_perm("orders.add_embeddingsite")


@hooks.register("register_admin_viewset")
def orders_desk() -> OrdersDesk:
    """`/studio/orders/`."""
    return OrdersDesk()


@hooks.register("register_admin_viewset")
def left_desk() -> LeftDesk:
    """`/studio/left-checkouts/`."""
    return LeftDesk()


@hooks.register("register_admin_viewset")
def embedding_desk() -> EmbeddingDesk:
    """`/studio/buttons/`."""
    return EmbeddingDesk()


@hooks.register("register_settings_menu_item")
def embedding_entry() -> MenuItem:
    """Which other sites may open the checkout."""
    return EmbeddingMenuItem(
        _("Buttons on other sites"), reverse("embedding_studio:index"), name="buttons", icon_name="link", order=32
    )


@hooks.register("register_admin_viewset")
def gifts_desk() -> GiftsDesk:
    """`/studio/gifts/`."""
    return GiftsDesk()


@hooks.register("register_admin_viewset")
def subscriptions_desk() -> SubscriptionsDesk:
    """`/studio/subscriptions/`."""
    return SubscriptionsDesk()


@hooks.register("register_admin_viewset")
def disputes_desk() -> DisputesDesk:
    """`/studio/disputes/`."""
    return DisputesDesk()


@hooks.register("register_admin_viewset")
def seller_desk() -> SellerDesk:
    """`/studio/invoices/`."""
    return SellerDesk()


@hooks.register("register_settings_menu_item")
def seller_entry() -> MenuItem:
    """Who sells, and what is charged on top."""
    return SellerMenuItem(
        _("Invoices and tax"), reverse("seller_studio:index"), name="seller", icon_name="receipt", order=30
    )
