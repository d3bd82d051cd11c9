"""Keys, cookies, origins and limits."""

from urllib.parse import urlsplit

from penstock import environment as env
from penstock.web.settings.base import DEBUG, PUBLIC_URL

SECRET_KEY = env.get_str("SECRET_KEY")
# The first key encrypts, every key decrypts: rotate by putting a new one in front.
VAULT_KEYS = env.get_list("VAULT_KEYS")
ALLOWED_HOSTS = env.get_list("ALLOWED_HOSTS")

_public = urlsplit(PUBLIC_URL)
_https = _public.scheme == "https"
CSRF_TRUSTED_ORIGINS = [f"{_public.scheme}://{_public.netloc}"]
CSRF_FAILURE_VIEW = "penstock.web.views.csrf_failure"
SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = env.get_bool("SECURE_COOKIES", default=_https)
SESSION_COOKIE_SAMESITE = CSRF_COOKIE_SAMESITE = "Lax"
SESSION_COOKIE_HTTPONLY = True
SESSION_COOKIE_AGE = 14 * 24 * 3600
# Sessions are stored in PostgreSQL: a restart of Redis logs nobody out.
SESSION_ENGINE = "django.contrib.sessions.backends.db"
SECURE_CONTENT_TYPE_NOSNIFF = True
SECURE_REFERRER_POLICY = "same-origin"
SECURE_HSTS_SECONDS = 31_536_000 if _https and not DEBUG else 0
X_FRAME_OPTIONS = "DENY"
if env.get_bool("BEHIND_PROXY"):
    SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https")

# A graph is at most 2 MB of text; the rest is room for its envelope.
DATA_UPLOAD_MAX_MEMORY_SIZE = 3 * 1024 * 1024
# A file comes on top of that. It is streamed to disk.
UPLOAD_MAX_BYTES = 50 * 1024 * 1024
FILE_UPLOAD_HANDLERS = ["apps.core.uploads.BoundedUploadHandler"]
DATA_UPLOAD_MAX_NUMBER_FIELDS = 100
MAX_JSON_DEPTH = 100
