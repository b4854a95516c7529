"""Signed, expiring addresses: bound to this tenant, one asset and, where asked, one person."""

import math
from dataclasses import dataclass
from datetime import timedelta
from typing import TYPE_CHECKING

from marque.kit import clock, signing
from marque.kit.tenancy.addresses import path_to
from tenant_apps.media.models import Asset

if TYPE_CHECKING:
    from tenant_apps.people.models import Person

PURPOSE = "media"
LIFETIME = timedelta(hours=6)
_STEP = 900


@dataclass(frozen=True)
class Ticket:
    """What a signed address allows."""

    asset_key: str
    person_key: str
    part: str


def media_url(asset: Asset, *, person: "Person | None" = None, poster: bool = False) -> str:
    """Where the file (or the still of a film) can be had for a while; for `person` alone when one is given."""
    part = "poster" if poster else "file"
    value = [str(asset.key), str(person.key) if person else "", part]
    token = signing.sign(PURPOSE, value, rounded(LIFETIME))
    return path_to("media:file", token, "poster.jpg" if poster else asset.name)


def poster_url(asset: Asset, *, person: "Person | None" = None) -> str:
    """Where the still of a film is; blank when it has none."""
    return media_url(asset, person=person, poster=True) if asset.poster else ""


def read_token(token: str) -> Ticket:
    """What a token allows; raises BadSignature or Expired."""
    value = signing.unsign(PURPOSE, token)
    if not (isinstance(value, list) and len(value) == 3):
        raise signing.BadSignature
    return Ticket(*value)


def sign_for(purpose: str, asset: Asset, person: "Person | None") -> str:
    """What opens the parts of one file, to one person where one is named."""
    return signing.sign(purpose, [str(asset.key), str(person.key) if person else ""], rounded(LIFETIME))


def read_signed(purpose: str, token: str) -> tuple[str, str]:
    """The asset's and the person's key, of `sign_for`; raises BadSignature or Expired."""
    value = signing.unsign(purpose, token)
    if not (isinstance(value, list) and len(value) == 2):
        raise signing.BadSignature
    return value[0], value[1]


def rounded(expires_in: timedelta) -> int:
    """Seconds until a quarter of an hour: pages made shortly after one another share addresses, and so a cache."""
    now = int(clock.now().timestamp())
    seconds = int(expires_in.total_seconds())
    if seconds < _STEP:
        return seconds
    return math.ceil((now + seconds) / _STEP) * _STEP - now
