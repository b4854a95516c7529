"""What stands in for each argument of each route: a value that is real in one tenant and means nothing in the other.

A new route with an argument nobody knows fails the walk until a line is added here; a `pk` of a viewset finds the
newest row of its model by itself.
"""

from collections.abc import Callable
from types import SimpleNamespace
from typing import Any
from uuid import UUID

from django.contrib.auth.tokens import default_token_generator
from django.utils.http import int_to_base36, urlsafe_base64_encode

from marque.kit.signing import sign
from marque.kit.tenancy.context import require_tenant
from tenant_apps.accounts.links import sign_in_url
from tenant_apps.assessments.files import work_url
from tenant_apps.courses.studio.packages import PURPOSE as PACKAGE
from tenant_apps.learning.inviting import place_path
from tenant_apps.learning.letters import PURPOSE as DIGEST
from tenant_apps.learning.reporting import report_url
from tenant_apps.media import pages
from tenant_apps.media.playing import film_url
from tenant_apps.media.signing import media_url, sign_for
from tenant_apps.orders.gifts import opening_path
from tenant_apps.orders.links import RETURN
from tenant_apps.orders.subscriptions import CARD_LINK
from tenant_apps.orders.teams import seat_path
from tenant_apps.orders.views.ways import CHALLENGE
from tenant_apps.people.models import Person
from tenant_apps.place.actions import make_address
from tenant_apps.place.calendar import token_of
from tenant_apps.place.letters import DUE, LIVE
from tenant_apps.place.letters import PURPOSE as REMINDER
from tenant_apps.sequences.letters import PURPOSE
from tests.isolation.routes import Route
from themes.brand import current_brand

NOWHERE = {int: 999_999_999, UUID: UUID(int=1)}
Rows = SimpleNamespace


class Same:
    """A value that names no row: it stays when the walk asks for something that exists nowhere."""

    def __init__(self, value: Any) -> None:
        self.value = value


def _part(url: str, place: int) -> str:
    return url.split("/")[place]


