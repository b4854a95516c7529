"""Something of another site's."""

from __future__ import annotations

from typing import Any

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from marque.kit.errors import Refused
from shared_apps.integrations.oembed import provider
from shared_apps.integrations.ports.errors import ProviderError
from tenant_apps.courses import approval, freshness
from tenant_apps.courses.models import Lesson
from tenant_apps.materials.models import Embed


class NotAllowed(Refused):
    """A site that is not on the list."""

    message = _("Only addresses of these sites can be shown: %(names)s. Copy the address of the page you watch it on.")
    field = "address"


class NothingShown(Refused):
    """The site says no."""

    message = _("%(name)s shows nothing at this address. Is it public, and may it be embedded? (%(why)s)")
    field = "address"


def set_embed(*, lesson: Lesson, address: str, by: Any = None) -> Embed:
    """Let a lesson show what is at an address of an allowed site; raises NotAllowed, NothingShown, SeenByLearners."""
    approval.refuse_unseen_change(lesson, by)
    site = provider.provider_of(address)
    if site is None:
        raise NotAllowed(names=", ".join(one.name for one in provider.PROVIDERS))
    try:
        shown = provider.look_up(site, address)
    except ProviderError as error:
        raise NothingShown(name=site.name, why=error.message) from error
    with transaction.atomic():
        told = {"provider": shown.provider, "title": shown.title, "frame": shown.frame}
        size = {"width": shown.width, "height": shown.height}
        made, _new = Embed.objects.update_or_create(lesson=lesson, defaults={"address": address} | told | size)
        freshness.course_changed(lesson.course_id)
    return made
