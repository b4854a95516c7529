"""A creator's brand: the few choices everything on their site is drawn from."""

from django.core.validators import RegexValidator
from django.db import models
from django.utils.translation import gettext_lazy as _

from marque.kit.models import TenantModel
from marque.kit.serialise.declaration import CONFIG, Serial

hex_colour = RegexValidator(r"\A#[0-9a-f]{6}\Z", _("Write the colour as # and six digits, such as #0f4d3f."))


class ThemeName(models.TextChoices):
    """The launch themes."""

    FOLIO = "folio", "Folio"
    ATELIER = "atelier", "Atelier"
    SIGNAL = "signal", "Signal"


class CoverStyle(models.TextChoices):
    """How covers are drawn where there is no photograph; blank leaves it to the theme."""

    PAPER = "paper", _("Cut paper")
    RISO = "riso", _("Two-ink print")
    CONTOUR = "contour", _("Contour lines")
    MESH = "mesh", _("Soft light")


class Scheme(models.TextChoices):
    """Light, dark, or what the theme and the reader's device prefer."""

    AUTO = "auto", _("Follow the reader's device")
    LIGHT = "light", _("Always light")
    DARK = "dark", _("Always dark")


class Brand(TenantModel):
    """The one row of a tenant's brand."""

    only = models.PositiveSmallIntegerField(default=1, unique=True, editable=False)
    theme = models.CharField(_("theme"), max_length=16, choices=ThemeName, default=ThemeName.FOLIO)
    brand_colour = models.CharField(_("brand colour"), max_length=7, default="#0f4d3f", validators=[hex_colour])
    accent_colour = models.CharField(_("accent colour"), max_length=7, default="#ff8f7a", validators=[hex_colour])
    wordmark = models.CharField(_("wordmark"), max_length=40, blank=True)
    logo = models.FileField(_("logo"), upload_to="brand/", blank=True)
    cover_style = models.CharField(_("cover style"), max_length=16, choices=CoverStyle, blank=True)
    scheme = models.CharField(_("light or dark"), max_length=8, choices=Scheme, default=Scheme.AUTO)
    strapline = models.CharField(_("strapline"), max_length=140, blank=True)
    support_email = models.EmailField(_("support email"), blank=True)
    legal_name = models.CharField(_("legal name"), max_length=140, blank=True)
    postal_address = models.TextField(_("postal address"), max_length=400, blank=True)
    time_zone = models.CharField(_("time zone"), max_length=64, default="UTC")
    currency = models.CharField(_("currency"), max_length=3, default="USD")
    language = models.CharField(_("language"), max_length=16, default="en")

    serial = Serial(CONFIG, key=("only",))

    class Meta:
        constraints = [models.CheckConstraint(condition=models.Q(only=1), name="themes_brand_only_one")]

    def __str__(self) -> str:
        return self.wordmark or "Brand"
