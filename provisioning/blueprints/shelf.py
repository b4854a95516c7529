"""Where blueprints are: our own beside this file, those of agencies in a folder the settings name."""

import re
from dataclasses import dataclass
from pathlib import Path

import yaml
from django.conf import settings
from django.utils.translation import gettext_lazy as _

from marque.kit.errors import Refused

BLANK = "blank"
_OURS = Path(__file__).parent
_FILE = "blueprint.yaml"
# `name`, or `shelf/name` for one that an agency saved
NAME = re.compile(r"[a-z][a-z0-9-]{1,38}(/[a-z][a-z0-9-]{1,38})?")


class UnknownBlueprint(Refused):
    """There is no blueprint of that name."""

    field = "blueprint"
    message = _("There is no blueprint “%(name)s”. Choose one of: %(choices)s.")


@dataclass(frozen=True)
class Blueprint:
    """A manifest to start from, with what people read when they choose it."""

    name: str
    title: str
    line: str
    folder: Path
    order: int = 100

    @property
    def file(self) -> Path:
        """Its manifest: a document about itself, then the tenant's sections."""
        return self.folder / _FILE


def blueprints(shelf: str = "") -> list[Blueprint]:
    """Our own blueprints, or those on a shelf, as people are shown them."""
    folder = _saved() / shelf if shelf else _OURS
    found = [_read(path.parent, f"{shelf}/" if shelf else "") for path in folder.glob(f"*/{_FILE}")]
    return sorted(found, key=lambda blueprint: (blueprint.order, blueprint.name))


def blueprint_of(name: str) -> Blueprint:
    """The blueprint of a name; raises UnknownBlueprint."""
    if NAME.fullmatch(name):
        shelf, _slash, own = name.rpartition("/")
        folder = _saved() / shelf / own if shelf else _OURS / own
        if (folder / _FILE).is_file():
            return _read(folder, f"{shelf}/" if shelf else "")
    raise UnknownBlueprint(name=name, choices=", ".join(blueprint.name for blueprint in blueprints()))


def place_of(name: str) -> Path:
    """The folder of a saved blueprint, there or not; raises UnknownBlueprint for a name that cannot be one."""
    if not NAME.fullmatch(name) or "/" not in name:
        raise UnknownBlueprint(_("Name it “shelf/name”: letters, digits and hyphens on both sides."))
    return _saved() / name


def _saved() -> Path:
    return Path(settings.BLUEPRINTS_ROOT)


def _read(folder: Path, shelf: str) -> Blueprint:
    with (folder / _FILE).open(encoding="utf-8") as file:
        # the first document only: the rest is read when a tenant starts from it
        head = next(yaml.load_all(_first_document(file.read()), yaml.CSafeLoader))  # noqa: S506
    return Blueprint(
        f"{shelf}{folder.name}", str(head["title"]), str(head["line"]), folder, int(head.get("order", 100))
    )


def _first_document(text: str) -> str:
    return text.split("\n---\n", 1)[0]
