"""Where mail is read: the office's mailbox, from the settings.

Apart from the flows, so that who only watches the mailbox need not load Prefect: it fixes its
server's address when it is imported.
"""

from inbox.mailbox import ImapServer
from runtime.settings import Settings


def imap_server(settings: Settings) -> ImapServer:
    """Return where mail is read, from the settings."""
    return ImapServer(
        host=settings.imap_host,
        port=settings.imap_port,
        user=settings.imap_user,
        password=settings.imap_password,
        security=settings.imap_security,
        folder=settings.imap_folder,
    )
