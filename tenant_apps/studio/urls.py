"""The Studio's own pages. They stand before Wagtail's, under /studio/ (and /console/ on the platform)."""

from django.urls import include, path, re_path

from tenant_apps.studio.plan import changing
from tenant_apps.studio.plan import views as plan
from tenant_apps.studio.views import account, brand, capsule, dashboard, doors, outbox, pages, team

own = [
    path("team/", team.team, name="team"),
    path("team/<uuid:key>/role/", team.change_role, name="role"),
    path("team/<uuid:key>/membership/", team.end_membership, name="membership"),
    path("team/<uuid:key>/invitation/", team.invite_again, name="invitation"),
    path("settings/brand/", brand.edit_brand, name="brand"),
    path("settings/brand/preview/", brand.preview, name="brand_preview"),
    path("settings/brand/preview.css", brand.preview_stylesheet, name="brand_preview_css"),
    path("settings/plan/", plan.plan, name="plan"),
    path("settings/plan/change/", changing.change, name="plan_change"),
    path("settings/plan/card/", plan.card, name="plan_card"),
    path("settings/plan/payment/", plan.payment, name="plan_payment"),
    path("settings/plan/coupon/", plan.coupon, name="plan_coupon"),
    path("settings/plan/invoices/<int:number>/", plan.invoice, name="plan_invoice"),
    path("settings/sent-emails/", outbox.outbox, name="outbox"),
    path("settings/sent-emails/<uuid:key>/", outbox.message, name="message"),
    path("settings/sent-emails/<uuid:key>/body/", outbox.body, name="message_body"),
]
urlpatterns = [
    path("", dashboard.dashboard, name="wagtailadmin_home"),
    path("account/", account.AccountView.as_view(), name="wagtailadmin_account"),
    path("capsule/", capsule.capsule, name="studio_capsule"),
    path("capsule/<str:token>/", capsule.download, name="studio_capsule_file"),
    path("pages/", pages.start, name="wagtailadmin_explore_root"),
    path("login/", doors.sign_in, name="wagtailadmin_login"),
    path("logout/", doors.sign_out, name="wagtailadmin_logout"),
    re_path(r"^password_reset/", doors.new_password),
    path("", include((own, "studio"))),
]
