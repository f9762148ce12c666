"""A mail server for tests that send."""

from collections.abc import Iterator

import pytest

from tests.support.mail_server import MailServer, running_mail_server


@pytest.fixture
def server() -> Iterator[MailServer]:
    """A mail server on a port of this machine."""
    with running_mail_server() as server:
        yield server
