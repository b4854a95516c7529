"""Who signs capsules, and whose signatures are believed. Ed25519, RFC 8032."""

import base64
import hashlib
from binascii import Error as NotBase64

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey, Ed25519PublicKey
from django.conf import settings

from provisioning.capsule.refusals import BadCapsule, NoKey, UnknownSigner


def own_key() -> Ed25519PrivateKey:
    """This install's key; raises NoKey."""
    if not settings.CAPSULE_SIGNING_KEY:
        raise NoKey()
    return Ed25519PrivateKey.from_private_bytes(base64.b64decode(settings.CAPSULE_SIGNING_KEY))


def new_key() -> str:
    """A key as CAPSULE_SIGNING_KEY wants it."""
    return base64.b64encode(Ed25519PrivateKey.generate().private_bytes_raw()).decode()


def public_text(key: Ed25519PrivateKey) -> str:
    """The public half, as CAPSULE_TRUSTED_KEYS and a capsule carry it."""
    return base64.b64encode(key.public_key().public_bytes_raw()).decode()


def fingerprint(public: str) -> str:
    """What people compare on the phone."""
    return "SHA256:" + base64.b64encode(hashlib.sha256(base64.b64decode(public)).digest()).decode().rstrip("=")


def sign(text: bytes) -> dict[str, str]:
    """The signature of a text with what it takes to check it; raises NoKey."""
    key = own_key()
    return {
        "algorithm": "ed25519",
        "public_key": public_text(key),
        "signature": base64.b64encode(key.sign(text)).decode(),
    }


def verify(text: bytes, signature: object, *, trust: bool) -> str:
    """Check a signature and who gave it; returns the fingerprint. Raises BadCapsule or UnknownSigner."""
    if not isinstance(signature, dict) or signature.get("algorithm") != "ed25519":
        raise BadCapsule(reason="capsule.sig isn't an Ed25519 signature.")
    public, given = signature.get("public_key"), signature.get("signature")
    try:
        key = Ed25519PublicKey.from_public_bytes(base64.b64decode(str(public), validate=True))
        key.verify(base64.b64decode(str(given), validate=True), text)
    except (NotBase64, ValueError, InvalidSignature):
        raise BadCapsule(reason="capsule.json was changed after it was signed.") from None
    if not trust and public not in _believed():
        raise UnknownSigner(fingerprint=fingerprint(str(public)))
    return fingerprint(str(public))


def _believed() -> list[str]:
    own = [public_text(own_key())] if settings.CAPSULE_SIGNING_KEY else []
    return [*own, *settings.CAPSULE_TRUSTED_KEYS]
