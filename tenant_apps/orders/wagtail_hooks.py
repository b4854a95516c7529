"""Orders in the Studio's menu."""

from wagtail import hooks

from tenant_apps.orders.studio import OrdersDesk


@hooks.register("register_admin_viewset")
def orders_desk() -> OrdersDesk:
    """`/studio/orders/`."""
    return OrdersDesk()
