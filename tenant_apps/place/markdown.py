"""Notes as Markdown, for a learner to take along."""

from __future__ import annotations

import re

from django.utils.translation import gettext as _

from marque.kit.tenancy.addresses import path_to
from tenant_apps.courses.templatetags.lengths import timecode
from tenant_apps.place.models import Note
from tenant_apps.place.queries import leaves

_MEANT = re.compile(r"([\\`*_\[\]<>#])")


def as_markdown(notes: list[Note], *, site: str) -> str:
    """A document with a heading for each course and lesson; addresses begin with `site`."""
    lines, course = [f"# {_('My notes')}", ""], None
    for leaf in leaves(notes):
        if leaf.course.pk != course:
            lines += [f"## {_plain(leaf.course.title)}", ""]
            course = leaf.course.pk
        lines += [f"### {_plain(leaf.lesson.title)}", ""]
        for note in leaf.notes:
            lines += [*_note(note, site + path_to("learning:lesson", leaf.course.slug, leaf.lesson.slug)), ""]
    return "\n".join(lines)


def _note(note: Note, url: str) -> list[str]:
    lines = [f"> {line}" for line in note.quote.splitlines()]
    if lines and note.text:
        lines.append("")
    if note.seconds is not None:
        lines += [f"[{timecode(note.seconds)}]({url}#t={note.seconds})", ""]
    return [*lines, *note.text.splitlines()]


def _plain(title: str) -> str:
    return _MEANT.sub(r"\\\1", title)
