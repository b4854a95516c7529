"""`/studio/affiliates/`: who sends buyers here, and what they get for it."""

from django.urls import URLPattern, path
from django.utils.translation import gettext_lazy as _

from tenant_apps.affiliates.desk.lists import AffiliateList
from tenant_apps.affiliates.desk.one import AffiliatePage, CouponEndPage, CouponsPage, DecisionPage, RatePage
from tenant_apps.affiliates.desk.programme import ProgrammePage, TextEndPage, TextsPage
from tenant_apps.affiliates.models import Affiliate
from themes.studio.desk import Desk


class AffiliatesDesk(Desk):
    """The list, one of them, the programme."""

    name = "affiliates_studio"
    url_prefix = "affiliates"
    model = Affiliate
    listing = AffiliateList
    icon = menu_icon = "link"
    menu_label = _("Affiliates")
    menu_name = "affiliates"
    menu_order = 65
    permission = "affiliates.view_affiliate"

    def get_urlpatterns(self) -> list[URLPattern]:
        """Nouns all the way."""
        view, one = self.construct_view, "<uuid:key>/"
        return [
            *super().get_urlpatterns(),
            path("programme/", view(ProgrammePage), name="programme"),
            path("programme/texts/", view(TextsPage), name="texts"),
            path("programme/texts/<uuid:key>/end/", view(TextEndPage), name="text_end"),
            path(one, view(AffiliatePage), name="detail"),
            *(
                path(f"{one}{noun}/", view(DecisionPage), {"decision": noun}, name=noun)
                for noun in ("approval", "rejection", "pause", "return")
            ),
            path(f"{one}rate/", view(RatePage), name="rate"),
            path(f"{one}coupons/", view(CouponsPage), name="coupons"),
            path(f"{one}coupons/<uuid:coupon>/end/", view(CouponEndPage), name="coupon_end"),
        ]
