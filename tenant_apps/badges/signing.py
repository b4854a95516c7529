"""JSON Web Signatures with a key of the business (RFC 7515, RS256: what Open Badges 3.0 §8.2 asks of everybody)."""

import base64
import hashlib
import json
from collections.abc import Mapping
from typing import Any

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import padding, rsa

from marque.kit.sealed import seal, unseal

BITS = 2048
PURPOSE = "badges.key"


def new_key() -> tuple[str, dict[str, str], str]:
    """A kid, the public half as a JWK (RFC 7517), and the private half sealed; raises NoSecretsKey."""
    private = rsa.generate_private_key(public_exponent=65537, key_size=BITS)
    numbers = private.public_key().public_numbers()
    jwk = {"kty": "RSA", "n": _number(numbers.n), "e": _number(numbers.e)}
    # RFC 7638: members in their order, no spaces
    thumb = hashlib.sha256(json.dumps(jwk, sort_keys=True, separators=(",", ":")).encode()).digest()
    pem = private.private_bytes(
        serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption()
    )
    kid = b64(thumb)[:16].replace("-", "A").replace("_", "B")
    return kid, jwk | {"alg": "RS256", "use": "sig", "kid": kid}, seal(PURPOSE, pem.decode())


def sign(payload: Mapping[str, Any], *, sealed: str, kid_url: str) -> str:
    """The payload as a compact JWS; raises Unreadable where the key belongs to another business."""
    private = serialization.load_pem_private_key(unseal(PURPOSE, sealed).encode(), password=None)
    assert isinstance(private, rsa.RSAPrivateKey)
    header = {"alg": "RS256", "typ": "JWT", "kid": kid_url}
    said = f"{_part(header)}.{_part(payload)}"
    return f"{said}.{b64(private.sign(said.encode(), padding.PKCS1v15(), hashes.SHA256()))}"


def verified(token: str, jwk: Mapping[str, str]) -> dict[str, Any] | None:
    """The payload of a token that this key signed with RS256, else nothing."""
    try:
        head, body, signature = token.split(".")
        if json.loads(_bytes(head))["alg"] != "RS256":
            return None
        public = rsa.RSAPublicNumbers(_read(jwk["e"]), _read(jwk["n"])).public_key()
        public.verify(_bytes(signature), f"{head}.{body}".encode(), padding.PKCS1v15(), hashes.SHA256())
        return dict(json.loads(_bytes(body)))
    except (InvalidSignature, ValueError, KeyError, TypeError):
        return None


def b64(raw: bytes) -> str:
    """base64url without padding (RFC 7515 §2)."""
    return base64.urlsafe_b64encode(raw).rstrip(b"=").decode()


def _part(value: Mapping[str, Any]) -> str:
    return b64(json.dumps(value, separators=(",", ":"), ensure_ascii=False).encode())


def _bytes(text: str) -> bytes:
    return base64.urlsafe_b64decode(text + "=" * (-len(text) % 4))


def _number(value: int) -> str:
    return b64(value.to_bytes((value.bit_length() + 7) // 8, "big"))


def _read(text: str) -> int:
    return int.from_bytes(_bytes(text), "big")
