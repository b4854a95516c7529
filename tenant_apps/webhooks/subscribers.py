"""The webhooks hear of everything that programs can be told of."""

from __future__ import annotations

from marque.kit.facts.deliver import heard_event
from marque.kit.facts.fact import Fact
from marque.kit.facts.registry import subscribe
from tenant_apps.webhooks import actions
from tenant_apps.webhooks.happenings import HAPPENINGS, Happening


def _listen(happening: Happening) -> None:
    def tell(fact: Fact) -> None:
        event = heard_event()
        actions.tell(happening=happening, fact=fact, message=event.key, at=event.published_at)

    subscribe(happening.fact, name=f"webhooks.{happening.type}")(tell)


for _happening in HAPPENINGS:
    _listen(_happening)
