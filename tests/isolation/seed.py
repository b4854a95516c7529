"""The same small business in any tenant, every word of it marked, so that one word in the wrong place shows."""

from datetime import date, timedelta
from decimal import Decimal
from functools import partial
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

from marque.kit import clock
from marque.kit.facts.sweep import deliver_pending
from marque.kit.mail.models import SentEmail
from marque.kit.money import Money
from page_builder.models import HomePage, LandingPage
from shared_apps.integrations.ports.payments import SavedMethod
from tenant_apps.accounts.actions import assign_role, register
from tenant_apps.accounts.models import Role, User
from tenant_apps.affiliates import actions as affiliates
from tenant_apps.analytics import actions as analytics
from tenant_apps.analytics.models import Risk
from tenant_apps.api import actions as api
from tenant_apps.assessments import actions as assessments
from tenant_apps.assessments.models import PeerReview
from tenant_apps.badges.actions import award
from tenant_apps.badges.models import Badge
from tenant_apps.catalog import actions as catalog
from tenant_apps.certificates.actions import add_picture, set_design
from tenant_apps.certificates.models import Certificate
from tenant_apps.courses import actions as courses
from tenant_apps.courses.folders.plan import Found
from tenant_apps.courses.models import Approval
from tenant_apps.learning import actions as learning
from tenant_apps.learning.models import Enrolment
from tenant_apps.ledger import actions as ledger
from tenant_apps.ledger.actions import Leg, Pot
from tenant_apps.ledger.models import LedgerTransaction
from tenant_apps.materials import actions as materials
from tenant_apps.media.actions import add_asset, begin_handing_over, begin_upload, set_caption
from tenant_apps.media.hosts import our_mark
from tenant_apps.media.models import Asset, Film, HostedFilm
from tenant_apps.orders import actions as orders
from tenant_apps.orders.models import Seat, Subscription
from tenant_apps.orders.terms import Terms
from tenant_apps.paths import actions as paths
from tenant_apps.payments.actions import keep_method
from tenant_apps.payments.models import WalletDomain
from tenant_apps.people.actions import meet
from tenant_apps.people.models import Person
from tenant_apps.place import actions as place
from tenant_apps.points import actions as points
from tenant_apps.sequences import actions as sequences
from tenant_apps.webhooks import actions as webhooks
from tenant_apps.xapi import actions as xapi
from tests.tenant_apps.assessments.assigned import levels as levels_of
from tests.tenant_apps.assessments.assigned import picture
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
    rows.co_author = register(email=f"coco@{rows.mark.lower()}.example", name=f"{rows.mark} Coco", verified=True)
    assign_role(user=rows.co_author, role=Role.AUTHOR, by=rows.owner)
    courses.invite_co_author(course=rows.course, email=rows.co_author.email, by=rows.owner)
    module = courses.add_module(course=rows.course, title=f"{rows.mark} module")
    rows.lesson = courses.add_lesson(module=module, title=f"{rows.mark} lesson")
    courses.set_release(lesson=rows.lesson, days=0)
    rows.module, rows.quiz_lesson = module, courses.add_lesson(module=module, title=f"{rows.mark} quiz", kind="quiz")
    with TemporaryDirectory() as folder:
        content = draw(Path(folder) / "film.mp4", seconds=1, size="160x90").read_bytes() + rows.mark.encode()
    rows.film = add_asset(file=ContentFile(content, name=f"{rows.mark}.mp4"))
    set_caption(asset=rows.film, language="en", file=ContentFile(_SAID % rows.mark.encode(), name="en.vtt"))
    rows.tus_upload = begin_upload(name=f"{rows.mark} later.mp4", size=5_000, by=rows.owner)
    rows.hosted = Asset.objects.create(
        title=f"{rows.mark} far", kind="video", content_type="video/mp4", size=1, added_by=rows.owner
    )
    Film.objects.create(asset=rows.hosted)
    HostedFilm.objects.create(asset=rows.hosted, host="mux", upload=f"{rows.mark}-upload", kept_for=our_mark())
    rows.film_lesson = courses.add_lesson(module=module, title=f"{rows.mark} film", kind="video", asset=rows.film)
    rows.approval = Approval.objects.create(course=rows.course, asked_by=rows.co_author, note=f"{rows.mark} ready")
    rows.quiz = assessments.make_quiz(lesson=rows.quiz_lesson)
    rows.question = question(rows.quiz, f"{rows.mark} question?")
    rows.bank = assessments.save_bank(title=f"{rows.mark} {COMMON} bank")
    rows.bank_question = assessments.write_bank_question(
        bank=rows.bank, text=f"{rows.mark} banked?", choices=[(f"{rows.mark} yes", True), (f"{rows.mark} no", False)]
    )
    rows.folder = courses.plan_folder(
        course=rows.course, name=f"{rows.mark} folder", files=[Found(f"{rows.mark}.md", 10)]
    )
    _materials(rows)
    made = courses.add_lesson(module=module, title=f"{rows.mark} jug", kind="assignment")
    rows.assignment = assessments.make_assignment(lesson=made)
    levels = [assessments.LevelDraft(f"{rows.mark} strong", 4), assessments.LevelDraft(f"{rows.mark} weak", 0)]
    rows.criterion = assessments.write_criterion(assignment=rows.assignment, title=f"{rows.mark} light", levels=levels)
    courses.publish_course(course=rows.course)
    rows.course.refresh_from_db()
    rows.sequence = sequences.create_sequence(name=f"{rows.mark} {COMMON} welcome", course=rows.course)
    rows.step = sequences.add_step(
        sequence=rows.sequence, subject=f"{rows.mark} hello", body=f"{rows.mark}", wait_days=0
    )


