"""Sockets to listen on: bound before anything starts, so that ports are known and free."""

import errno
import socket
from dataclasses import dataclass

from tenantry.errors import ConflictError, InvalidValueError, NotPermittedError

_BACKLOG = 2048
_ATTEMPTS_FOR_A_FREE_PORT = 20
_NO_SUCH_ADDRESS_HERE = frozenset({errno.EADDRNOTAVAIL, errno.EAFNOSUPPORT, errno.EPROTONOSUPPORT})


@dataclass(frozen=True, slots=True, kw_only=True)
class Listeners:
    """The sockets of one port: one per address that the host name stands for."""

    port: int
    sockets: tuple[socket.socket, ...]

    @property
    def descriptors(self) -> tuple[int, ...]:
        """The file descriptors, to hand to a child."""
        return tuple(each.fileno() for each in self.sockets)

    def close(self) -> None:
        """Close the sockets of this process; children keep theirs."""
        for each in self.sockets:
            each.close()


def listen(host: str, port: int, *, setting: str) -> Listeners:
    """Listen on *port* of every address of *host*; port 0 takes a free one.

    `localhost` is IPv4 and IPv6, so that no other program answers for us on one of them.
    *setting* names the setting of the port in errors.
    """
    addresses = _addresses(host)
    for _ in range(_ATTEMPTS_FOR_A_FREE_PORT if port == 0 else 1):
        bound = _bind_all(addresses, port, setting)
        if bound:
            return Listeners(port=bound[0].getsockname()[1], sockets=tuple(bound))
    option = setting.replace("_", "-")
    message = (
        f"port {port} is in use; stop the program that holds it or choose another"
        f" with `--{option}` (`--{option} 0` picks a free one)"
    )
    raise ConflictError(message)


def adopt(descriptors: tuple[int, ...]) -> Listeners:
    """Return the listeners that the parent handed down as file *descriptors*."""
    sockets = tuple(socket.socket(fileno=each) for each in descriptors)
    return Listeners(port=sockets[0].getsockname()[1] if sockets else 0, sockets=sockets)


def _addresses(host: str) -> list[tuple[socket.AddressFamily, str]]:
    try:
        found = socket.getaddrinfo(host, None, type=socket.SOCK_STREAM, flags=socket.AI_PASSIVE)
    except socket.gaierror as fault:
        message = f"`{host}` is not a name or address of this machine"
        raise InvalidValueError("host", message) from fault
    unique = dict.fromkeys((family, str(address[0])) for family, _, _, _, address in found)
    return sorted(unique)


def _bind_all(
    addresses: list[tuple[socket.AddressFamily, str]], port: int, setting: str
) -> list[socket.socket]:
    """Bind every address to one port; an empty list means that the port is in use."""
    bound: list[socket.socket] = []
    for family, address in addresses:
        chosen = bound[0].getsockname()[1] if bound else port
        each = socket.socket(family, socket.SOCK_STREAM)
        each.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        if family == socket.AF_INET6:
            each.setsockopt(socket.IPPROTO_IPV6, socket.IPV6_V6ONLY, 1)
        try:
            each.bind((address, chosen))
            each.listen(_BACKLOG)
        except OSError as fault:
            each.close()
            if fault.errno in _NO_SUCH_ADDRESS_HERE and len(addresses) > 1:
                continue
            for other in bound:
                other.close()
            if fault.errno == errno.EADDRINUSE:
                return []
            raise _refused(fault, address, chosen, setting) from fault
        bound.append(each)
    return bound


def _refused(fault: OSError, address: str, port: int, setting: str) -> Exception:
    if fault.errno == errno.EACCES:
        message = f"port {port} may not be opened by this user; choose one above 1023"
        return NotPermittedError((), message)
    message = f"`{address}` port {port} cannot be listened on: {fault.strerror}"
    return InvalidValueError(setting, message)
