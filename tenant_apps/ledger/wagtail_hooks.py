"""Money in the Studio's menu."""

from wagtail import hooks

from tenant_apps.ledger.studio import MoneyDesk


@hooks.register("register_admin_viewset")
def money_desk() -> MoneyDesk:
    """`/studio/money/`."""
    return MoneyDesk()
