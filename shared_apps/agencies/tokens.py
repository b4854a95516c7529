"""How an agency's token looks, and what it may do."""

from django.utils.translation import gettext_lazy as _

from marque.kit.tokens import TokenKind

# what a token may do, each with what it says to the person who ticks it
SCOPES = {
    "tenants:read": _("See businesses, their domains and operations"),
    "tenants:write": _("Create, rename, suspend, resume and archive businesses"),
    "tenants:delete": _("Delete businesses"),
    "domains:write": _("Add and remove domains"),
    "manifests:write": _("Plan and apply manifests"),
    "copies:write": _("Fork, merge, export, import, back up and restore"),
}
AGENCYS = TokenKind("mqa_")
