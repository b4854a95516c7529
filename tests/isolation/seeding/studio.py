"""Pages and what Wagtail keeps beside them."""

from io import BytesIO
from typing import Any

from django.core.files.base import ContentFile
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

from page_builder.models import HomePage, LandingPage
from tests.isolation.seeding.words import COMMON


def add_pages(rows: Any) -> None:
    """A site of its own, a page in work and a closed one."""
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


def add_studio(rows: Any) -> None:
    """Files, an approval and somebody editing."""
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
