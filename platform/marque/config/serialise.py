"""Declarations of the tables that libraries bring into a tenant's schema."""

from marque.kit.serialise.declaration import CONFIG, CONTENT, RUNTIME, Serial, declare

_BY_CONTENT = "Wagtail keeps no unique column; the same file or words are the same row"
_LOG = "an append-only log; its rows are told apart by when they were written"
_BY_MIGRATE = "every schema has its own, made by migrating"
_GENERIC = ("content_type", "object_id")

# Django
declare("contenttypes.ContentType", Serial(RUNTIME, key=("app_label", "model"), remade=_BY_MIGRATE))
declare("auth.Permission", Serial(CONFIG, key=("content_type", "codename"), remade=_BY_MIGRATE))
declare("auth.Group", Serial(CONFIG, key=("name",)))
declare("sessions.Session", Serial(RUNTIME, key=("session_key",), personal=("session_data",), remade="people sign in"))

# allauth
declare("account.EmailAddress", Serial(RUNTIME, key=("user", "email"), personal=("email",)))
declare("account.EmailConfirmation", Serial(RUNTIME, key=("key",)))

# taggit
declare("taggit.Tag", Serial(CONTENT, key=("slug",)))
declare("taggit.TaggedItem", Serial(CONTENT, key=(*_GENERIC, "tag")))

# Wagtail: sites, pages and who may edit them
declare("wagtailcore.Locale", Serial(CONFIG, key=("language_code",)))
declare("wagtailcore.Site", Serial(CONFIG, key=("hostname", "port"), remade_fields=("hostname", "port")))
declare("wagtailcore.Page", Serial(CONTENT, key=("translation_key", "locale")))
declare("wagtailcore.Collection", Serial(CONTENT, key=("path",)))
declare("wagtailcore.GroupPagePermission", Serial(CONFIG, key=("group", "page", "permission")))
declare("wagtailcore.GroupSitePermission", Serial(CONFIG, key=("group", "site", "permission")))
declare("wagtailcore.GroupCollectionPermission", Serial(CONFIG, key=("group", "collection", "permission")))
declare("wagtailcore.PageViewRestriction", Serial(CONFIG, key=("page", "restriction_type"), unkeyed=_BY_CONTENT))
declare(
    "wagtailcore.CollectionViewRestriction", Serial(CONFIG, key=("collection", "restriction_type"), unkeyed=_BY_CONTENT)
)
declare(
    "wagtailredirects.Redirect",
    Serial(CONTENT, key=("old_path", "site"), unkeyed="a redirect of every site names none"),
)
declare("wagtailcore.APIToken", Serial(RUNTIME, key=("key_hash",), personal=("name",)))

# Wagtail: workflow
declare("wagtailcore.Workflow", Serial(CONFIG, key=("name",), unkeyed=_BY_CONTENT))
declare("wagtailcore.Task", Serial(CONFIG, key=("name", "content_type"), unkeyed=_BY_CONTENT))
declare("wagtailcore.GroupApprovalTask", Serial(CONFIG, key=("task_ptr",)))
declare("wagtailcore.WorkflowTask", Serial(CONFIG, key=("workflow", "task")))
declare("wagtailcore.WorkflowPage", Serial(CONFIG, key=("page",)))
declare("wagtailcore.WorkflowContentType", Serial(CONFIG, key=("content_type",)))
declare("wagtailcore.WorkflowState", Serial(RUNTIME, key=(*_GENERIC, "created_at"), unkeyed=_LOG))
declare(
    "wagtailcore.TaskState",
    Serial(RUNTIME, key=("workflow_state", "task", "started_at"), personal=("comment",), unkeyed=_LOG),
)

# Wagtail: what happened to pages
declare("wagtailcore.Revision", Serial(CONTENT, key=(*_GENERIC, "created_at"), unkeyed=_LOG, typed=("content",)))
declare("wagtailcore.PageLogEntry", Serial(RUNTIME, key=("page", "timestamp", "action"), unkeyed=_LOG))
declare(
    "wagtailcore.ModelLogEntry",
    Serial(RUNTIME, key=("content_type", "object_id", "timestamp", "action"), personal=("label", "data"), unkeyed=_LOG),
)
declare("wagtailcore.Comment", Serial(RUNTIME, key=("page", "created_at"), personal=("text",), unkeyed=_LOG))
declare("wagtailcore.CommentReply", Serial(RUNTIME, key=("comment", "created_at"), personal=("text",), unkeyed=_LOG))
declare("wagtailcore.PageSubscription", Serial(RUNTIME, key=("page", "user")))

# Wagtail: files
declare("wagtailcore.UploadedFile", Serial(RUNTIME, key=("file",), unkeyed=_BY_CONTENT))
declare("wagtailimages.Image", Serial(CONTENT, key=("file_hash", "title"), unkeyed=_BY_CONTENT))
declare("wagtaildocs.Document", Serial(CONTENT, key=("file_hash", "title"), unkeyed=_BY_CONTENT))

# Wagtail: made again from the rest
declare(
    "wagtailimages.Rendition",
    Serial(RUNTIME, key=("image", "filter_spec", "focal_point_key"), remade="drawn when shown"),
)
declare("wagtailembeds.Embed", Serial(RUNTIME, key=("hash",)))
declare("wagtailsearch.IndexEntry", Serial(RUNTIME, key=_GENERIC, remade="update_index"))
declare(
    "wagtailcore.ReferenceIndex",
    Serial(
        RUNTIME,
        key=("base_content_type", "object_id", "to_content_type", "to_object_id", "content_path_hash"),
        remade="rebuild_references_index",
    ),
)

# Wagtail: people in the admin
declare("wagtailusers.UserProfile", Serial(RUNTIME, key=("user",), personal=("avatar",)))
declare(
    "wagtailadmin.EditingSession",
    Serial(RUNTIME, key=("user", *_GENERIC, "last_seen_at"), unkeyed=_LOG, remade="who edits now is told by editing"),
)
declare("wagtailadmin.FormState", Serial(RUNTIME, key=("user", *_GENERIC), personal=("data",), unkeyed=_LOG))
declare("wagtailadmin.Admin", Serial(RUNTIME, key=("id",)))
declare(
    "wagtailforms.FormSubmission",
    Serial(RUNTIME, key=("page", "submit_time"), personal=("form_data",), unkeyed=_LOG),
)
