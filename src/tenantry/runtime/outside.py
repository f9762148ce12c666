"""The providers outside of the installation that its settings name, read from their file."""

import ssl
from pathlib import Path

import msgspec

from tenantry.errors import InvalidValueError
from tenantry.runtime.settings import Settings
from tenantry.signin.operations.outside_issuers import OutsideIssuers
from tenantry.signin.outside_providers import OutsideProviders, check_outside_providers

_SETTING = "signin.outside_providers"
_AUTHORITIES = "signin.issuer_authorities"


def outside_providers_of(settings: Settings) -> OutsideProviders:
    """Return the providers in the file that the settings name; none where they name none.

    Raises `InvalidValueError` where the file cannot be read, or something in it cannot be.
    """
    if not settings.signin_outside_providers:
        return OutsideProviders()
    path = Path(settings.signin_outside_providers)
    try:
        providers = msgspec.toml.decode(path.read_bytes(), type=OutsideProviders)
    except (OSError, msgspec.DecodeError, UnicodeDecodeError) as fault:
        message = f"the file `{path}`, which `{_SETTING}` names, cannot be used: {fault}"
        raise InvalidValueError(_SETTING, message) from fault
    check_outside_providers(providers)
    return providers


def issuers_of(settings: Settings) -> OutsideIssuers:
    """Return what fetches from other issuers, with the authorities that the settings name."""
    hosts = [each.strip() for each in settings.signin_issuer_hosts.split(",") if each.strip()]
    if not settings.signin_issuer_authorities:
        return OutsideIssuers(hosts)
    try:
        trust = ssl.create_default_context()
        trust.load_verify_locations(settings.signin_issuer_authorities)
    except OSError as fault:  # which `SSLError` is
        path = settings.signin_issuer_authorities
        message = f"the file `{path}`, which `{_AUTHORITIES}` names, holds no certificates in PEM"
        raise InvalidValueError(_AUTHORITIES, message) from fault
    return OutsideIssuers(hosts, trust=trust)
