"""Applications, database, REST and files."""

from pathlib import Path
from typing import Any

from penstock import distribution
from penstock import environment as env
from penstock.web.settings.database import database_from_url

DEBUG = env.get_bool("DEBUG")

HOME = distribution.default_home()
EXAMPLES = distribution.find_examples()
BUNDLES = Path(env.get_str("BUNDLES") or HOME / "data" / "bundles")
PACKS = Path(env.get_str("PACKS") or HOME / "data" / "packs")
# Each is a process of up to 1.5 GiB that runs one test at a time.
BENCH_PROCESSES = max(1, env.get_int("BENCH_PROCESSES"))
PUBLIC_URL = env.get_str("PUBLIC_URL")
# The Flink clusters of the environments that a new project gets.
FLINK_URLS = {"test": env.get_str("FLINK_TEST_URL"), "production": env.get_str("FLINK_PRODUCTION_URL")}
# Whether data sources may be on this machine: only if all users are trusted, as in the demo.
STORES_ALLOW_LOOPBACK = env.get_bool("ALLOW_LOOPBACK")
STORES_DENIED_NETWORKS = env.get_networks("DENIED_NETWORKS")
DEMO_KAFKA = env.get_str("DEMO_KAFKA")
DEMO_WAREHOUSE = env.get_str("DEMO_WAREHOUSE")

INSTALLED_APPS = [
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.postgres",
    "rest_framework",
    "drf_spectacular",
    "channels",
    "rules.apps.AutodiscoverRulesConfig",
    "pgtrigger",
    "apps.core",
    "apps.projects",
    "apps.accounts",
    "apps.environments",
    "apps.datasources",
    "apps.tables",
    "apps.packs",
    "apps.jobs",
    "apps.testing",
    "apps.demo",
    "apps.instances",
]

MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
    "penstock.web.middleware.csp.ContentSecurityPolicy",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
]

ROOT_URLCONF = "penstock.web.urls"
ASGI_APPLICATION = "penstock.web.asgi.application"
TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [distribution.find_pages(), Path(__file__).parents[1] / "templates"],
        "OPTIONS": {"context_processors": ["django.template.context_processors.request"]},
    }
]

_database: dict[str, Any] = database_from_url(env.get_str("DATABASE_URL"))
# Under ASGI every request runs in its own thread: only a pool keeps connections warm and bounded.
_database["OPTIONS"] |= {
    "pool": {"min_size": 1, "max_size": env.get_int("DATABASE_POOL"), "timeout": 5},
    "connect_timeout": 5,
    "options": "-c statement_timeout=30000 -c lock_timeout=10000",
}
DATABASES = {"default": _database}
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"
AUTH_USER_MODEL = "accounts.User"
AUTHENTICATION_BACKENDS = [
    "django.contrib.auth.backends.ModelBackend",
    "rules.permissions.ObjectPermissionBackend",
]
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": "django.contrib.auth.password_validation.MinimumLengthValidator"},
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
]

LANGUAGE_CODE = "en"
USE_I18N = False
USE_TZ = True
TIME_ZONE = "UTC"

# The built front end, served from the root; the names of its assets carry hashes.
_pages = distribution.find_pages()
WHITENOISE_ROOT = _pages if _pages.is_dir() else None
WHITENOISE_INDEX_FILE = False
WHITENOISE_IMMUTABLE_FILE_TEST = r"^/assets/"

REST_FRAMEWORK = {
    # Tokens first: the scheme of the first class is what a 401 answer names.
    "DEFAULT_AUTHENTICATION_CLASSES": [
        "apps.accounts.authentication.TokenAuthentication",
        "rest_framework.authentication.SessionAuthentication",
    ],
    "DEFAULT_PERMISSION_CLASSES": ["rest_framework.permissions.IsAuthenticated"],
    "DEFAULT_PARSER_CLASSES": ["apps.core.parsers.BoundedJSONParser"],
    "DEFAULT_RENDERER_CLASSES": ["rest_framework.renderers.JSONRenderer"],
    "DEFAULT_PAGINATION_CLASS": "apps.core.pagination.Pages",
    "DEFAULT_SCHEMA_CLASS": "apps.core.openapi.Schema",
    # OPTIONS describes nothing: the OpenAPI document does.
    "DEFAULT_METADATA_CLASS": None,
    "EXCEPTION_HANDLER": "apps.core.exception_handler.handle",
    "UNAUTHENTICATED_USER": "django.contrib.auth.models.AnonymousUser",
    "TEST_REQUEST_DEFAULT_FORMAT": "json",
}

SPECTACULAR_SETTINGS = {
    "TITLE": "Penstock",
    "VERSION": "1",
    "DESCRIPTION": "Everything the pages do, for scripts too: design, check, run and operate pipelines.",
    "OAS_VERSION": "3.1.0",
    "SERVE_INCLUDE_SCHEMA": False,
    "COMPONENT_SPLIT_REQUEST": True,
    "POSTPROCESSING_HOOKS": [
        "drf_spectacular.hooks.postprocess_schema_enums",
        "apps.core.fields.add_pydantic_schemas",
        "apps.core.openapi.add_event_types",
    ],
    "ENUM_NAME_OVERRIDES": {
        "ProjectRole": "apps.projects.roles.ProjectRole",
        "TableFormat": "apps.tables.models.Table.Format",
        "PackFormat": "apps.packs.serializers.layouts.FORMATS",
        "RunState": "apps.testing.models.Run.State",
        "TraceState": "apps.testing.models.Trace.State",
        "EnvironmentName": "apps.environments.models.Environment.Name",
    },
}
