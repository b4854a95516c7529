"""The programme, those who joined it, the visitors they sent, and the orders those placed."""

from tenant_apps.affiliates.models.affiliate import Affiliate, AffiliateCoupon, AffiliateQuerySet, AffiliateState
from tenant_apps.affiliates.models.programme import AffiliateProgramme, AffiliateText, Approval, Joining, Renewals
from tenant_apps.affiliates.models.referral import Attribution, AttributionQuerySet, Referral, Way

__all__ = [
    "Affiliate",
    "AffiliateCoupon",
    "AffiliateProgramme",
    "AffiliateQuerySet",
    "AffiliateState",
    "AffiliateText",
    "Approval",
    "Attribution",
    "AttributionQuerySet",
    "Joining",
    "Referral",
    "Renewals",
    "Way",
]
