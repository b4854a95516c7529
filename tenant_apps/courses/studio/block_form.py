"""The parts of a lesson's page as Wagtail's stream of blocks: added, moved and taken away by mouse, touch and keys."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django.core.exceptions import ValidationError
from django.utils.functional import cached_property
from django.utils.translation import gettext_lazy as _
from wagtail import blocks
from wagtail.blocks.base import BlockField, BlockWidget
from wagtail.blocks.stream_block import StreamBlockValidationError, StreamValue
from wagtail.blocks.struct_block import StructBlockValidationError

from tenant_apps.courses.blocks import Value, key_in, rows_of
from tenant_apps.courses.embeds import NotAllowed, NothingShown, Sites, TooManyAtOnce
from tenant_apps.courses.languages import LANGUAGES
from tenant_apps.courses.models import (
    BLOCKS_BARE,
    BLOCKS_ONCE,
    BLOCKS_WITH_FILE,
    LONGEST_BLOCK,
    BlockKind,
    Lesson,
    LessonBlock,
)
from tenant_apps.courses.prose import WRITTEN
from tenant_apps.media.models import Asset
from tenant_apps.media.studio import OneKindChooser, asset_chooser_viewset
from tenant_apps.media.whose import assets_of


class AssetBlock(blocks.ChooserBlock):
    """A file of the library, of one kind or any: `AssetBlock(kind="image")`."""

    target_model = Asset

    def __init__(self, only: dict[str, str] | None = None, **kwargs: Any) -> None:
        super().__init__(**kwargs)
        self.only = only or {}

    @cached_property
    def widget(self) -> Any:
        """The library's own chooser."""
        return OneKindChooser(**self.only) if self.only else asset_chooser_viewset.widget_class()


def _title(label: Any) -> blocks.CharBlock:
    return blocks.CharBlock(label=label, max_length=160, required=False)


class FileBlock(blocks.StructBlock):
    """A file, and what it is called here."""

    def __init__(self, only: dict[str, str] | None = None, *, title: Any, **kwargs: Any) -> None:
        inner = [("asset", AssetBlock(only, label=_("File"))), ("title", _title(title))]
        super().__init__(inner, **kwargs)


class RecordingBlock(FileBlock):
    """A film or a recording, and how much of it the lesson asks for."""

    def __init__(self, only: dict[str, str], **kwargs: Any) -> None:
        super().__init__(only, title=_("Title"), **kwargs)
        least = blocks.IntegerBlock(
            label=_("Must be watched, in percent"),
            help_text=_("Only seconds that were really played count. Empty: the lesson does not ask for it."),
            min_value=1,
            max_value=100,
            required=False,
        )
        least.set_name("least_percent")
        self.child_blocks["least_percent"] = least


class _Verbatim(blocks.TextBlock):
    @cached_property
    def field(self) -> Any:
        field = super().field
        field.strip = False
        return field


class CodeBlock(blocks.StructBlock):
    """A piece of code; its blanks are part of it."""

    title = _title(_("Name of the file"))
    language = blocks.ChoiceBlock(label=_("Language"), choices=LANGUAGES, default="text")
    text = _Verbatim(label=_("Code"), rows=8, max_length=LONGEST_BLOCK)


class EmbedBlock(blocks.StructBlock):
    """Something another site shows."""

    address = blocks.URLBlock(label=_("Address"), max_length=500)
    title = _title(_("Title"))


class LessonBlocks(blocks.StreamBlock):
    """What a lesson's page is made of; `lesson` is the place of what the lesson is."""

    lesson = blocks.StaticBlock(
        label=BlockKind.OWN.label,
        admin_text=_("What this lesson is by its kind (its film, quiz, work to hand in …), and its text."),
        icon="doc-full",
    )
    text = blocks.RichTextBlock(label=BlockKind.TEXT.label, features=WRITTEN, icon="pilcrow")
    image = FileBlock({"kind": "image"}, title=_("What it shows"), label=BlockKind.IMAGE.label, icon="image")
    video = RecordingBlock({"kind": "video"}, label=BlockKind.VIDEO.label, icon="media")
    audio = RecordingBlock({"kind": "audio"}, label=BlockKind.AUDIO.label, icon="media")
    pdf = FileBlock(
        {"content_type": "application/pdf"}, title=_("Title"), label=BlockKind.PDF.label, icon="doc-full-inverse"
    )
    slides = FileBlock({"content_type": "application/pdf"}, title=_("Title"), label=BlockKind.SLIDES.label, icon="view")
    download = FileBlock(title=_("Title"), label=BlockKind.DOWNLOAD.label, icon="download")
    code = CodeBlock(label=BlockKind.CODE.label, icon="code")
    embed = EmbedBlock(label=BlockKind.EMBED.label, icon="globe")
    hotspots = FileBlock(
        {"kind": "image"},
        title=_("Title"),
        label=BlockKind.HOTSPOTS.label,
        help_text=_("Learners open its places here. Once the lesson is saved, “Edit the spots” is above."),
        icon="crosshairs",
    )
    project = blocks.StaticBlock(
        label=BlockKind.PROJECT.label,
        admin_text=_("Learners tick the steps here. Once the lesson is saved, “Edit the steps” is above."),
        icon="list-ol",
    )
    survey = blocks.StaticBlock(
        label=BlockKind.SURVEY.label,
        admin_text=_("Learners answer here. Once the lesson is saved, “Questions and answers” is above."),
        icon="form",
    )
    live = blocks.StaticBlock(
        label=BlockKind.LIVE.label,
        admin_text=_("Learners come in here. Once the lesson is saved, “Time and link” is above."),
        icon="calendar-alt",
    )
    discussion = blocks.StaticBlock(
        label=BlockKind.DISCUSSION.label, admin_text=_("Learners ask here, and answer each other."), icon="comment"
    )

    class Meta:
        required = False
        block_counts = {kind.value: {"max_num": 1} for kind in BLOCKS_ONCE}


