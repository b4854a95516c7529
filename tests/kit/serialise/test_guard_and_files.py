"""What people did stays; files travel by what is inside them."""

import pytest
from django.core.files.base import ContentFile

from marque.kit.serialise.files import MissingFile
from marque.kit.serialise.reading import read
from marque.kit.serialise.records import RecordSet
from marque.kit.serialise.records_diff import diff
from marque.kit.serialise.writing import FileMissing, StillInUse, write
from marque.kit.tenancy.context import enter
from tenant_apps.courses.models import Course
from tenant_apps.learning.actions.enrolling import enrol
from tenant_apps.media.actions import add_asset
from tenant_apps.media.models import Asset
from tenant_apps.people.actions import meet


class Files:
    """One file in memory."""

    def __init__(self, digest: str, content: bytes) -> None:
        self.digest, self.content = digest, content

    def open(self, digest: str) -> ContentFile:
        """The file, if it is this one."""
        if digest != self.digest:
            raise MissingFile(digest)
        return ContentFile(self.content, name="notes.txt")


def test_a_course_with_learners_stays(school):
    enrol(person=meet(email="carol@example.com"), course=Course.objects.get())
    records = read()
    kept = RecordSet(r for r in records.values() if not r.label.startswith(("courses.", "assessments.", "sequences.")))

    with pytest.raises(StillInUse, match=r"second-number \(course\) stays: 1 of its enrolments"):
        write(diff(records, kept))

    assert Course.objects.count() == 1


def test_a_file_comes_from_its_source(in_okafor, other):
    asset = add_asset(file=ContentFile(b"Ask twice.", name="notes.txt"), title="Notes")
    records = read()

    with enter(other):
        write(diff(read(), records), files=Files(f"sha256:{asset.sha256}", b"Ask twice."))

        assert Asset.objects.get().file.read() == b"Ask twice."
        assert not diff(read(), records)


@pytest.mark.parametrize("content", [b"", b"Ask thrice."])
def test_another_content_than_the_hash_says_is_refused(in_okafor, other, content):
    asset = add_asset(file=ContentFile(b"Ask twice.", name="notes.txt"), title="Notes")
    records = read()

    with enter(other), pytest.raises(FileMissing):
        write(diff(read(), records), files=Files(f"sha256:{asset.sha256}", content))

    with enter(other):
        assert Asset.objects.count() == 0
