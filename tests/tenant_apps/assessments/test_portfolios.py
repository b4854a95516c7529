"""Portfolios: what a learner shows, to whom, and what the team may do about it."""

import re
from types import SimpleNamespace

import pytest
from django.test import Client

from marque.kit.tenancy.context import enter
from shared_apps.operations.models import AuditEntry
from tenant_apps.accounts.models import Role
from tenant_apps.assessments import actions
from tenant_apps.assessments.models import PieceReport, Portfolio, PortfolioPiece, SeenBy
from tests.tenant_apps.assessments.assigned import assignment, criterion, draft, handed_in, levels
from tests.tenant_apps.courses.factories import creator
from tests.tenant_apps.learning.factories import enrolment, person, signed_in

WORDS = {"title": "Light", "words": "What I learned.", "seen_by": "link"}


@pytest.fixture
def carol(client_for, okafor) -> SimpleNamespace:
    """Carol with a graded work in her portfolio, and words that are nobody else's."""
    client = signed_in(client_for, okafor)
    with enter(okafor):
        actions.set_portfolio_policy(is_on=True, by="alice@example.com")
        made = assignment()
        criterion(made)
        place = enrolment(made.lesson.course)
        work = handed_in(made, place)
        answer = actions.Answer("Too harsh a light", None, levels(made, "Fair"))
        actions.answer_submission(submission=work, verdict="return", answer=answer, by=None)
        shown = actions.save_portfolio(person=place.person, **WORDS)
        piece = actions.show_piece(person=place.person, submission=work)
        file = work.works.get().key
    page = f"/portfolios/{shown.address}/"
    return SimpleNamespace(
        client=client, place=place, work=work, piece=piece, page=page, file=f"{page}works/{file}/work-1.png"
    )


def open_to(okafor, carol, seen_by: SeenBy) -> None:
    with enter(okafor):
        actions.save_portfolio(person=carol.place.person, **WORDS | {"seen_by": seen_by})


def codes(client: Client, carol) -> list[int]:
    return [client.get(path).status_code for path in (carol.page, carol.file)]


def test_a_portfolio_shows_files_and_own_words_and_no_grade(carol, client_for, okafor) -> None:
    carol.client.post(f"/portfolios/mine/pieces/{carol.piece.key}/", {"title": "A jug", "words": "Noon light."})

    page = client_for(okafor).get(carol.page).text

    found = [word in page for word in ("A jug", "Noon light.", "What I learned.", "work-1.png", "noindex")]
    told = [word in page for word in ("harsh", "Fair", "50 %", "jug.png", "Returned")]
    assert (found, told) == ([True] * 5, [False] * 5)


@pytest.mark.parametrize(
    ("seen_by", "visitor", "member", "noindex"),
    [("nobody", 404, 404, None), ("members", 404, 200, None), ("link", 200, 200, True), ("public", 200, 200, False)],
)
def test_a_portfolio_is_seen_by_whom_its_maker_says(
    seen_by, visitor, member, noindex, carol, client_for, okafor
) -> None:
    open_to(okafor, carol, SeenBy(seen_by))
    dan = signed_in(client_for, okafor, "dan@example.com")
    with enter(okafor):
        enrolment(carol.work.assignment.lesson.course, person("dan@example.com", "Dan"))

    seen = [codes(client, carol) for client in (client_for(okafor), dan, carol.client)]

    assert seen == [[visitor] * 2, [member] * 2, [200] * 2]
    listed = client_for(okafor).get("/portfolios/").text
    assert ("Light" in listed) is (seen_by == "public")
    assert ("/portfolios/</loc>" in client_for(okafor).get("/sitemap.xml").text) is (seen_by == "public")
    if noindex is not None:
        assert ('content="noindex"' in client_for(okafor).get(carol.page).text) is noindex


def test_portfolios_switched_off_are_gone_and_come_back(carol, okafor, client_for) -> None:
    studio = creator(client_for, okafor)

    studio.post("/studio/portfolios/switch/", {})
    off = [*codes(carol.client, carol), carol.client.get("/portfolios/mine/").status_code]
    with enter(okafor), pytest.raises(actions.PortfoliosOff):
        actions.renew_address(person=carol.place.person)
    studio.post("/studio/portfolios/switch/", {"is_on": "on"})

    assert (off, codes(carol.client, carol)) == ([404] * 3, [200] * 2)


