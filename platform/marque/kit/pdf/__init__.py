"""PDF from HTML: WeasyPrint in a child process that can reach nothing but the assets it is handed."""

from marque.kit.pdf.drawing import draw_page
from marque.kit.pdf.errors import PdfAssetRefused, PdfError, PdfTimeout
from marque.kit.pdf.render import Assets, render_pdf

__all__ = ["Assets", "PdfAssetRefused", "PdfError", "PdfTimeout", "draw_page", "render_pdf"]
