"""The certificate that https is served with, tried before anything starts."""

import ssl

from tenantry.errors import InvalidValueError
from tenantry.runtime.settings import Settings


def check_certificate(settings: Settings) -> None:
    """Raise `InvalidValueError` unless the certificate can be served, where there is one."""
    if not settings.has_tls:
        return
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    try:
        context.load_cert_chain(settings.tls_certificate, settings.tls_key or None)
    except ssl.SSLError as fault:
        message = (
            f"`tls.certificate` (`{settings.tls_certificate}`) and `tls.key`"
            f" (`{settings.tls_key}`) are not a certificate and its key, both in PEM:"
            f" {fault.reason or fault}"
        )
        raise InvalidValueError("tls.certificate", message) from fault
    except OSError as fault:
        message = (
            f"`tls.certificate` (`{settings.tls_certificate}`) or `tls.key`"
            f" (`{settings.tls_key}`) cannot be read: {fault.strerror}"
        )
        raise InvalidValueError("tls.certificate", message) from fault
