"""The certificate that https is served with: what cannot be served is refused by its setting."""

from pathlib import Path

import pytest

from tenantry.errors import InvalidValueError
from tenantry.runtime.running import listening
from tenantry.runtime.settings import Settings


def test_a_certificate_that_is_not_there_is_named() -> None:
    settings = Settings(tls_certificate="nowhere.pem", tls_key="nowhere.key", http_port=0, port=0)

    with pytest.raises(InvalidValueError, match=r"`nowhere\.pem`.*cannot be read"):
        listening(settings).__enter__()


def test_a_file_that_is_no_certificate_is_refused(tmp_path: Path) -> None:
    odd = tmp_path / "odd.pem"
    odd.write_text("no certificate")
    settings = Settings(tls_certificate=str(odd), tls_key=str(odd), http_port=0, port=0)

    with pytest.raises(InvalidValueError, match="are not a certificate and its key"):
        listening(settings).__enter__()