# "route/argument", "namespace/argument" or "argument", the narrowest wins
SAMPLES: dict[str, Callable[[Rows], Any]] = {
    "slug": lambda rows: rows.course.slug,
    "orders/slug": lambda rows: rows.offer.slug,
    "course": lambda rows: rows.course.slug,
    "lesson": lambda rows: rows.lesson.slug,
    "assessments/lesson": lambda rows: rows.quiz_lesson.slug,
    "number": lambda rows: Same(1),
    "place": lambda rows: Same(1),
    "code": lambda rows: rows.order.code,
    "serial": lambda rows: rows.certificate.serial,
    "badges/serial": lambda rows: rows.award.serial,
    "badges/kid": lambda rows: rows.award.signed_with.kid,
    "badges/key": lambda rows: rows.badge.key,
    "studio_designs/key": lambda rows: rows.design.key,
    "studio_certificates/key": lambda rows: rows.certificate.key,
    "certificates/shape": lambda rows: Same("card"),
    "gateway": lambda rows: Same("sandbox"),
    "orders:paid_elsewhere/token": lambda rows: sign(RETURN, str(rows.payment.key)),
    "payments/reference": lambda rows: rows.payment.reference,
    "payments/key": lambda rows: rows.wallet_domain.key,
    "payments/act": lambda rows: Same("dispute"),
    "saved_methods/key": lambda rows: rows.saved_method.key,
    # signed
    "accounts_link/token": lambda rows: _part(sign_in_url(rows.learner), 5),
    "media:stream/token": lambda rows: film_url(rows.film).split("/")[3],
    "media:page/token": lambda rows: sign_for(pages.PURPOSE, rows.asset, None),
    "media:page/number": lambda rows: Same(1),
    "media:stream/name": lambda rows: Same("captions-en.vtt"),
    "learning:played/token": lambda rows: report_url(rows.enrolment.progress.first()).rpartition("/")[2],
    "studio_films/key": lambda rows: rows.film.key,
    "studio_films:hosted_removal/key": lambda rows: rows.hosted.key,
    "studio_films:piece/key": lambda rows: rows.tus_upload.key,
    "studio_films/language": lambda rows: Same("en"),
    "media/token": lambda rows: _part(media_url(rows.asset), 2),
    "studio_capsule_file/token": lambda rows: sign("capsule", [str(UUID(int=1)), str(rows.owner.key)], 600),
    "media/name": lambda rows: Same("file.pdf"),
    "orders/token": lambda rows: sign(CHALLENGE, str(rows.payment.key), 600),
    "sequences/token": lambda rows: sign(PURPOSE, str(Person.objects.get(user=rows.learner).key)),
    "account_confirm_email/key": lambda rows: "MQ:1x0000:forged-by-nobody",
    "uidb36": lambda rows: int_to_base36(rows.learner.pk),
    "account_reset_password_from_key/key": lambda rows: default_token_generator.make_token(rows.learner),
    "uidb64": lambda rows: urlsafe_base64_encode(str(rows.learner.pk).encode()),
    "wagtailadmin_password_reset_confirm/token": lambda rows: default_token_generator.make_token(rows.learner),
    # the API
    "person_id": lambda rows: rows.person.key,
    "product_id": lambda rows: rows.course.product.key,
    "submission_id": lambda rows: rows.submission.key,
    "enrolment_id": lambda rows: rows.enrolment.key,
    "course_id": lambda rows: rows.course.key,
    "module_id": lambda rows: rows.module.key,
    "cohort_id": lambda rows: rows.cohort.key,
    "attempt_id": lambda rows: rows.attempt.key,
    "lesson_id": lambda rows: rows.quiz_lesson.key,
    "api:lesson_spots/lesson_id": lambda rows: rows.of_kind["hotspots"].key,
    "api:lesson_steps/lesson_id": lambda rows: rows.of_kind["project"].key,
    "api:lesson_listings/lesson_id": lambda rows: rows.of_kind["code"].key,
    "api:lesson_survey/lesson_id": lambda rows: rows.of_kind["survey"].key,
    "api:lesson_session/lesson_id": lambda rows: rows.of_kind["live"].key,
    "api:lesson_embed/lesson_id": lambda rows: rows.of_kind["embed"].key,
    "api:lesson_package/lesson_id": lambda rows: rows.of_kind["scorm"].key,
    "api:lesson_film/lesson_id": lambda rows: rows.film_lesson.key,
    "question_id": lambda rows: rows.question.key,
    "bank_id": lambda rows: rows.bank.key,
    "bank_question_id": lambda rows: rows.bank_question.key,
    "offer_id": lambda rows: rows.offer.key,
    "api:option/option": lambda rows: Same("full"),
    "coupon_id": lambda rows: rows.coupon.key,
    "order_id": lambda rows: rows.order.key,
    "refund_id": lambda rows: rows.refund.key,
    "gift_id": lambda rows: rows.gift.key,
    "team_id": lambda rows: rows.team.key,
    "member_id": lambda rows: rows.seat.key,
    "subscription_id": lambda rows: rows.subscription.key,
    "entitlement_id": lambda rows: rows.person.entitlements.latest("pk").key,
    "payout_id": lambda rows: rows.payout.key,
    "api_tokens/key": lambda rows: rows.token.key,
    "webhooks_studio/key": lambda rows: rows.endpoint.key,
    "webhooks_studio/message": lambda rows: rows.webhook.key,
    "orders:subscription/code": lambda rows: rows.subscription.code,
    "orders:subscription_own_card/code": lambda rows: rows.subscription.code,
    "orders:subscription_act/code": lambda rows: rows.subscription.code,
    "orders:subscription_card/token": lambda rows: sign(CARD_LINK, str(rows.subscription.key), 600),
    "orders:gift/code": lambda rows: rows.gift.order.code,
    "orders:gift_card/code": lambda rows: rows.gift.order.code,
    "orders:gift_delivery/code": lambda rows: rows.gift.order.code,
    "orders:gift_recipient/code": lambda rows: rows.gift.order.code,
    "orders:gift_opening/token": lambda rows: _part(opening_path(rows.gift), 2),
    "orders:team/code": lambda rows: rows.team.code,
    "orders:team_members/code": lambda rows: rows.team.code,
    "orders:team_seat/code": lambda rows: rows.team.code,
    "orders:team_seat/key": lambda rows: rows.seat.key,
    "orders:team_link/code": lambda rows: rows.team.code,
    "orders:team_name/code": lambda rows: rows.team.code,
    "orders:team_own_seat/code": lambda rows: rows.team.code,
    "orders:team_seats/code": lambda rows: rows.team.code,
    "orders:team_joining/key": lambda rows: rows.team.link_key,
    "orders:seat/token": lambda rows: _part(seat_path(rows.seat), 3),
    "embedding_studio/key": lambda rows: rows.site_allowed.key,
    "subscriptions_studio/code": lambda rows: rows.subscription.code,
    "act": lambda rows: Same("ending"),
    # the brand's own addresses
    "version": lambda rows: current_brand().version,
    "themes:touch_icon/version": lambda rows: current_brand().icon_url[7:15],
    "themes:touch_icon/side": lambda rows: Same("180"),
    "themes:icon/version": lambda rows: current_brand().icon_url[7:15],
    "themes:cover/version": lambda rows: current_brand().art_version,
    "style": lambda rows: Same("mesh"),
    "seed": lambda rows: Same("0123456789abcdef01234567"),
    "size": lambda rows: Same("card"),
    # pages
    "0": lambda rows: f"{rows.page.slug}/",
    "page_id": lambda rows: rows.page.pk,
    "parent_page_id": lambda rows: rows.page.pk,
    "page_to_move_id": lambda rows: rows.page.pk,
    "page_pk": lambda rows: rows.page.pk,
    "destination_id": lambda rows: rows.root.pk,
    "revision_id": lambda rows: rows.revision.pk,
    "revision_id_a": lambda rows: str(rows.revision.pk),
    "revision_id_b": lambda rows: Same("latest"),
    "page_view_restriction_id": lambda rows: rows.restriction.pk,
    "restriction_id": lambda rows: rows.restriction.pk,
    "wagtailadmin_pages/pk": lambda rows: rows.page.pk,
    "pages/pk": lambda rows: rows.page.pk,
    "action_name": lambda rows: Same("approve"),
    "wagtailadmin_api:pages:action/action_name": lambda rows: Same("publish"),
    "action": lambda rows: Same("delete"),
    "app_label": lambda rows: Same("page_builder"),
    "model_name": lambda rows: Same("landingpage"),
    "app_name": lambda rows: Same("page_builder"),
    "content_type_app_name": lambda rows: Same("page_builder"),
    "content_type_model_name": lambda rows: Same("landingpage"),
    "wagtailadmin_workflows/app_label": lambda rows: Same("wagtailcore"),
    "wagtailadmin_workflows/model_name": lambda rows: Same("groupapprovaltask"),
    "wagtailadmin_tag_model_autocomplete/app_name": lambda rows: Same("taggit"),
    "wagtailadmin_tag_model_autocomplete/model_name": lambda rows: Same("tag"),
    "object_id": lambda rows: str(rows.page.pk),
    "session_id": lambda rows: rows.session.pk,
    "page_builder:picture/tenant": lambda rows: require_tenant().id,
    "page_builder:picture/name": lambda rows: rows.image.file.name.rpartition("/")[2],
    # the Studio's own things
    "domains/domain": lambda rows: require_tenant().domain,
    "studio/key": lambda rows: rows.author.key,
    "studio:message/key": lambda rows: rows.message.key,
    "studio:message_body/key": lambda rows: rows.message.key,
    "seller_studio/key": lambda rows: rows.tax_rate.key,
    "access_studio:grants/key": lambda rows: rows.person.key,
    "access_studio:end/key": lambda rows: rows.person.entitlements.latest("pk").key,
    "access_studio:extension/key": lambda rows: rows.person.entitlements.latest("pk").key,
    "disputes_studio/key": lambda rows: rows.evidence.dispute.key,
    "disputes_studio/file": lambda rows: rows.evidence.key,
    "people_studio/key": lambda rows: rows.person.key,
    "coupons_studio/key": lambda rows: rows.coupon.key,
    "offers_studio/key": lambda rows: rows.offer.key,
    "studio_courses/key": lambda rows: rows.course.key,
    "studio_courses/module": lambda rows: rows.module.key,
    "studio_courses/lesson": lambda rows: rows.lesson.key,
    "studio_courses/folder": lambda rows: rows.folder.key,
    "studio_courses/work": lambda rows: rows.package_import.key,
    "studio_courses/token": lambda rows: sign(PACKAGE, [str(rows.package_export.key), str(rows.owner.key)], 600),
    "studio_courses/author": lambda rows: rows.co_author.key,
    "studio_approvals/key": lambda rows: rows.approval.key,
    "studio_courses/review": lambda rows: rows.course_review.key,
    "studio_courses/number": lambda rows: Same(1),
    "studio_lesson_film/key": lambda rows: rows.course.key,
    "studio_lesson_film/lesson": lambda rows: rows.film_lesson.key,
    "studio_quiz/key": lambda rows: rows.course.key,
    "studio_quiz/lesson": lambda rows: rows.quiz_lesson.key,
    "studio_assignment/key": lambda rows: rows.course.key,
    "studio_assignment/lesson": lambda rows: rows.assignment.lesson.key,
    "studio_grades/key": lambda rows: rows.course.key,
    "studio_grades/enrolment": lambda rows: rows.enrolment.key,
    "criterion": lambda rows: rows.criterion.key,
    "attempt": lambda rows: rows.open_attempt.key,
    "assessments:answer_draft/lesson": lambda rows: rows.open_quiz.lesson.slug,
    "assessments:answer_works/lesson": lambda rows: rows.open_quiz.lesson.slug,
    "assessments:answer_work_removal/lesson": lambda rows: rows.open_quiz.lesson.slug,
    "assessments:answer_work_removal/work": lambda rows: rows.open_work.key,
    "address": lambda rows: rows.portfolio.address,
    "piece": lambda rows: rows.piece.key,
    "portfolio": lambda rows: rows.portfolio.key,
    "portfolios:work/work": lambda rows: rows.work.key,
    "portfolios:work/name": lambda rows: Same("work-1.png"),
    "submissions_studio/key": lambda rows: rows.submission.key,
    "submissions_studio/work": lambda rows: rows.work.key,
    "submissions_studio/pin": lambda rows: rows.pin.key,
    "assessments:work/token": lambda rows: _part(work_url(rows.work, rows.learner), 3),
    "assessments:work/name": lambda rows: Same("work.png"),
    "assessments:uploads/lesson": lambda rows: rows.assignment.lesson.slug,
    "assessments:answer_uploads/lesson": lambda rows: rows.open_quiz.lesson.slug,
    "assessments:upload/upload": lambda rows: rows.handed_upload.key,
    "assessments:draft/lesson": lambda rows: rows.assignment.lesson.slug,
    "assessments:works/lesson": lambda rows: rows.assignment.lesson.slug,
    "assessments:submissions/lesson": lambda rows: rows.assignment.lesson.slug,
    "assessments:handed_in/lesson": lambda rows: rows.assignment.lesson.slug,
    "assessments:example/lesson": lambda rows: rows.assignment.lesson.slug,
    "assessments:review/lesson": lambda rows: rows.assignment.lesson.slug,
    "review": lambda rows: rows.review.key,
    "assessments:work_removal/lesson": lambda rows: rows.assignment.lesson.slug,
    "assessments:work_removal/work": lambda rows: rows.work.key,
    "materials:step/lesson": lambda rows: rows.of_kind["project"].slug,
    "materials:step/step": lambda rows: rows.of_kind["project"].steps.get().key,
    "materials:answers/lesson": lambda rows: rows.of_kind["survey"].slug,
    "materials:ics/lesson": lambda rows: rows.of_kind["live"].slug,
    "materials:run/lesson": lambda rows: rows.of_kind["scorm"].slug,
    "studio_materials:scorm/lesson": lambda rows: rows.of_kind["scorm"].key,
    "materials/lesson": lambda rows: rows.of_kind["discussion"].slug,
    "reply": lambda rows: rows.reply.key,
    "studio_materials/key": lambda rows: rows.course.key,
    "studio_materials/sheet": lambda rows: Same("code"),
    "studio_materials:hotspots/lesson": lambda rows: rows.of_kind["hotspots"].key,
    "studio_materials:project/lesson": lambda rows: rows.of_kind["project"].key,
    "studio_materials:code/lesson": lambda rows: rows.of_kind["code"].key,
    "studio_materials:embed/lesson": lambda rows: rows.of_kind["embed"].key,
    "studio_materials:live/lesson": lambda rows: rows.of_kind["live"].key,
    "studio_materials:survey/lesson": lambda rows: rows.of_kind["survey"].key,
    "studio_materials:survey_export/lesson": lambda rows: rows.of_kind["survey"].key,
    "studio_materials:discussion/lesson": lambda rows: rows.of_kind["discussion"].key,
    "studio_analytics/key": lambda rows: rows.course.key,
    "studio_analytics:film/lesson": lambda rows: rows.film_lesson.key,
    "studio_analytics:quiz/lesson": lambda rows: rows.quiz_lesson.key,
    "studio_analytics/risk": lambda rows: rows.risk.key,
    "studio_drip/key": lambda rows: rows.course.key,
    "studio_drip/lesson": lambda rows: rows.lesson.slug,
    "studio_drip:proposed/lesson": lambda rows: rows.lesson.key,
    "studio_drip/part": lambda rows: rows.lesson.key,
    "studio_drip/list": lambda rows: rows.people_list.key,
    "studio_drip/cohort": lambda rows: rows.cohort.key,
    "place:ics/token": lambda rows: token_of(make_address(person=rows.person)),
    "learning:place_opening/token": lambda rows: _part(place_path(rows.enrolment), 4),
    "learning:digest_stop/token": lambda rows: sign(DIGEST, str(Person.objects.get(user=rows.learner).key)),
    "place:due_stop/token": lambda rows: sign(DUE, str(Person.objects.get(user=rows.learner).key)),
    "place:live_stop/token": lambda rows: sign(LIVE, str(Person.objects.get(user=rows.learner).key)),
    "place:reminder_stop/token": lambda rows: sign(REMINDER, str(Person.objects.get(user=rows.learner).key)),
    "learning/cohort": lambda rows: rows.cohort.key,
    "post": lambda rows: rows.post.key,
    "paths/slug": lambda rows: rows.path.slug,
    "my_paths/slug": lambda rows: rows.path.slug,
    "studio_paths/path": lambda rows: rows.path.key,
    "studio_paths/approval": lambda rows: rows.path_approval.key,
    "studio_paths/step": lambda rows: rows.path_step.key,
    "bank": lambda rows: rows.bank.key,
    "draw": lambda rows: rows.draw.key,
    "studio_banks/question": lambda rows: rows.bank_question.key,
    "live_session": lambda rows: rows.live_session.key,
    "extension": lambda rows: rows.extension.key,
    "studio_drip/enrolment": lambda rows: rows.enrolment.key,
    "question": lambda rows: rows.question.key,
    "studio_sequences/key": lambda rows: rows.sequence.key,
    "step": lambda rows: rows.step.key,
    "money_studio:transaction/key": lambda rows: rows.ledger_sale.key,
    "money_studio:wallet/key": lambda rows: rows.person.key,
    "money_studio:adjustment/key": lambda rows: rows.person.key,
    "money_studio:adjustment_undo/key": lambda rows: rows.adjustment.key,
    "adjustment_id": lambda rows: rows.adjustment.key,
    "money_studio:rule_end/key": lambda rows: rows.rule.key,
    "money_studio:batch/code": lambda rows: rows.batch.code,
    "money_studio:batch_xml/code": lambda rows: rows.batch.code,
    "money_studio:gateway_payout/key": lambda rows: rows.gateway_payout.key,
    "money_studio/code": lambda rows: rows.payout.code,
    "ledger/code": lambda rows: rows.payout.code,
    "affiliates_studio/key": lambda rows: rows.affiliate.key,
    "affiliates_studio/coupon": lambda rows: rows.tied.key,
    "affiliates_studio:text_end/key": lambda rows: rows.text.key,
    "collection_id": lambda rows: rows.collection.pk,
    "wagtailadmin_collections/pk": lambda rows: rows.collection.pk,
    "wagtailadmin_workflows/pk": lambda rows: rows.workflow.pk,
    "wagtailadmin_workflows:edit_task/pk": lambda rows: rows.task.pk,
    "wagtailadmin_workflows:disable_task/pk": lambda rows: rows.task.pk,
    "wagtailadmin_workflows:enable_task/pk": lambda rows: rows.task.pk,
    "workflow_pk": lambda rows: rows.workflow.pk,
    "workflow_state_id": lambda rows: rows.workflow_state.pk,
    "task_id": lambda rows: rows.task.pk,
    "task_state_id": lambda rows: rows.task_state.pk,
    "redirect_id": lambda rows: rows.redirect.pk,
    "document_id": lambda rows: rows.document.pk,
    "doc_id": lambda rows: rows.document.pk,
    "documents/pk": lambda rows: rows.document.pk,
    "wagtaildocs_chooser/pk": lambda rows: rows.document.pk,
    "wagtaildocs_serve/0": lambda rows: rows.document.pk,
    "wagtaildocs_serve/1": lambda rows: Same(rows.document.filename),
    "image_id": lambda rows: rows.image.pk,
    "images/pk": lambda rows: rows.image.pk,
    "wagtailimages_chooser/pk": lambda rows: rows.image.pk,
    "filter_spec": lambda rows: Same("width-100"),
    "uploaded_file_id": lambda rows: rows.upload.pk,
    "asset_chooser/pk": lambda rows: rows.asset.pk,
    "course_chooser/pk": lambda rows: rows.course.pk,
    "graded_lesson_chooser/pk": lambda rows: rows.quiz_lesson.pk,
    "wagtailsettings/pk": lambda rows: rows.site.pk,
}