UNREADABLE = object()
# those that were deleted on the page are among them
MOST_ROWS = 500


class _Stream(BlockWidget):
    """Wagtail's, which believes in its own JavaScript; a form without the list leaves the parts as they are."""

    def value_from_datadict(self, data: Any, files: Any, name: str) -> Any:
        if self.value_omitted_from_data(data, files, name):
            return None
        try:
            count = int(data[f"{name}-count"])
            kinds = {data[f"{name}-{at}-type"] for at in range(min(count, MOST_ROWS + 1))}
            # Wagtail leaves out what it does not know
            if not 0 <= count <= MOST_ROWS or not kinds <= set(self.block_def.child_blocks):
                return UNREADABLE
            return super().value_from_datadict(data, files, name)
        except (KeyError, ValueError, TypeError, AttributeError):
            return UNREADABLE


class LessonBlocksField(BlockField):
    """The stream as values of `tenant_apps.courses.blocks`; a file that is not somebody's is refused and not named."""

    def __init__(self, **kwargs: Any) -> None:
        stream = LessonBlocks()
        super().__init__(block=stream, widget=_Stream(stream), required=False, **kwargs)
        self.user: Any = None
        self.kept: list[Value] = []

    def shown(self, lesson: Lesson) -> StreamValue:
        """The blocks of a lesson as the stream shows them; the lesson itself is always there."""
        raw = [{"type": row.kind, "value": _raw(row), "id": str(row.key)} for row in rows_of(lesson)]
        if not any(one["type"] == BlockKind.OWN for one in raw):
            raw.insert(0, {"type": BlockKind.OWN.value, "value": None})
        return self.block.to_python(raw)

    def bound_data(self, data: Any, initial: Any) -> Any:
        """What the page shows as typed."""
        return initial if data in (None, UNREADABLE) else self._theirs(super().bound_data(data, initial))

    def clean(self, value: Any) -> list[Value] | None:
        """The values, or nothing where the form does not speak of them; asks sites for what is new of theirs."""
        if value is None:
            return None
        if value is UNREADABLE:
            raise ValidationError(_("The list of parts did not arrive whole. Reload the page and try again."))
        stream = super().clean(self._theirs(value))
        sites = Sites(self.kept)
        values, wrong = [], {}
        for at, child in enumerate(stream):
            try:
                values.append(_value(child, sites))
            except (NotAllowed, NothingShown, TooManyAtOnce) as refused:
                told = ValidationError(str(refused))
                wrong[at] = StructBlockValidationError(block_errors={"address": told})
        if wrong:
            raise StreamBlockValidationError(block_errors=wrong)
        return values

    def _theirs(self, stream: Any) -> Any:
        chosen = [child for child in _with_files(stream) if child.value["asset"] is not None]
        keys = {child.value["asset"].pk for child in chosen}
        theirs = set(assets_of(self.user).filter(pk__in=keys).values_list("pk", flat=True))
        for child in chosen:
            if child.value["asset"].pk not in theirs:
                child.value["asset"] = None
        return stream


def _with_files(stream: Any) -> Iterable[Any]:
    return (child for child in stream or () if child.block_type in BLOCKS_WITH_FILE)


def _raw(row: LessonBlock) -> Any:
    if row.kind in BLOCKS_BARE:
        return None
    if row.kind == BlockKind.TEXT:
        return row.text
    held = {"title": row.title, "text": row.text, "language": row.language, "address": row.address}
    return held | {"asset": row.asset_id, "least_percent": row.least_percent}


def _value(child: Any, sites: Sites) -> Value:
    value: Value = {"key": key_in({"key": child.id}), "kind": child.block_type, "file": None}
    if child.block_type == BlockKind.TEXT:
        return value | {"text": child.value.source}
    if child.block_type in BLOCKS_BARE:
        return value
    held = dict(child.value)
    if asset := held.pop("asset", None):
        value["file"] = str(asset.key)
    if address := held.get("address"):
        value["shown"] = sites.shown_at(address)
    return value | held
