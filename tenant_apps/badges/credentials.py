"""A badge as an Open Badges 3.0 credential (1EdTech, on W3C VC 2.0), and the list that says which were revoked."""

import gzip
import hashlib
import secrets
from datetime import datetime
from typing import Any

from marque.kit import clock
from marque.kit.http import tenant_url
from marque.kit.tenancy.addresses import path_to
from tenant_apps.badges.models import Badge, BadgeAward, BadgeKey
from tenant_apps.badges.signing import b64, sign
from tenant_apps.people.models import Person
from themes.brand import current_brand
from themes.context import current_site

CONTEXTS = ["https://www.w3.org/ns/credentials/v2", "https://purl.imsglobal.org/spec/ob/v3p0/context-3.0.3.json"]
# the least a status list may hold, so that a place in it tells nobody apart (Bitstring Status List 1.0 §6.1)
LIST_BITS = 131_072


def address(name: str, *arguments: Any) -> str:
    """The full address of one of our pages, on the business's own domain."""
    return tenant_url(path_to(f"badges:{name}", *arguments))


def profile() -> dict[str, Any]:
    """Who issues (OB 3.0 Profile)."""
    name = current_site(current_brand()).name
    return {"id": address("issuer"), "type": ["Profile"], "name": name, "url": tenant_url("/")}


def achievement(badge: Badge) -> dict[str, Any]:
    """What was achieved (OB 3.0 Achievement)."""
    return {
        "id": address("kind", badge.key),
        "type": ["Achievement"],
        "name": badge.name,
        "description": badge.description,
        "criteria": {"narrative": badge.criteria},
        "image": {"id": address("picture", badge.key), "type": "Image"},
    }


def credential(award: BadgeAward, person: Person) -> dict[str, Any]:
    """The claims of an award. Its holder is known by a salted hash of their address: the credential names nobody."""
    salt = secrets.token_hex(8)
    digest = hashlib.sha256(f"{person.email}{salt}".encode()).hexdigest()
    holder = {"type": "IdentityObject", "hashed": True, "identityType": "emailAddress", "salt": salt}
    status = address("status", award.signed_with.kid)
    return {
        "@context": CONTEXTS,
        "id": address("award", award.serial),
        "type": ["VerifiableCredential", "OpenBadgeCredential"],
        "name": award.badge.name,
        "issuer": profile(),
        "validFrom": _moment(award.awarded_at),
        "credentialSubject": {
            "type": ["AchievementSubject"],
            "identifier": [holder | {"identityHash": f"sha256${digest}"}],
            "achievement": achievement(award.badge),
        },
        "credentialStatus": {
            "id": f"{status}#{award.place}",
            "type": "BitstringStatusListEntry",
            "statusPurpose": "revocation",
            "statusListIndex": str(award.place),
            "statusListCredential": status,
        },
    }


def signed(claims: dict[str, Any], key: BadgeKey, *, at: datetime) -> str:
    """The credential as a VC-JWT: its claims, and the registered ones that repeat them (OB 3.0 §8.2.2)."""
    registered = {"iss": claims["issuer"]["id"], "jti": claims["id"], "nbf": int(at.timestamp())}
    return sign(claims | registered, sealed=key.sealed_private, kid_url=address("jwk", key.kid))


def status_list(key: BadgeKey, signer: BadgeKey) -> str:
    """The revocations of a key's credentials, signed (W3C Bitstring Status List 1.0)."""
    size = max(LIST_BITS, -(-key.places // LIST_BITS) * LIST_BITS)
    bits = bytearray(size // 8)
    revoked = BadgeAward.objects.filter(signed_with=key, withdrawn_at__isnull=False).values_list("place", flat=True)
    for place in revoked.iterator():
        # the first place is the leftmost bit
        bits[place // 8] |= 128 >> place % 8
    now, here = clock.now(), address("status", key.kid)
    claims = {
        "@context": CONTEXTS[:1],
        "id": here,
        "type": ["VerifiableCredential", "BitstringStatusListCredential"],
        "issuer": profile(),
        "validFrom": _moment(now),
        "credentialSubject": {
            "id": f"{here}#list",
            "type": "BitstringStatusList",
            "statusPurpose": "revocation",
            # multibase: u says base64url without padding
            "encodedList": f"u{b64(gzip.compress(bytes(bits), mtime=0))}",
        },
    }
    return signed(claims, signer, at=now)


def _moment(at: datetime) -> str:
    return at.strftime("%Y-%m-%dT%H:%M:%SZ")