class NoSample(LookupError):
    """A route has an argument the walk knows no value for."""


def values_for(route: Route, rows: Rows) -> tuple[dict[str, Any], dict[str, Any]]:
    """The arguments as they are real in the seeded tenant, and as they are real nowhere."""
    real, nowhere = {}, {}
    for argument in route.arguments:
        value = _sample(route, argument)(rows)
        same = isinstance(value, Same)
        real[argument] = value.value if same else value
        nowhere[argument] = value.value if same else _nowhere(value)
    return real, nowhere


def _sample(route: Route, argument: str) -> Callable[[Rows], Any]:
    space, _colon, _name = route.key.rpartition(":")
    names = [route.key, space, space.rpartition(":")[2]]
    for key in (*(f"{name}/{argument}" for name in names if name), argument):
        if key in SAMPLES:
            return SAMPLES[key]
    model = _model_of(route.view)
    if argument == "pk" and model is not None:
        return lambda rows: _newest(model)
    raise NoSample(
        f"{route.key} ({route.text}) has an argument “{argument}”: add a sample to tests/isolation/samples.py"
    )


def _model_of(view: Any) -> Any:
    options = getattr(view, "view_initkwargs", {})
    return options.get("model") or getattr(getattr(view, "view_class", None), "model", None)


def _newest(model: Any) -> Any:
    row = model._default_manager.order_by("-pk").first()
    if row is None:
        raise NoSample(f"No {model._meta.label} was seeded: make one in tests/isolation/seeding/")
    return row.pk


def _nowhere(value: Any) -> Any:
    if type(value) in NOWHERE:
        return NOWHERE[type(value)]
    if len(value) in (8, 16) and all(letter in "0123456789abcdef" for letter in value):
        return "f" * len(value)
    if value.isdigit():
        return str(NOWHERE[int])
    return "nothing-has-this-name/" if value.endswith("/") else "nothing-has-this-name"