def _materials(rows: Any) -> None:
    kinds = ("hotspots", "project", "code", "embed", "survey", "live", "discussion", "scorm")
    made = {kind: courses.add_lesson(module=rows.module, title=f"{rows.mark} {kind}", kind=kind) for kind in kinds}
    rows.of_kind = made
    materials.set_spots(lesson=made["hotspots"], rows=[{"title": f"{rows.mark} spot", "x": 1, "y": 1}])
    materials.set_steps(lesson=made["project"], rows=[{"title": f"{rows.mark} step"}])
    materials.set_listings(lesson=made["code"], rows=[{"title": f"{rows.mark}.py", "code": rows.mark}])
    survey = materials.make_survey(lesson=made["survey"])
    asked = [{"title": f"{rows.mark} opinion?", "asked": "words", "options": []}]
    materials.set_survey(survey=survey, rows=asked, is_anonymous=False)
    materials.set_session(lesson=made["live"], starts_at=clock.now() + timedelta(days=3), minutes=60)
    person = meet(email=rows.learner.email, name=rows.learner.name, user=rows.learner)
    rows.reply = materials.say(lesson=made["discussion"], person=person, text=f"{rows.mark} asks")


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
    rows.wallet_domain = WalletDomain.objects.create(gateway="stripe", domain=f"{rows.mark.lower()}.example")
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
    rows.adjustment = ledger.adjust_wallet(
        person=rows.person, part="author", money=Money(50, "USD"), reason=f"{rows.mark} kindness",
        request_key=uuid4(), by=f"{rows.mark} Alice",
    )  # fmt: skip
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
    _dating(rows)
    rows.people_list = learning.take_list(
        course=rows.course, content=b"email\nnobody", name=f"{rows.mark}.csv", reason=f"{rows.mark} list", by=rows.owner
    )
    learning.open_lesson(enrolment=rows.enrolment, lesson=rows.lesson)
    learning.complete_lesson(enrolment=rows.enrolment, lesson=rows.lesson)
    rows.course_review = courses.write_review(
        course=rows.course, person=rows.person, stars=4, words=f"{rows.mark} liked it"
    )
    for done in (rows.film_lesson, *rows.of_kind.values()):
        learning.complete_lesson(enrolment=rows.enrolment, lesson=done)
    place.keep_note(
        key=uuid4(),
        person=rows.person,
        lesson=rows.lesson,
        base=0,
        spare=uuid4(),
        by=rows.person,
        text=f"{rows.mark} note",
    )
    place.set_bookmark(person=rows.person, lesson=rows.lesson, on=True, by=rows.person)
    rows.attempt = assessments.start_attempt(quiz=rows.quiz, enrolment=rows.enrolment)
    assessments.answer_question(attempt=rows.attempt, question=rows.question, said=[key(rows.question)])
    # after the attempt, which is over with its one question
    rows.draw = assessments.draw_from(quiz=rows.quiz, bank=rows.bank, count=1)
    _handing_in(rows)
    deliver_pending()
    rows.certificate = Certificate.objects.get(person=rows.person)
    # after the certificate, which the course earned without it
    _grading(rows)
    rows.design = set_design(course=rows.course, heading=f"{rows.mark} diploma", lead="For", wording=f"{rows.mark}")
    drawn = BytesIO()
    Picture.new("RGB", (8, 8)).save(drawn, "PNG")
    rows.certificate_picture = add_picture(file=ContentFile(drawn.getvalue(), name=f"{rows.mark}.png"))
    _walking(rows)
    rows.badge = Badge.objects.create(name=f"{rows.mark} badge", description=rows.mark, criteria=rows.mark)
    rows.award = award(badge=rows.badge, person=rows.person)
    points.set_rules(on=True, board=True, lesson=10, quiz=20, course=100, by=rows.owner)
    rows.level = points.save_level(name=f"{rows.mark} level", threshold=10, badge=rows.badge, by=rows.owner)
    points.give(person=rows.person, occasion="lesson", subject=rows.lesson.key)
    rows.message = SentEmail.objects.order_by("pk").last()
    analytics.count_due()
    rows.risk = Risk.objects.create(
        enrolment=rows.enrolment, course=rows.course, reasons={"not_begun": {"days": 9}}, began_at=timezone.now()
    )


