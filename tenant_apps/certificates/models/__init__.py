"""Certificates, how they read and look, and the pictures on them."""

from tenant_apps.certificates.models.designs import (
    COURSE,
    CertificateDesign,
    CertificateEdition,
    CertificatePicture,
    validate_wording,
)
from tenant_apps.certificates.models.issued import Certificate, CertificateQuerySet, NameErasure

__all__ = [
    "COURSE",
    "Certificate",
    "CertificateDesign",
    "CertificateEdition",
    "CertificatePicture",
    "CertificateQuerySet",
    "NameErasure",
    "validate_wording",
]
