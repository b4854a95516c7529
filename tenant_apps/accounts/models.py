"""Logins of one tenant, and the roles they hold in it."""

from datetime import datetime
from typing import Any

from django.contrib.auth.models import AbstractBaseUser, BaseUserManager, PermissionsMixin
from django.db import models
from django.db.models.functions import Lower
from django.utils.functional import cached_property
from django.utils.translation import gettext_lazy as _

from marque.kit.models import TenantModel
from marque.kit.serialise.declaration import CONFIG, RUNTIME, Serial


class Role(models.TextChoices):
    """What somebody may do in a business; everybody with a login learns."""

    OWNER = "owner", _("Owner")
    STAFF = "staff", _("Staff")
    AUTHOR = "author", _("Author")
    SUPPORT = "support", _("Support")
    LEARNER = "learner", _("Learner")


class UserManager(BaseUserManager["User"]):
    """Makes users by email."""

    def get_by_natural_key(self, email: str | None) -> "User":
        """The user of an address, whatever its case."""
        return self.get(email__iexact=email)

    def create_user(self, email: str, password: str | None = None, **fields: Any) -> "User":
        """A user; without a password they sign in by link until they set one."""
        user = self.model(email=email.strip().lower(), **fields)
        user.set_password(password)
        user.save(using=self._db)
        return user

    def create_superuser(self, email: str, password: str | None = None, **fields: Any) -> "User":
        """A user who may do everything in this tenant."""
        return self.create_user(email, password, is_superuser=True, **fields)


class User(AbstractBaseUser, PermissionsMixin, TenantModel):
    """A login in this tenant; the same email elsewhere is somebody else."""

    email = models.EmailField(_("email"))
    name = models.CharField(_("name"), max_length=150, blank=True)
    is_active = models.BooleanField(default=True)  # type: ignore[misc]

    objects = UserManager()
    USERNAME_FIELD = "email"
    EMAIL_FIELD = "email"
    REQUIRED_FIELDS: list[str] = []  # type: ignore[misc]

    serial = Serial(RUNTIME, key=("key",), personal=("email", "name", "password"))

    class Meta:
        constraints = [models.UniqueConstraint(Lower("email"), name="accounts_user_email_unique")]

    def __str__(self) -> str:
        return self.name or self.email

    def get_full_name(self) -> str:
        """The name Wagtail shows."""
        return self.name

    @cached_property
    def held_roles(self) -> frozenset[str]:
        """The roles of this user, asked once per object."""
        return frozenset(self.roles.values_list("role", flat=True))

    @property
    def first_name(self) -> str:
        """Wagtail's own forms and reports ask for it."""
        return self.name.partition(" ")[0]

    @property
    def last_name(self) -> str:
        """Wagtail's own forms and reports ask for it."""
        return self.name.partition(" ")[2]


class RoleAssignment(TenantModel):
    """That somebody holds a role, since when and by whose hand."""

    user = models.ForeignKey(User, on_delete=models.CASCADE, related_name="roles")
    role = models.CharField(max_length=10, choices=Role)
    assigned_by = models.ForeignKey(User, on_delete=models.SET_NULL, null=True, blank=True, related_name="+")

    serial = Serial(CONFIG, key=("user", "role"))

    class Meta:
        constraints = [models.UniqueConstraint("user", "role", name="accounts_roleassignment_unique")]

    def __str__(self) -> str:
        return f"{self.user}: {self.get_role_display()}"


class SignInLinkQuerySet(models.QuerySet["SignInLink"]):
    """Links, in the words of who sends them."""

    def open(self, now: datetime) -> "SignInLinkQuerySet":
        """Neither used nor expired."""
        return self.filter(used_at=None, expires_at__gt=now)


class SignInLink(TenantModel):
    """One emailed link that signs its user in, once."""

    user = models.ForeignKey(User, on_delete=models.CASCADE, related_name="sign_in_links")
    next_url = models.CharField(max_length=500, blank=True)
    expires_at = models.DateTimeField()
    used_at = models.DateTimeField(null=True)

    objects = SignInLinkQuerySet.as_manager()
    serial = Serial(RUNTIME)

    def __str__(self) -> str:
        return f"{self.user} until {self.expires_at:%Y-%m-%d %H:%M}"
