"""Files of a business, what is made of its films, and what is still on its way in."""

from tenant_apps.media.models.assets import Asset, _place, _poster_place, safe_name
from tenant_apps.media.models.films import Caption, Chapter, Film
from tenant_apps.media.models.hosting import FilmHosting, HostedFilm, HostedRemoval
from tenant_apps.media.models.uploads import Upload

__all__ = [
    "Asset",
    "Caption",
    "Chapter",
    "Film",
    "FilmHosting",
    "HostedFilm",
    "HostedRemoval",
    "Upload",
    "_place",
    "_poster_place",
    "safe_name",
]
