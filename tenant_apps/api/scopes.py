"""What a token may do, by resource; each with what it says to the person who ticks it."""

from django.utils.translation import gettext_lazy as _

SCOPES = {
    "people:read": _("See people: names and email addresses"),
    "offers:read": _("See products, offers and prices"),
    "offers:write": _("Make, change, publish and archive offers, set prices"),
    "coupons:read": _("See coupons and their codes"),
    "coupons:write": _("Make, change and end coupons, add codes"),
    "orders:read": _("See orders and refunds"),
    "orders:write": _("Write down orders by hand, and give away"),
    "refunds:write": _("Give money back"),
    "gifts:read": _("See gifts: who gave them and who gets them"),
    "teams:read": _("See teams and who sits in them"),
    "teams:write": _("Invite to teams and take people out"),
    "subscriptions:read": _("See subscriptions"),
    "subscriptions:write": _("Pause, resume, change and cancel subscriptions"),
    "entitlements:read": _("See who has access, and why"),
    "entitlements:write": _("Give access and take it away"),
    "courses:read": _("See courses, modules and lessons, drafts among them"),
    "courses:write": _("Make, change, order, publish and delete courses, modules and lessons"),
    "enrolments:read": _("See who takes which course, and the cohorts"),
    "enrolments:write": _("Enrol people, extend and end their places, unlock lessons, pause, arrange cohorts"),
    "progress:read": _("See how far learners are, and why something is locked for them"),
    "progress:write": _("Mark lessons as done for learners"),
    "submissions:read": _("See what learners handed in, and what was said of it"),
    "submissions:write": _("Pass learners' work, or return it"),
    "grades:read": _("See learners' grades and attempts at quizzes"),
    "grades:write": _("Set grades by hand, take that back, and weigh them"),
    "payouts:read": _("See balances and payouts"),
    "payouts:write": _("Ask for payouts"),
    "wallets:write": _("Adjust wallets, and take that back"),
}
