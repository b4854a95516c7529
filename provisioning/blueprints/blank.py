"""`blank`: what a manifest fills."""

from provisioning.blueprints import Owner
from themes.actions import update_brand


def apply(owner: Owner | None) -> None:
    """A home page without blocks, in the engine's first theme."""
    update_brand()
