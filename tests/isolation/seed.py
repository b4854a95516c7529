"""The same small business in any tenant, every word of it marked, so that one word in the wrong place shows."""

from datetime import date, timedelta
from io import BytesIO
from pathlib import Path
from tempfile import TemporaryDirectory
from types import SimpleNamespace
from typing import Any
from uuid import uuid4

from django.contrib.auth.models import Group
from django.core.files.base import ContentFile
from django.db import connection
from django.utils import timezone
from PIL import Image as Picture
from wagtail.admin.models import EditingSession
from wagtail.contrib.redirects.models import Redirect
from wagtail.documents import get_document_model
from wagtail.images import get_image_model
from wagtail.models import (
    Collection,
    GroupApprovalTask,
    Page,
    PageViewRestriction,
    Site,
    UploadedFile,
    Workflow,
    WorkflowTask,
)

from marque.kit.facts.sweep import deliver_pending
from marque.kit.mail.models import SentEmail
from marque.kit.money import Money
from page_builder.models import HomePage, LandingPage
from shared_apps.integrations.ports.payments import SavedMethod
from tenant_apps.accounts.actions import assign_role, register
from tenant_apps.accounts.models import Role, User
from tenant_apps.affiliates import actions as affiliates
from tenant_apps.api import actions as api
from tenant_apps.assessments import actions as assessments
from tenant_apps.catalog import actions as catalog
from tenant_apps.certificates.actions import set_design
from tenant_apps.certificates.models import Certificate
from tenant_apps.courses import actions as courses
from tenant_apps.learning import actions as learning
from tenant_apps.learning.models import Enrolment
from tenant_apps.ledger import actions as ledger
from tenant_apps.ledger.actions import Leg, Pot
from tenant_apps.ledger.models import LedgerTransaction
from tenant_apps.media.actions import add_asset, begin_upload, set_caption
from tenant_apps.orders import actions as orders
from tenant_apps.orders.models import Seat, Subscription
from tenant_apps.orders.terms import Terms
from tenant_apps.payments.actions import keep_method
from tenant_apps.people.models import Person
from tenant_apps.sequences import actions as sequences
from tenant_apps.webhooks import actions as webhooks
from tests.tenant_apps.assessments.factories import key, question
from tests.tenant_apps.coupons import a_coupon
from tests.tenant_apps.giving import a_gift, a_team
from tests.tenant_apps.media.films import draw
from tests.tenant_apps.selling import a_paid_order, an_order, card_token
from themes.actions import update_brand

FAR = 700_000_000
# in every title beside the marker: something to search for that may be echoed
_SAID = b"WEBVTT\n\n00:00.000 --> 00:01.000\n%s said\n"
COMMON = "Quagga"