def _walking(rows: Any) -> None:
    """On a path of the one course, which they have finished."""
    made = paths.create_path(title=f"{rows.mark} {COMMON} path", author=courses.teacher_of(rows.co_author))
    rows.path_step = paths.add_step(path=made, course=rows.course)
    rows.path = paths.publish_path(path=made)
    paths.join(person=rows.person, path=made)


def _grading(rows: Any) -> None:
    """A quiz with an essay, a file and a place on a picture, which waits for the team."""
    lesson = courses.add_lesson(module=rows.module, title=f"{rows.mark} open quiz", kind="quiz")
    rows.open_quiz = assessments.make_quiz(lesson=lesson)
    shown = add_asset(file=picture(rows.colour, f"{rows.mark} map.png"), title=f"{rows.mark} map")
    ask = partial(assessments.write_question, quiz=rows.open_quiz)
    made = ask(text=f"{rows.mark} show it?", kind="file", choices=[(f"{rows.mark} care",)])
    essay = ask(text=f"{rows.mark} why?", kind="essay", choices=[])
    place = ask(
        text=f"{rows.mark} where?",
        kind="hot_spot",
        choices=[(f"{rows.mark} here", True, "10 10 20 20")],
        details=assessments.Details(picture=shown),
    )
    rows.open_attempt = assessments.start_attempt(quiz=rows.open_quiz, enrolment=rows.enrolment)
    answer = partial(assessments.answer_question, attempt=rows.open_attempt)
    rows.open_work = assessments.add_file(
        attempt=rows.open_attempt, question=made, file=picture(rows.colour, f"{rows.mark} bowl.png", (40, 40))
    )
    answer(question=made, said=[])
    answer(question=essay, said=[f"{rows.mark} because"])
    answer(question=place, said=["15", "15"])


def _dating(rows: Any) -> None:
    far = timezone.now() + timedelta(days=9_000)
    rows.live_session = learning.save_live_session(
        cohort=rows.cohort, title=f"{rows.mark} live", starts_at=far, ends_at=far + timedelta(hours=1)
    )
    learning.set_deadline(cohort=rows.cohort, lesson=rows.lesson, due_at=far)
    rows.extension = learning.extend(
        enrolment=rows.enrolment, lesson=rows.lesson, until=far, reason=f"{rows.mark} fever", by=rows.owner.email
    )
    rows.post = learning.write_post(
        cohort=rows.cohort, text=f"{rows.mark} hello", enrolment=rows.enrolment, by=rows.learner
    )


def _handing_in(rows: Any) -> None:
    """One work is passed, which finishes the course."""
    made = assessments.begin_submission(assignment=rows.assignment, enrolment=rows.enrolment)
    assessments.keep_text(submission=made, text=f"{rows.mark} words about it")
    rows.work = assessments.add_work(submission=made, file=picture(rows.colour, f"{rows.mark} jug.png"))
    rows.submission = assessments.hand_in_work(submission=made)
    rows.handed_upload = begin_handing_over(name=f"{rows.mark} later.png", size=500, by=rows.learner)
    spot = {"x": Decimal(25), "y": Decimal(75), "text": f"{rows.mark} remark"}
    rows.pin = assessments.pin(work=rows.work, by=rows.owner, **spot)
    answer = assessments.Answer(f"{rows.mark} praise", None, levels_of(rows.assignment, f"{rows.mark} strong"))
    assessments.answer_submission(submission=rows.submission, verdict="pass", answer=answer, by=rows.owner)
    _reviewing(rows)
    _showing(rows)


def _showing(rows: Any) -> None:
    """The passed work in a portfolio that whoever has its address may see."""
    assessments.set_portfolio_policy(is_on=True, by=rows.owner)
    rows.portfolio = assessments.save_portfolio(
        person=rows.enrolment.person, title=f"{rows.mark} works", words=f"{rows.mark} about", seen_by="link"
    )
    rows.piece = assessments.show_piece(person=rows.enrolment.person, submission=rows.submission)
    assessments.report_piece(piece=rows.piece, person=None, words=f"{rows.mark} complaint")


def _reviewing(rows: Any) -> None:
    """The learner is given somebody else's work."""
    strong = levels_of(rows.assignment, f"{rows.mark} strong")
    assessments.set_example(assignment=rows.assignment, levels=strong, text=f"{rows.mark} example")
    peer = meet(email=f"peer@{rows.mark.lower()}.example", name=f"{rows.mark} Peer")
    place = learning.enrol(person=peer, course=rows.course, source="seed")
    other = assessments.begin_submission(assignment=rows.assignment, enrolment=place)
    assessments.keep_text(submission=other, text=f"{rows.mark} other words")
    sent, at = assessments.hand_in_work(submission=other), timezone.now()
    rows.review = PeerReview.objects.create(
        submission=sent, reviewer=rows.enrolment, assigned_at=at, due_at=at + timedelta(days=7)
    )


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
    rows.store = xapi.save_store(url=f"{url}/xapi", username=f"{rows.mark} key", password=rows.mark, by=rows.owner)
    webhooks.switch_off(endpoint=rows.store.endpoint, by=rows.owner)


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
