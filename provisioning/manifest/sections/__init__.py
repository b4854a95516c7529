"""The parts of a manifest, in the order in which they are written."""

from provisioning.manifest.sections.affiliates import AffiliatesSection
from provisioning.manifest.sections.base import Section
from provisioning.manifest.sections.brand import BrandSection
from provisioning.manifest.sections.certificates import CertificatesSection
from provisioning.manifest.sections.coupons import CouponsSection
from provisioning.manifest.sections.courses import CoursesSection
from provisioning.manifest.sections.extras import ExtrasSection
from provisioning.manifest.sections.files import FilesSection, PicturesSection
from provisioning.manifest.sections.offers import OffersSection
from provisioning.manifest.sections.pages import PagesSection
from provisioning.manifest.sections.sequences import SequencesSection
from provisioning.manifest.sections.team import TeamSection

SECTIONS: tuple[Section, ...] = (
    BrandSection(),
    TeamSection(),
    FilesSection(),
    PicturesSection(),
    CoursesSection(),
    OffersSection(),
    ExtrasSection(),
    CouponsSection(),
    CertificatesSection(),
    SequencesSection(),
    AffiliatesSection(),
    PagesSection(),
)

__all__ = ["SECTIONS", "Section"]
