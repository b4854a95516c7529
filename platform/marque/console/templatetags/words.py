"""`{% load words %}`: what programs call things, in words."""

from typing import Any

from django import template

from marque.console.words import ACTS, KINDS, actor_in_words, subject_of

register = template.Library()


@register.filter
def kind_in_words(kind: str) -> Any:
    """A kind of operation."""
    return KINDS.get(kind, kind)


@register.filter
def act_in_words(action: str) -> Any:
    """An act of the audit log."""
    return ACTS.get(action, action)


register.filter("actor_in_words", actor_in_words)
register.filter("subject_of", subject_of)