def move_sequences() -> None:
    """Let what is made next in this tenant have primary keys that no other tenant has."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT setval(format('%%I.%%I', schemaname, sequencename)::regclass, greatest(last_value, %s))"
            " FROM pg_sequences WHERE schemaname = current_schema() AND data_type <> 'smallint'::regtype",
            [FAR],
        )


def seed(mark: str) -> SimpleNamespace:
    """Fill the current tenant; every name, title, address and file in it says `mark`."""
    rows = SimpleNamespace(mark=mark, colour="#7a1f3d" if mark < "M" else "#0f4d3f")
    _people(rows)
    _teaching(rows)
    _selling(rows)
    _sharing(rows)
    _recommending(rows)
    _finishing(rows)
    _pages(rows)
    _studio(rows)
    _programs(rows)
    return rows


def _people(rows: Any) -> None:
    email = f"carol@{rows.mark.lower()}.example"
    rows.owner = User.objects.get(email="alice@example.com")
    User.objects.filter(pk=rows.owner.pk).update(name=f"{rows.mark} {COMMON} Alice")
    rows.learner = register(email=email, name=f"{rows.mark} Carol", password=f"{rows.mark}-and-{COMMON}", verified=True)
    rows.author = register(email=f"bob@{rows.mark.lower()}.example", name=f"{rows.mark} Bob", verified=True)
    assign_role(user=rows.author, role=Role.AUTHOR, by=rows.owner)
    rows.group = Group.objects.create(name=f"{rows.mark} {COMMON} group")
    rows.brand = update_brand(wordmark=f"{rows.mark} House", brand_colour=rows.colour)
    deliver_pending()


def _teaching(rows: Any) -> None:
    rows.asset = add_asset(file=ContentFile(b"%PDF-1.7\n" + rows.mark.encode() * 99, name=f"{rows.mark}.pdf"))
    rows.course = courses.create_course(title=f"{rows.mark} {COMMON} course", summary=f"{rows.mark} summary")
    module = courses.add_module(course=rows.course, title=f"{rows.mark} module")
    rows.lesson = courses.add_lesson(module=module, title=f"{rows.mark} lesson")
    courses.set_release(lesson=rows.lesson, days=0)
    rows.module, rows.quiz_lesson = module, courses.add_lesson(module=module, title=f"{rows.mark} quiz", kind="quiz")
    with TemporaryDirectory() as folder:
        content = draw(Path(folder) / "film.mp4", seconds=1, size="160x90").read_bytes() + rows.mark.encode()
    rows.film = add_asset(file=ContentFile(content, name=f"{rows.mark}.mp4"))
    set_caption(asset=rows.film, language="en", file=ContentFile(_SAID % rows.mark.encode(), name="en.vtt"))
    rows.tus_upload = begin_upload(name=f"{rows.mark} later.mp4", size=5_000, by=rows.owner)
    rows.film_lesson = courses.add_lesson(module=module, title=f"{rows.mark} film", kind="video", asset=rows.film)
    rows.quiz = assessments.make_quiz(lesson=rows.quiz_lesson)
    rows.question = question(rows.quiz, f"{rows.mark} question?")
    courses.publish_course(course=rows.course)
    rows.course.refresh_from_db()
    rows.sequence = sequences.create_sequence(name=f"{rows.mark} {COMMON} welcome", course=rows.course)
    rows.step = sequences.add_step(
        sequence=rows.sequence, subject=f"{rows.mark} hello", body=f"{rows.mark}", wait_days=0
    )


def _selling(rows: Any) -> None:
    title = f"{rows.mark} {COMMON} offer"
    slug = f"{rows.mark.lower()}-offer"
    made = catalog.create_offer(slug=slug, title=title, products=[rows.course.product], price=Money(49_000, "USD"))
    rows.offer = catalog.publish_offer(offer=made)
    rows.coupon = a_coupon(f"{rows.mark}-TEN")
    rows.tax_rate = orders.set_rate(country="US", region="TX", percent="8.25", name=f"{rows.mark} tax", by="seed")
    rows.order = a_paid_order(rows.offer, email=rows.learner.email)
    deliver_pending()
    rows.payment = rows.order.payments.get()
    rows.subscription = _subscribing(rows)
    orders.refund_order(order=rows.subscription.order, reason=f"{rows.mark} kindness", amount=Money(100, "USD"))
    rows.refund = rows.subscription.order.refunds.get()
    _giving(rows)
    dispute = orders.open_dispute(payment=rows.payment, reference=f"dp_{rows.mark}", amount=Money(100, "USD"))
    proof = ContentFile(b"%PDF-1.7\n" + rows.mark.encode() * 9, name=f"{rows.mark}.pdf")
    rows.evidence = orders.add_evidence(dispute=dispute, file=proof, by=rows.owner)
    rows.person = Person.objects.get(user=rows.learner)
    card = SavedMethod(token=f"{rows.mark}-card", brand=rows.mark, last4="4242", exp_month=8, exp_year=2040)
    rows.saved_method = keep_method(person=rows.person, gateway="sandbox", method=card)
    Person.objects.filter(pk=rows.person.pk).update(name=f"{rows.mark} Carol")


def _subscribing(rows: Any) -> Subscription:
    """Beside the order of the same offer."""
    order = an_order(rows.offer, email=rows.learner.email)
    terms = Terms(amount=order.total_amount, currency="USD", interval="month")
    orders.begin_subscription(order=order, line=order.lines.get(), terms=terms)
    orders.pay(order=order, method=card_token())
    deliver_pending()
    return Subscription.objects.get()


def _giving(rows: Any) -> None:
    """To somebody else, and to a team."""
    rows.gift = a_gift(rows.offer, giver=rows.learner.email, name=f"{rows.mark} Gil")
    rows.team = a_team(owner=rows.learner.email, title=f"{rows.mark} {COMMON} seats", slug=f"{rows.mark.lower()}-seats")
    deliver_pending()
    orders.invite(team=rows.team, lines=[f"{rows.mark.lower()}-seat@example.com"])
    rows.seat = Seat.objects.get(team=rows.team)
    rows.site_allowed = orders.allow_site(site=f"https://{rows.mark.lower()}.example", by=rows.owner)


def _sharing(rows: Any) -> None:
    rows.rule = ledger.set_rule(part="author", basis_points=5_000, product=rows.course.product)
    rows.ledger_sale = LedgerTransaction.objects.get(source=f"order:{rows.order.key}")
    legs = [Leg(Pot("cash", gateway="manual"), 900), Leg(Pot("author", rows.person.pk), -900)]
    ledger.post(kind="adjustment", source=f"adjustment:{rows.mark}", currency="USD", legs=legs)
    to_the_bank = [Leg(Pot("cash", gateway="manual"), 100), Leg(Pot("cash", gateway="sandbox"), -100)]
    rows.gateway_payout = ledger.post(
        kind="transfer", source=f"gateway-payout:sandbox:{rows.mark}", currency="USD", legs=to_the_bank
    )
    ledger.save_payout_account(
        person=rows.person, currency="USD", holder=f"{rows.mark} Carol", details=f"{rows.mark} bank"
    )
    payouts = [
        ledger.request_payout(person=rows.person, money=Money(400, "USD"), request_key=uuid4(), by=f"{rows.mark} Carol")
        for _time in "12"
    ]
    ledger.approve_payout(payout=payouts[0], by=f"{rows.mark} Alice")
    rows.batch, rows.payout = ledger.make_batch(currency="USD", by=f"{rows.mark} Alice"), payouts[1]


def _recommending(rows: Any) -> None:
    affiliates.save_programme(
        joining="anybody", approval="at_once", click_days=30, renewals="first", pitch=rows.mark, by="seed"
    )
    rows.affiliate = affiliates.apply(person=rows.person, code=f"{rows.mark}-{COMMON}", about=f"{rows.mark} letter")
    rows.tied = affiliates.tie_coupon(affiliate=rows.affiliate, coupon=f"{rows.mark}-TEN")
    rows.text = affiliates.save_text(title=f"{rows.mark} post", body=f"{rows.mark} words")
    affiliates.note_click(affiliate=rows.affiliate, landing=f"/{rows.mark.lower()}/")


def _finishing(rows: Any) -> None:
    rows.enrolment = Enrolment.objects.get(person=rows.person)
    rows.cohort = learning.save_cohort(course=rows.course, name=f"{rows.mark} May", starts_on=date(2099, 5, 3))
    learning.place(cohort=rows.cohort, enrolment=rows.enrolment)
    learning.open_lesson(enrolment=rows.enrolment, lesson=rows.lesson)
    learning.complete_lesson(enrolment=rows.enrolment, lesson=rows.lesson)
    learning.complete_lesson(enrolment=rows.enrolment, lesson=rows.film_lesson)
    rows.attempt = assessments.start_attempt(quiz=rows.quiz, enrolment=rows.enrolment)
    assessments.answer_question(attempt=rows.attempt, question=rows.question, said=[key(rows.question)])
    deliver_pending()
    rows.certificate = Certificate.objects.get(person=rows.person)
    rows.design = set_design(course=rows.course, heading=f"{rows.mark} diploma", lead="For", wording=f"{rows.mark}")
    rows.message = SentEmail.objects.order_by("pk").last()


def _pages(rows: Any) -> None:
    rows.site = Site.objects.create(
        hostname=f"{rows.mark.lower()}.example", site_name=f"{rows.mark} site", root_page=HomePage.objects.get()
    )
    page = LandingPage(title=f"{rows.mark} {COMMON} landing", slug=f"{rows.mark.lower()}-landing")
    rows.page = HomePage.objects.get().add_child(instance=page)
    rows.revision = rows.page.save_revision(user=rows.owner)
    rows.revision.publish()
    rows.closed = HomePage.objects.get().add_child(instance=LandingPage(title=f"{rows.mark} closed", slug="closed"))
    rows.closed.save_revision(user=rows.owner)
    rows.restriction = PageViewRestriction.objects.create(page=rows.closed, restriction_type="password", password="x")  # noqa: S106
    rows.redirect = Redirect.objects.create(old_path=f"/{rows.mark.lower()}-old", redirect_page=rows.page)
    rows.root = Page.get_first_root_node()


def _programs(rows: Any) -> None:
    until = timezone.now() + timedelta(days=1)
    rows.token, _text = api.create_token(
        by=rows.owner, name=f"{rows.mark} books", scopes=["orders:read"], expires_at=until
    )
    url = f"https://{rows.mark.lower()}.example/hooks"
    rows.endpoint, _secret = webhooks.add_endpoint(url=url, types=["offer.archived"], by=rows.owner)
    rows.webhook = rows.endpoint.deliveries.create(
        message=uuid4(), type="offer.archived", body=f'{{"mark": "{rows.mark}"}}', happened_at=timezone.now()
    )
    webhooks.switch_off(endpoint=rows.endpoint, by=rows.owner)


def _studio(rows: Any) -> None:
    out = BytesIO()
    Picture.new("RGB", (12, 8), rows.colour).save(out, "PNG")
    png = ContentFile(out.getvalue(), name=f"{rows.mark}.png")
    rows.image = get_image_model().objects.create(title=f"{rows.mark} {COMMON} image", file=png)
    plain = ContentFile(rows.mark.encode(), name=f"{rows.mark}.txt")
    rows.document = get_document_model().objects.create(title=f"{rows.mark} {COMMON} document", file=plain)
    rows.collection = Collection.get_first_root_node().add_child(name=f"{rows.mark} collection")
    rows.upload = UploadedFile.objects.create(
        for_content_type=None, file=ContentFile(b"x", name=f"{rows.mark}.bin"), uploaded_by_user=rows.owner
    )
    rows.task = GroupApprovalTask.objects.create(name=f"{rows.mark} {COMMON} task")
    rows.workflow = Workflow.objects.create(name=f"{rows.mark} {COMMON} workflow")
    WorkflowTask.objects.create(workflow=rows.workflow, task=rows.task.task_ptr)
    rows.workflow_state = rows.workflow.start(rows.closed, rows.owner)
    rows.task_state = rows.workflow_state.current_task_state
    rows.session = EditingSession.objects.create(user=rows.owner, content_object=rows.page, last_seen_at=timezone.now())
