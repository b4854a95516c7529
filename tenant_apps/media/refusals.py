"""Why a file is not taken: what is wrong with it, and what would be right."""

from django.utils.translation import gettext_lazy as _

from marque.kit.errors import Refused


class FileRefused(Refused):
    """A file that cannot be added."""

    field = "file"


class EmptyFile(FileRefused):
    """Nothing in it."""

    message = _("%(name)s is empty. Choose the file again.")


class FormatRefused(FileRefused):
    """The extension is not on the list."""

    message = _(
        "%(name)s cannot be added: .%(extension)s files are not taken. Use MP4, MOV or WebM for video, "
        "MP3, M4A, WAV or Ogg for audio, JPEG, PNG, WebP, GIF or AVIF for pictures, and PDF, EPUB, Word, Excel, "
        "PowerPoint, ZIP or plain text for documents."
    )


class MarkupRefused(FileRefused):
    """SVG and HTML can run scripts in the reader's browser."""

    message = _("%(name)s cannot be added: %(extension)s files can carry scripts. Save it as PNG or PDF and add that.")


class NotAZip(FileRefused):
    """Only a zip is kept as it comes."""

    message = _("%(name)s is no zip. Choose a .zip, or the folder itself.")


class WrongContent(FileRefused):
    """The content is not what the name says."""

    message = _("%(name)s does not hold what its name says. Its content is %(found)s; .%(extension)s means %(said)s.")


class TooLarge(FileRefused):
    """Above the limit of its kind."""

    message = _("%(name)s has %(size)s. The most for this kind of file is %(most)s.")


class TooManyPixels(FileRefused):
    """A picture above 25 megapixels."""

    message = _("%(name)s has %(megapixels)s megapixels. The most is 25. Make it smaller and add it again.")


class Damaged(FileRefused):
    """The right kind, but it cannot be read."""

    message = _("%(name)s cannot be read. It may be damaged or cut short. Save it again and add that.")


class IndexMissing(FileRefused):
    """A film whose table of contents is gone."""

    message = _(
        "%(name)s has no index, so no player can open it: the recording or its copy was cut off. "
        "Export it again and add that."
    )


class SoundAlone(FileRefused):
    """A film without a picture."""

    message = _("%(name)s holds sound and no picture. Save it as M4A or MP3 and add it as audio.")


class AddedMeanwhile(FileRefused):
    """Two people at once, with one file."""

    message = _("Somebody else added the same file as %(name)s at this moment. Add it again.")


class NoRoom(FileRefused):
    """The business's quota is used up."""

    message = _("There is not enough room for %(name)s: %(left)s of %(quota)s are left. Remove files you do not need.")
