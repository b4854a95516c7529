"""The parts of a lesson's page, each by the template of its kind."""

from typing import Any

from django import template
from django.utils.safestring import SafeString

from tenant_apps.courses.models import BlockKind
from tenant_apps.learning.blocks import Drawn

register = template.Library()

# the others say their title themselves
NAMED = (
    BlockKind.VIDEO,
    BlockKind.AUDIO,
    BlockKind.PDF,
    BlockKind.SLIDES,
    BlockKind.DOWNLOAD,
    BlockKind.HOTSPOTS,
)


@register.inclusion_tag("learning/_blocks.html", takes_context=True)
def blocks_here(context: Any, blocks: list[Drawn]) -> dict[str, Any]:
    """These blocks, in order."""
    return {"blocks": blocks, "named": NAMED, "request": context.get("request"), "course": context.get("course")}


@register.simple_tag(takes_context=True)
def drawn(context: Any, one: Drawn) -> SafeString:
    """One of them; to a player's template a block is what a lesson is: it has a title, a key and a file."""
    with context.push(lesson=one.block, **one.context):
        html: SafeString = context.template.engine.get_template(one.template).render(context)
    return html
