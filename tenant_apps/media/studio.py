"""Files in the Studio: a list, and a chooser with upload for lessons and pages."""

from collections.abc import Sequence
from typing import Any
from urllib.parse import urlencode

from django.forms import ModelForm
from django.urls import reverse
from django.utils.functional import cached_property
from django.utils.translation import gettext_lazy as _
from wagtail.admin.views.generic import EditView, HistoryView, IndexView
from wagtail.admin.views.generic.chooser import (
    ChooseResultsView,
    ChooseView,
    ChosenMultipleView,
    ChosenView,
    CreateView,
)
from wagtail.admin.viewsets.chooser import ChooserViewSet
from wagtail.admin.viewsets.model import ModelViewSet
from wagtail.admin.widgets.button import Button, HeaderButton

from marque.kit.columns import DayColumn
from tenant_apps.media.choosing import TitleFilter
from tenant_apps.media.formats import Kind
from tenant_apps.media.forms import AssetForm, TitleForm
from tenant_apps.media.models import Asset
from tenant_apps.media.models.assets import AssetQuerySet
from tenant_apps.media.usage import AssetDeleteView, AssetUsageView
from tenant_apps.media.whose import assets_of


class _ByUser:
    """The chooser's upload form, told who is uploading."""

    def get_creation_form_kwargs(self) -> dict[str, Any]:
        return {**super().get_creation_form_kwargs(), "for_user": self.request.user}  # type: ignore[misc,attr-defined]


class _Listed(_ByUser):
    """A list to choose from that knows only the files of whoever asks, the newest first."""

    filter_form_class = TitleFilter
    ordering = ("-created_at", "-pk")

    def get_object_list(self) -> AssetQuerySet:
        return assets_of(self.request.user)  # type: ignore[attr-defined]


class _Choose(_Listed, ChooseView):
    pass


class _ChooseResults(_Listed, ChooseResultsView):
    pass


class _Chosen(ChosenView):
    def get_object(self, pk: str) -> Asset:
        return assets_of(self.request.user).get(pk=pk)


class _ChosenMultiple(ChosenMultipleView):
    def get_objects(self, pks: Sequence[str]) -> AssetQuerySet:
        return assets_of(self.request.user).filter(pk__in=pks)


class _Create(_ByUser, CreateView):
    pass


class AssetChooserViewSet(ChooserViewSet):
    """Choose a file, or add one, without leaving the page."""

    model = Asset
    icon = "doc-full"
    choose_one_text = _("Choose a file")
    choose_another_text = _("Choose another file")
    create_action_label = _("Add")
    create_action_clicked_label = _("Adding")
    choose_view_class = _Choose
    choose_results_view_class = _ChooseResults
    chosen_view_class = _Chosen
    chosen_multiple_view_class = _ChosenMultiple
    create_view_class = _Create
    creation_form_class = AssetForm
    url_filter_parameters = ["kind", "content_type"]
    preserve_url_parameters = ["multiple", "kind", "content_type"]


class _Edit(EditView):
    def get_queryset(self) -> AssetQuerySet:
        return assets_of(self.request.user)


class _History(HistoryView):
    def get_base_object_queryset(self) -> AssetQuerySet:
        return assets_of(self.request.user)


class _Index(IndexView):
    def get_base_queryset(self) -> AssetQuerySet:
        return assets_of(self.request.user)

    @cached_property
    def header_buttons(self) -> list[HeaderButton]:
        """Large films have a page of their own."""
        upload = HeaderButton(label=_("Upload films"), url=reverse("studio_films:upload"), icon_name="upload")
        return [*super().header_buttons, upload]

    def get_list_more_buttons(self, instance: Asset) -> list[Any]:
        """Of a film: how far it is, its captions and chapters."""
        buttons = list(super().get_list_more_buttons(instance))
        if instance.kind in (Kind.VIDEO, Kind.AUDIO):
            url = reverse("studio_films:film", args=[instance.key])
            buttons.append(Button(_("Captions and chapters"), url=url, icon_name="media", priority=5))
        return buttons


class AssetViewSet(ModelViewSet):
    """The business's files, to an author their own."""

    model = Asset
    icon = "doc-full"
    name = "files"
    menu_label = _("Files")
    menu_name = "files"
    menu_order = 350
    add_to_admin_menu = True
    list_display = ["title", "kind", DayColumn("created_at", label=_("Added"), sort_key="created_at")]
    list_filter = ["kind"]
    search_fields = ["title"]
    ordering = ["-created_at"]
    copy_view_enabled = False
    index_view_class = _Index
    edit_view_class = _Edit
    delete_view_class = AssetDeleteView
    history_view_class = _History
    usage_view_class = AssetUsageView

    def get_form_class(self, for_update: bool = False) -> type[ModelForm]:
        """A file when adding, the title afterwards."""
        return TitleForm if for_update else AssetForm


asset_chooser_viewset = AssetChooserViewSet("asset_chooser")


class OneKindChooser(asset_chooser_viewset.widget_class):  # type: ignore[misc,name-defined]
    """Choose among files of a kind or a content type: `OneKindChooser(kind="video")`."""

    def __init__(self, **only: str) -> None:
        super().__init__()
        self.only = only

    def get_chooser_modal_url(self) -> str:
        """The list, with the others left out."""
        return f"{super().get_chooser_modal_url()}?{urlencode(self.only)}"


asset_viewset = AssetViewSet("files")
