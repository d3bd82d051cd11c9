"""The ASGI application: `uvicorn penstock.web.asgi:application`."""

import os

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "penstock.web.settings")

from django.core.asgi import get_asgi_application

_http = get_asgi_application()

# Models can be imported only after Django is set up.
from channels.auth import AuthMiddlewareStack  # noqa: E402
from channels.routing import ProtocolTypeRouter, URLRouter  # noqa: E402
from channels.security.websocket import AllowedHostsOriginValidator  # noqa: E402

from apps.core.app_config import websocket_patterns  # noqa: E402
from penstock.web.middleware.request_size import RequestSizeLimit  # noqa: E402
from penstock.web.settings.checks import require_safe_settings  # noqa: E402

require_safe_settings()

_sockets = URLRouter(websocket_patterns())

application = ProtocolTypeRouter(
    {
        "http": RequestSizeLimit(_http),
        # Another site's script would send the visitor's cookie: check the origin first.
        "websocket": AllowedHostsOriginValidator(AuthMiddlewareStack(_sockets)),
    }
)
