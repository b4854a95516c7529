"""`affiliates`: what those get who send buyers. People never travel, so affiliates themselves are not in it."""

from typing import Any

from marque.kit.serialise.records import RecordSet
from provisioning.manifest.book import Book
from provisioning.manifest.schema import Item, column, items, number, table
from provisioning.manifest.sections.base import Section, said, twice
from provisioning.manifest.wish import Wish
from tenant_apps.affiliates.models import AffiliateProgramme, AffiliateText

_LABEL, _TEXT = "affiliates.AffiliateProgramme", "affiliates.AffiliateText"


TEXT = {
    "title": column(AffiliateText, "title", "what it is", required=True),
    "body": column(AffiliateText, "body", "the words", required=True),
}
PROGRAMME = {
    "joining": column(AffiliateProgramme, "joining", "who may join"),
    "approval": column(AffiliateProgramme, "approval", "what an application needs"),
    "click_days": number("days a click counts", default=30, least=1, most=365),
    "renewals": column(AffiliateProgramme, "renewals", "which payments of a subscription count"),
    "renewal_months": number("how many months they count, for months", default=12, least=1, most=120),
    "pitch": column(AffiliateProgramme, "pitch", "why to recommend it", most=1000),
    "terms": column(AffiliateProgramme, "terms", "what affiliates agree to", most=20_000),
    "texts": items("words for affiliates to use", table("A text.", TEXT), most=100),
}


class AffiliatesSection(Section):
    """The one programme, and its texts by title. What is earned is a commission rule."""

    name = "affiliates"
    labels = (_LABEL, _TEXT)
    field = table("The affiliate programme.", PROGRAMME)

    def ask(self, value: Item, wish: Wish, media: Any) -> None:
        """The programme, if anything is said of it, and each text."""
        twice(value["texts"], "title", wish, "texts")
        if value.said - {"texts"}:
            own = {name: value[name] for name in PROGRAMME if name != "texts"}
            wish.put(_LABEL, "affiliates", own | {"name": "affiliates"})
        there = {text.fields["title"]: text.key for text in wish.before.of(_TEXT)}
        for text in value["texts"]:
            wish.put(_TEXT, there.get(text["title"], text["title"]), dict(text))

    def pull(self, records: RecordSet, book: Book) -> Any:
        """What differs from a new programme; who may join is always said of one that is there."""
        programme = next(iter(records.of(_LABEL)), None)
        texts = sorted((said(TEXT, text.fields) for text in records.of(_TEXT)), key=lambda text: text["title"])
        if programme is None:
            return said(PROGRAMME, {"texts": texts})
        own = said(PROGRAMME, programme.fields | {"texts": texts})
        return {"joining": programme.fields["joining"]} | own
