"""Rejects sample keys and wildcard hosts; called by the processes that serve, not by tools."""

from django.core.exceptions import ImproperlyConfigured

from penstock.environment import SAMPLE_SECRET_KEY, SAMPLE_VAULT_KEY


def require_safe_settings() -> None:
    """Check that no setting is missing, a published sample, or unsafe.

    Raises:
        ImproperlyConfigured: One is.
    """
    from django.conf import settings

    if settings.DEBUG:
        return
    if settings.SECRET_KEY == SAMPLE_SECRET_KEY or len(settings.SECRET_KEY) < 32:
        raise ImproperlyConfigured(
            "PENSTOCK_SECRET_KEY is missing, short or the sample: set it to at least 32 random characters."
        )
    if not settings.VAULT_KEYS or SAMPLE_VAULT_KEY in settings.VAULT_KEYS:
        raise ImproperlyConfigured(
            "PENSTOCK_VAULT_KEYS is missing or the sample: set it to a key made by "
            "`python -c 'from cryptography.fernet import Fernet; print(Fernet.generate_key().decode())'`."
        )
    if not settings.ALLOWED_HOSTS or "*" in settings.ALLOWED_HOSTS:
        raise ImproperlyConfigured(
            "PENSTOCK_ALLOWED_HOSTS must name the hosts that Penstock answers to; “*” is not allowed."
        )