@pytest.mark.parametrize(
    ("is_on", "seen_by", "linked"), [("on", "link", True), ("on", "members", False), ("", "link", False)]
)
def test_the_studio_leads_to_no_portfolio_that_does_not_open(is_on, seen_by, linked, carol, okafor, client_for) -> None:
    open_to(okafor, carol, SeenBy(seen_by))
    studio = creator(client_for, okafor)
    studio.post("/studio/portfolios/switch/", {"is_on": is_on})
    with enter(okafor):
        key = carol.piece.portfolio.key

    page = studio.get(f"/studio/portfolios/{key}/").text

    assert (f'href="{carol.page}"' in page) is linked
    assert (studio.get(carol.page).status_code == 200) is linked


def test_a_new_address_closes_the_old_one(carol, okafor, client_for) -> None:
    carol.client.post("/portfolios/mine/address/")

    assert codes(client_for(okafor), carol) == [404] * 2


def test_what_is_no_work_of_ones_own_is_not_shown(carol, okafor, client_for) -> None:
    dan = signed_in(client_for, okafor, "dan@example.com")
    with enter(okafor):
        place = enrolment(carol.work.assignment.lesson.course, person("dan@example.com", "Dan"))
        mine = draft(carol.work.assignment, place)
        for refusal, who, what in (
            (actions.NotYourWork, place.person, carol.work),
            (actions.NotYourWork, place.person, mine),
            (actions.ShownAlready, carol.place.person, carol.work),
        ):
            with pytest.raises(refusal):
                actions.show_piece(person=who, submission=what)

    forged = dan.post("/portfolios/mine/pieces/", {"submission": str(carol.work.key)})
    foreign = dan.post(f"/portfolios/mine/pieces/{carol.piece.key}/", {"act": "remove"})

    assert [forged.status_code, foreign.status_code] == [404, 404]
    with enter(okafor):
        assert PortfolioPiece.objects.count() == 1


def test_pieces_are_moved_and_taken_out(carol, okafor) -> None:
    with enter(okafor):
        second = handed_in(assignment(carol.work.assignment.lesson.course, "Another jug"), carol.place)

    carol.client.post("/portfolios/mine/pieces/", {"submission": str(second.key)})
    with enter(okafor):
        key = PortfolioPiece.objects.get(submission=second).key
    carol.client.post(f"/portfolios/mine/pieces/{key}/", {"act": "up"})
    with enter(okafor):
        moved = list(PortfolioPiece.objects.values_list("submission", flat=True))
    carol.client.post(f"/portfolios/mine/pieces/{key}/", {"act": "remove"})

    with enter(okafor):
        assert moved == [second.pk, carol.work.pk]
        assert list(PortfolioPiece.objects.values_list("submission", "position")) == [(carol.work.pk, 1)]
    assert "Another jug" in carol.client.get("/portfolios/mine/").text


def test_a_reported_piece_is_hidden_with_a_reason_and_comes_back(carol, okafor, client_for) -> None:
    visitor, studio = client_for(okafor), creator(client_for, okafor)
    report = f"{carol.page}pieces/{carol.piece.key}/report/"
    verdict = f"/studio/portfolios/pieces/{carol.piece.key}/verdict/"

    empty = visitor.post(report, {"words": " "})
    visitor.post(report, {"words": "This is my jug."})
    desk = studio.get("/studio/portfolios/").text
    studio.post(verdict, {"act": "hide", "reason": ""})
    before = codes(visitor, carol)
    studio.post(verdict, {"act": "hide", "reason": "Somebody else's work."})
    hidden = [visitor.get(carol.file).status_code, "work-1.png" in visitor.get(carol.page).text]
    mine = carol.client.get("/portfolios/mine/").text

    assert (empty.status_code, "This is my jug." in desk, before) == (422, True, [200, 200])
    assert (hidden, "Somebody else&#x27;s work." in mine) == ([404, False], True)
    with enter(okafor):
        assert not PieceReport.objects.filter(settled_at=None).exists()
        assert AuditEntry.objects.filter(action="portfolios.piece_hidden").count() == 1
    studio.post(verdict, {"act": "show"})
    assert codes(visitor, carol) == [200, 200]


