"""Kinds of work and acts of the audit log as operators and agencies read them."""

from typing import Any

from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

KINDS: dict[str, Any] = {
    "tenant.create": _("Create a business"),
    "tenant.fork": _("Make a staging copy"),
    "tenant.rename": _("Change the address"),
    "tenant.archive": _("Archive"),
    "tenant.restore": _("Restore"),
    "tenant.delete": _("Delete"),
    "tenant.migrate": _("Migrate again"),
    "tenant.backup": _("Back up"),
    "capsule.make": _("Make the owner's file"),
    "blueprint.save": _("Save as a blueprint"),
    "domain.check": _("Check a domain"),
    "domain.verify": _("Verify a domain"),
    "manifest.plan": _("Plan a manifest"),
    "manifest.apply": _("Apply a manifest"),
}

ACTS: dict[str, Any] = {
    "affiliates.approved": _("Let an affiliate in"),
    "affiliates.paused": _("Paused an affiliate"),
    "affiliates.programme": _("Changed the affiliate programme"),
    "affiliates.rate": _("Changed what affiliates get"),
    "affiliates.rejected": _("Turned an affiliate down"),
    "affiliates.resumed": _("Let an affiliate go on"),
    "agency.active": _("Opened the agency again"),
    "agency.create": _("Added the agency"),
    "agency.hold": _("Gave it to an agency"),
    "agency.limit": _("Changed the limit"),
    "agency.person.add": _("Let somebody work at an agency"),
    "agency.person.remove": _("Took somebody off an agency"),
    "agency.suspended": _("Suspended the agency"),
    "api.delete": _("Called the API: DELETE"),
    "api.post": _("Called the API: POST"),
    "api.put": _("Called the API: PUT"),
    "billing.card": _("Put a card on file"),
    "billing.change": _("Changed what it pays"),
    "billing.credit": _("Gave credit"),
    "billing.waive": _("Waived an invoice"),
    "api_token.made": _("Made a token of the business"),
    "api_token.revoked": _("Revoked a token of the business"),
    "blueprint.save": _("Saved it as a blueprint"),
    "coupon.create": _("Made a code of an agency"),
    "coupon.end": _("Ended a code of an agency"),
    "coupon.redeem": _("Redeemed its agency's code"),
    "collecting.end": _("No longer collects for it"),
    "collecting.grant": _("Collects for it"),
    "checkout.allow_site": _("Let a site show the checkout"),
    "checkout.forbid_site": _("Took a site's checkout button away"),
    "checkout.set_reminding": _("Changed whether the checkout may remind"),
    "doctor.removed": _("Cleaned up after a cut-off job"),
    "learning.full_access": _("Opened a whole course to a learner"),
    "learning.full_access_ended": _("Let a course's rules hold for a learner again"),
    "learning.paused": _("Paused a course for a learner"),
    "learning.resumed": _("Let a learner go on with a course"),
    "learning.unlocked": _("Opened lessons by hand"),
    "domain.add": _("Added a domain"),
    "domain.lapse": _("Disconnected a domain"),
    "domain.primary": _("Changed the main domain"),
    "domain.remove": _("Removed a domain"),
    "domain.verify": _("Verified a domain"),
    "gateway.forget": _("Took the platform's gateway keys away"),
    "gateway.keys": _("Set the platform's gateway keys"),
    "inbox.replay": _("Tried a webhook again"),
    "ledger.alert-cleared": _("Looked at an alert of the books"),
    "manifest.apply": _("Applied a manifest"),
    "plan.allowance": _("Changed what a plan includes"),
    "plan.hide": _("Took a plan off the list"),
    "plan.price": _("Changed what a plan costs"),
    "plan.publish": _("Let anybody pick a plan"),
    "plan.retire": _("Retired a plan"),
    "plan.save": _("Wrote a plan down"),
    "tenant.active": _("Opened it"),
    "tenant.archived": _("Archived it"),
    "tenant.backup": _("Backed it up"),
    "tenant.deleted": _("Deleted it, with 30 days to restore"),
    "tenant.drill": _("Proved its backup"),
    "tenant.export": _("Exported it"),
    "tenant.forget": _("Took back a creation that failed"),
    "tenant.fork": _("Made a staging copy"),
    "tenant.grace-ended": _("Ended its days of grace"),
    "tenant.import": _("Imported it"),
    "tenant.left-behind": _("Could not be migrated"),
    "tenant.merge": _("Merged a copy back"),
    "tenant.plan": _("Put it on a plan"),
    "tenant.purged": _("Removed it for good"),
    "tenant.register": _("Created it"),
    "tenant.renamed": _("Changed its address"),
    "tenant.restore_backup": _("Restored a backup"),
    "tenant.restored": _("Restored it"),
    "tenant.suspended": _("Suspended it"),
    "token.create": _("Made a token"),
    "token.revoke": _("Revoked a token"),
    "webhook.added": _("Added a webhook"),
    "webhook.changed": _("Changed a webhook"),
    "webhook.disabled": _("Switched a webhook off"),
    "webhook.enabled": _("Switched a webhook on"),
    "webhook.removed": _("Removed a webhook"),
    "webhook.replayed": _("Sent webhooks again"),
    "webhook.rotated": _("Changed a webhook's secret"),
    "wave.finished": _("Finished a wave of migrations"),
    "wave.go": _("Started a wave of migrations"),
    "wave.stopped": _("Stopped a wave of migrations"),
}

_PROGRAMS = {
    "billing": _("Billing, by itself"),
    "clock": _("By itself, at its hour"),
    "demo": _("The demo"),
    "watch": _("By itself, watching domains"),
    "wave": _("The wave of migrations"),
}


def actor_in_words(actor: str) -> str:
    """Who it was: a person's address, a token by its beginning, or the program that did it by itself."""
    if actor.startswith("cli:"):
        return gettext("%(name)s, on the server") % {"name": actor.removeprefix("cli:")}
    if not actor.startswith("agency:"):
        return str(_PROGRAMS.get(actor, actor))
    agency, _slash, who = actor.removeprefix("agency:").partition("/")
    if who.startswith("mqa_"):
        who = gettext("Token %(beginning)s…") % {"beginning": who}
    return f"{who}, {agency}" if who else agency


def subject_of(payload: dict[str, Any]) -> str:
    """What an operation is about, as far as what was asked for names it."""
    named = payload.get("name") or payload.get("domain") or payload.get("slug")
    return str(named or ", ".join(payload.get("slugs", [])[:3]))
