"""The signed report of an isolation check."""

import json
from collections.abc import Iterable
from dataclasses import asdict
from pathlib import Path
from typing import Any

from django.utils.translation import gettext_lazy as _

from marque.kit import clock
from marque.kit.errors import Refused
from provisioning.capsule import keys
from provisioning.capsule.refusals import BadCapsule, UnknownSigner
from provisioning.isolation.check import Finding

FORMAT = 1


class BadReport(Refused):
    """The file is no report of ours, or was changed."""

    field = "report"
    message = _("This is not an isolation report, or it was changed after it was signed.")


def write_report(findings: Iterable[Finding], path: Path) -> dict[str, Any]:
    """Write the findings and their Ed25519 signature (RFC 8032) as JSON; returns the report. Raises NoKey."""
    rows = [asdict(finding) for finding in findings]
    report = {
        "format": FORMAT,
        "checked_at": clock.now().isoformat(timespec="seconds"),
        "attempts": len(rows),
        "crossed": sum(1 for row in rows if row["problem"]),
        "findings": rows,
    }
    signed = {"report": report, "signature": keys.sign(_bytes(report))}
    path.write_text(json.dumps(signed, indent=1, ensure_ascii=False), encoding="utf-8")
    return report


def read_report(path: Path, *, trust: bool = False) -> tuple[dict[str, Any], str]:
    """A report and its signer's fingerprint; raises BadReport or UnknownSigner (unless `trust`)."""
    try:
        signed = json.loads(path.read_text(encoding="utf-8"))
        report, signature = signed["report"], signed["signature"]
    except (OSError, ValueError, KeyError, TypeError):
        raise BadReport() from None
    try:
        return report, keys.verify(_bytes(report), signature, trust=trust)
    except UnknownSigner:
        raise
    except BadCapsule:
        raise BadReport() from None


def _bytes(report: Any) -> bytes:
    return json.dumps(report, sort_keys=True, separators=(",", ":"), ensure_ascii=False).encode()
