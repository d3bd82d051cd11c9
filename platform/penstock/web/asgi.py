"""The ASGI application: `uvicorn penstock.web.asgi:application`."""

import os

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "penstock.web.settings")

from django.core.asgi import get_asgi_application

_http = get_asgi_application()

# Models may be imported only now that Django is set up.
from channels.auth import AuthMiddlewareStack  # noqa: E402
from channels.routing import ProtocolTypeRouter, URLRouter  # noqa: E402
from channels.security.websocket import AllowedHostsOriginValidator  # noqa: E402
from django.urls import path  # noqa: E402

from apps.projects.consumers import ProjectEvents  # noqa: E402
from penstock.web.middleware.request_size import BoundedRequests  # noqa: E402
from penstock.web.settings.checks import refuse_unsafe  # noqa: E402

refuse_unsafe()

_sockets = URLRouter([path("ws/projects/<uuid:project>/", ProjectEvents.as_asgi())])

application = ProtocolTypeRouter(
    {
        "http": BoundedRequests(_http),
        # A foreign page's script would bring the visitor's cookie: the origin decides first.
        "websocket": AllowedHostsOriginValidator(AuthMiddlewareStack(_sockets)),
    }
)
