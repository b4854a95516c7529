"""A film's measures as people read them."""

from django import template

from tenant_apps.media.models import Film

register = template.Library()


@register.filter
def film_long(seconds: int) -> str:
    """`6:04` or `1:02:09`."""
    minutes, second = divmod(seconds, 60)
    hours, minute = divmod(minutes, 60)
    return f"{hours}:{minute:02}:{second:02}" if hours else f"{minute}:{second:02}"


@register.simple_tag
def heights_of(film: Film) -> str:
    """`360p, 720p`."""
    return ", ".join(f"{min(one['width'], one['height'])}p" for one in film.prepared.get("renditions", ()))
