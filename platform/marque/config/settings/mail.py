"""Email: every message is kept in its tenant's outbox, and goes out through SMTP where one is set."""

from marque.kit import env

EMAIL_BACKEND = "marque.kit.mail.backend.OutboxBackend"
EMAIL_HOST = env.text("EMAIL_HOST", "")
EMAIL_PORT = env.integer("EMAIL_PORT", 587)
EMAIL_HOST_USER = env.text("EMAIL_HOST_USER", "")
EMAIL_HOST_PASSWORD = env.text("EMAIL_HOST_PASSWORD", "")
EMAIL_USE_TLS = env.flag("EMAIL_USE_TLS", True)
EMAIL_TIMEOUT = 10
MAIL_TRANSPORT = env.text("MAIL_TRANSPORT", "django.core.mail.backends.smtp.EmailBackend")
# empty: no-reply@ the tenant's own domain
MAIL_FROM = env.text("MAIL_FROM", "")