def test_a_reported_piece_is_taken_out_by_its_maker_and_stays_for_the_team(carol, okafor, client_for) -> None:
    visitor, studio = client_for(okafor), creator(client_for, okafor)
    visitor.post(f"{carol.page}pieces/{carol.piece.key}/report/", {"words": "This is my jug."})

    said = carol.client.post(f"/portfolios/mine/pieces/{carol.piece.key}/", {"act": "remove"}, follow=True).text

    gone = [visitor.get(carol.file).status_code, carol.client.get(carol.file).status_code]
    pages = [client.get(carol.page).text for client in (visitor, carol.client)]
    assert (gone, ["work-1.png" in page for page in pages]) == ([404] * 2, [False] * 2)
    assert ("Taken out." in said, "Paint a jug" in said) == (True, False)
    with enter(okafor):
        key = Portfolio.objects.get().key
        with pytest.raises(actions.HiddenByTeam):
            actions.show_piece(person=carol.place.person, submission=carol.work)
    assert "This is my jug." in studio.get("/studio/portfolios/").text
    assert "Taken out by its maker" in studio.get(f"/studio/portfolios/{key}/").text


@pytest.mark.parametrize(("verdict", "is_free"), [("hide", False), ("show", True)])
def test_a_piece_taken_out_is_shown_again_only_if_the_team_lets_it(verdict, is_free, carol, okafor, client_for) -> None:
    studio = creator(client_for, okafor)
    with enter(okafor):
        actions.report_piece(piece=carol.piece, person=None, words="Mine!")
        actions.remove_piece(piece=carol.piece)

    studio.post(f"/studio/portfolios/pieces/{carol.piece.key}/verdict/", {"act": verdict, "reason": "Not theirs."})

    again = carol.client.post("/portfolios/mine/pieces/", {"submission": str(carol.work.key)})
    assert again.status_code == (302 if is_free else 404)
    assert ("work-1.png" in client_for(okafor).get(carol.page).text) is is_free


def test_pieces_beside_one_that_was_taken_out_are_moved(carol, in_okafor) -> None:
    course = carol.work.assignment.lesson.course
    others = [handed_in(assignment(course, title), carol.place) for title in ("Bowl", "Cup")]
    first = actions.show_piece(person=carol.place.person, submission=others[0])
    actions.report_piece(piece=carol.piece, person=None, words="Mine!")
    actions.remove_piece(piece=carol.piece)
    last = actions.show_piece(person=carol.place.person, submission=others[1])

    last.refresh_from_db()
    actions.move_piece(piece=last, position=last.position - 1)

    assert list(PortfolioPiece.objects.kept().values_list("pk", flat=True)) == [last.pk, first.pk]


def test_visitors_report_so_often_from_one_address(carol, okafor, client_for, settings) -> None:
    settings.MODE = "production"
    report, visitor = f"{carol.page}pieces/{carol.piece.key}/report/", client_for(okafor)

    codes = [visitor.post(report, {"words": f"Number {number}"}).status_code for number in range(11)]
    member = carol.client.post(report, {"words": "It is mine."}).status_code

    assert (codes, member) == ([302] * 10 + [422], 302)


def test_one_person_reports_a_piece_once_while_it_is_open(carol, in_okafor) -> None:
    dan = person("dan@example.com", "Dan")

    first, again = (actions.report_piece(piece=carol.piece, person=dan, words="Mine!") for _each in "12")

    assert (first is not None, again) == (True, None)


def test_the_desk_of_portfolios_is_the_teams(carol, okafor, client_for) -> None:
    author = creator(client_for, okafor, role=Role.AUTHOR, email="bob@example.com")

    assert 200 not in [client.get("/studio/portfolios/").status_code for client in (author, carol.client)]


def test_the_team_sees_the_works_of_a_portfolio_that_nobody_else_sees(carol, okafor, client_for) -> None:
    studio = creator(client_for, okafor)
    open_to(okafor, carol, SeenBy.NOBODY)
    with enter(okafor):
        page = f"/studio/portfolios/{Portfolio.objects.get().key}/"

    address = re.search(r'<img src="([^"]*/works/[^"]*)"', studio.get(page).text).group(1)

    assert (studio.get(address).status_code, carol.client.get(address).status_code) == (200, 404)


def test_a_portfolio_costs_the_same_for_one_piece_and_for_two(
    carol, okafor, client_for, django_assert_num_queries
) -> None:
    with enter(okafor):
        second = handed_in(assignment(carol.work.assignment.lesson.course, "Another jug"), carol.place)
        actions.show_piece(person=carol.place.person, submission=second)
        shown = Portfolio.objects.get()
        from tenant_apps.assessments import portfolios  # noqa: PLC0415

        with django_assert_num_queries(2):
            assert len(portfolios.pieces_of(shown)) == 2
