"""Why a document was not made."""


class PdfError(Exception):
    """The document could not be made; the message says why."""


class PdfAssetRefused(PdfError):
    """The HTML asked for something that is not among its assets."""


class PdfTimeout(PdfError):
    """Making the document took too long; the worker was stopped."""
