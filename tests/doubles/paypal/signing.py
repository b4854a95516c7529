"""PayPal's certificate, and signatures made with its key."""

import base64
import json
import zlib
from datetime import UTC, datetime, timedelta
from typing import Any

from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import padding, rsa
from cryptography.x509.oid import NameOID

KEY = rsa.generate_private_key(public_exponent=65537, key_size=2048)


def _certificate() -> str:
    name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, "messageverificationcerts.paypal.com")])
    now = datetime.now(UTC)
    made = (
        x509.CertificateBuilder()
        .subject_name(name)
        .issuer_name(name)
        .public_key(KEY.public_key())
        .serial_number(1)
        .not_valid_before(now - timedelta(days=1))
        .not_valid_after(now + timedelta(days=1))
        .sign(KEY, hashes.SHA256())
    )
    return made.public_bytes(serialization.Encoding.PEM).decode()


CERTIFICATE = _certificate()


def signed(event: dict[str, Any], *, webhook_id: str, cert_url: str, at: datetime) -> tuple[bytes, dict[str, str]]:
    """A webhook as it is posted: body and headers."""
    body = json.dumps(event).encode()
    stamp = at.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")
    transmission = f"t-{event['id']}"
    text = f"{transmission}|{stamp}|{webhook_id}|{zlib.crc32(body)}".encode()
    signature = base64.b64encode(KEY.sign(text, padding.PKCS1v15(), hashes.SHA256())).decode()
    return body, {
        "Paypal-Transmission-Id": transmission,
        "Paypal-Transmission-Time": stamp,
        "Paypal-Transmission-Sig": signature,
        "Paypal-Auth-Algo": "SHA256withRSA",
        "Paypal-Cert-Url": cert_url,
        "Content-Type": "application/json",
    }
