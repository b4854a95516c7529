"""The writes on files: `media.add_asset(file=…)`."""

from tenant_apps.media.actions.adding import add_asset, check_file, describe, remove_asset, rename_asset
from tenant_apps.media.actions.captioning import (
    CaptionRefused,
    ChapterRefused,
    remove_caption,
    set_caption,
    set_chapters,
)
from tenant_apps.media.actions.preparing import Preparing, ask_again, first_waiting, prepare_film
from tenant_apps.media.actions.uploading import (
    UploadBusy,
    UploadElsewhere,
    append,
    arrived,
    begin_upload,
    forget_old_uploads,
    forget_upload,
    take_in,
    untaken,
)

__all__ = [
    "CaptionRefused",
    "ChapterRefused",
    "Preparing",
    "UploadBusy",
    "UploadElsewhere",
    "add_asset",
    "append",
    "arrived",
    "ask_again",
    "begin_upload",
    "check_file",
    "describe",
    "first_waiting",
    "forget_old_uploads",
    "forget_upload",
    "prepare_film",
    "remove_asset",
    "remove_caption",
    "rename_asset",
    "set_caption",
    "set_chapters",
    "take_in",
    "untaken",
]
