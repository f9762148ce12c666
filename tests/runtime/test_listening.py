"""Sockets: all addresses of one port, or a clear refusal."""

import socket

import pytest

from tenantry.errors import ConflictError, InvalidValueError
from tenantry.runtime.listening import listen


def test_port_0_takes_one_free_port_on_every_address_of_localhost() -> None:
    listeners = listen("localhost", 0, setting="port")

    try:
        ports = {each.getsockname()[1] for each in listeners.sockets}
        assert {listeners.port} == ports
        assert listeners.port > 0
        assert socket.AF_INET in {each.family for each in listeners.sockets}
        with socket.create_connection(("127.0.0.1", listeners.port)):
            pass
    finally:
        listeners.close()


def test_a_port_in_use_is_named_together_with_its_option() -> None:
    taken = listen("127.0.0.1", 0, setting="port")

    try:
        with pytest.raises(ConflictError) as refusal:
            listen("127.0.0.1", taken.port, setting="http_port")
    finally:
        taken.close()

    assert f"port {taken.port} is in use" in refusal.value.message
    assert "`--http-port`" in refusal.value.message


def test_a_port_in_use_on_one_address_of_localhost_is_in_use() -> None:
    taken = listen("127.0.0.1", 0, setting="port")

    try:
        with pytest.raises(ConflictError):
            listen("localhost", taken.port, setting="port")
    finally:
        taken.close()


def test_a_host_that_is_not_this_machine_is_refused() -> None:
    with pytest.raises(InvalidValueError, match="host\\.invalid"):
        listen("host.invalid", 0, setting="port")
