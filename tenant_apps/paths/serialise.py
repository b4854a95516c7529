"""Paths and their steps as records."""

from typing import ClassVar

from marque.kit.facts.outbox import publish
from marque.kit.serialise.codecs import register_codec
from marque.kit.serialise.plain import PlainCodec
from marque.kit.serialise.references import References
from tenant_apps.paths import freshness
from tenant_apps.paths.events import PathChanged
from tenant_apps.paths.models import Path, PathStep


@register_codec("paths.Path")
class PathCodec(PlainCodec):
    """A path. Its words may link to pages."""

    rich: ClassVar[frozenset[str]] = frozenset({"description"})

    def finish(self, changed: set[str], refs: References) -> None:
        """Pages are made anew, and those on their way have what is in it now."""
        freshness.path_changed()
        for path in Path.objects.filter(key__in=changed):
            publish(PathChanged(path_id=path.pk))


@register_codec("paths.PathStep")
class PathStepCodec(PlainCodec):
    """A course, in its place on the path."""

    ordered_in: ClassVar[str] = "path"

    def finish(self, changed: set[str], refs: References) -> None:
        """As with the path itself."""
        freshness.path_changed()
        for path in Path.objects.filter(pk__in=PathStep.objects.filter(key__in=changed).values("path")):
            publish(PathChanged(path_id=path.pk))
