"""What the business apps' Studio pages share: lists, pages about one thing, and their entry in the menu."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from django.core.exceptions import PermissionDenied
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.urls import URLPattern, path, reverse
from django.utils.functional import Promise, cached_property
from django.views import View
from wagtail.admin.menu import MenuItem
from wagtail.admin.views.generic import IndexView
from wagtail.admin.views.generic.base import WagtailAdminTemplateMixin
from wagtail.admin.views.generic.permissions import PermissionCheckedMixin
from wagtail.admin.viewsets.base import ViewSet

from marque.kit.sheets import defused


class Listing(IndexView):
    """A searchable, filtered list whose CSV opens safely in a spreadsheet."""

    paginate_by = 25
    any_permission_required = ["view", "change"]
    show_other_searches = False

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        """Who may only look at a list may not carry it away."""
        if request.GET.get("export") and not self.user_has_permission("change"):
            raise PermissionDenied
        return super().dispatch(request, *args, **kwargs)

    @property
    def show_export_buttons(self) -> bool:
        """Offered to those who may export."""
        return bool(self.list_export) and self.user_has_permission("change")

    @cached_property
    def is_searchable(self) -> bool:
        """Searched by `search_queryset`, which each list writes itself."""
        return True

    def stream_csv(self, queryset: QuerySet[Any]) -> Iterator[bytes]:
        """Rows in small batches, however long the list."""
        return super().stream_csv(queryset.iterator(chunk_size=500))

    def get_heading(self, queryset: Any, field: str) -> str:
        """Headings are named here, never guessed from a model."""
        return str(self.export_headings[field])

    def preprocess_field_value(self, field: str, value: Any, export_format: str) -> Any:
        """A name typed by a stranger must not run as a formula on the creator's computer."""
        text = super().preprocess_field_value(field, value, export_format)
        return defused(text)

    def write_csv_response(self, queryset: QuerySet[Any]) -> HttpResponse:
        """In one piece: a stream would be read when the request has left its tenant."""
        name = f'attachment; filename="{self.get_filename()}.csv"'
        return HttpResponse(
            b"".join(self.stream_csv(queryset)), content_type="text/csv", headers={"Content-Disposition": name}
        )


class StudioPage(PermissionCheckedMixin, WagtailAdminTemplateMixin, View):
    """A page about one thing."""

    model: Any = None
    permission_required = "view"
    trail: tuple[str, str | Promise] | None = None

    def get_breadcrumbs_items(self) -> list[dict[str, Any]]:
        """Home, the list, this page."""
        above = [{"url": reverse(self.trail[0]), "label": self.trail[1]}] if self.trail else []
        return [*self.breadcrumbs_items, *above, {"url": "", "label": self.get_page_title()}]

    def get(self, request: HttpRequest, **kwargs: Any) -> HttpResponse:
        """The page as it is."""
        return self.render_to_response(self.get_context_data())


class Desk(ViewSet):
    """A business app's place in the Studio, shown to those with `permission`."""

    permission = ""
    add_to_admin_menu = True
    listing: type[Listing]
    model: Any = None

    @property
    def menu_url(self) -> str:
        """Asked each time: the address differs between a business's Studio and the platform's console."""
        return reverse(self.get_url_name("index"))

    @cached_property
    def menu_item_class(self) -> type[MenuItem]:
        """An entry that hides from those who may not open it."""
        permission = self.permission

        def is_shown(self: MenuItem, request: HttpRequest) -> bool:
            return request.user.has_perm(permission)

        return type("DeskMenuItem", (MenuItem,), {"is_shown": is_shown})

    def get_common_view_kwargs(self, **kwargs: Any) -> dict[str, Any]:
        """What every view of the desk knows."""
        return {
            "model": self.model,
            "header_icon": self.icon,
            "index_url_name": self.get_url_name("index"),
            "index_results_url_name": self.get_url_name("index_results"),
            **kwargs,
        }

    def get_urlpatterns(self) -> list[URLPattern]:
        """The list and, for search as you type, its rows alone."""
        return [
            path("", self.construct_view(self.listing), name="index"),
            path("results/", self.construct_view(self.listing, results_only=True), name="index_results"),
        ]
