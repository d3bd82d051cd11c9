"""What this app declares to the rest of Penstock."""

from apps.core.app_config import PenstockApp


class AccountsConfig(PenstockApp):
    """People: users, sessions, tokens."""

    name = "apps.accounts"
    label = "accounts"
