"""May one tenant synchronize its users into another?  Both sides must have said so.

Groups, which follow users, need one more word of the target (behaviour §23).
Sources: CTS-023, CTS-024, CTS-030, CTS-032, CTS-033; the clouds: decision 18, CLD-001 to CLD-006.
"""

from collections.abc import Iterator
from dataclasses import dataclass

from tenantry.access.clouds import CHINA
from tenantry.access.policy import IdentitySynchronization, Partner

SOURCE, TARGET = "source", "target"


@dataclass(frozen=True, slots=True, kw_only=True)
class Side:
    """One tenant of a pair: its cloud and what it says about the other tenant."""

    tenant_id: str
    cloud: str
    partner: Partner | None
    identity_synchronization: IdentitySynchronization | None = None

    @property
    def allows_synchronization(self) -> bool:
        """Whether the other tenant may write users here."""
        allowed = self.identity_synchronization
        return allowed is not None and allowed.is_sync_allowed

    @property
    def allows_groups(self) -> bool:
        """Whether the other tenant may write groups here."""
        allowed = self.identity_synchronization
        return allowed is not None and allowed.is_group_sync_allowed

    @property
    def consents_inbound(self) -> bool:
        """Whether users of the other tenant come in without a prompt."""
        return self.partner is not None and self.partner.is_inbound_consent_automatic

    @property
    def consents_outbound(self) -> bool:
        """Whether own users go to the other tenant without a prompt."""
        return self.partner is not None and self.partner.is_outbound_consent_automatic


@dataclass(frozen=True, slots=True, kw_only=True)
class Finding:
    """A setting that is missing.  ``side`` is `source` or `target`."""

    side: str
    setting: str
    message: str


def find_refusals(source: Side, target: Side, *, may_cross_clouds: bool) -> Iterator[Finding]:
    """Yield what keeps *source* from synchronizing users into *target*; nothing if it may."""
    if source.tenant_id == target.tenant_id:
        message = f"tenant `{source.tenant_id}` cannot be synchronized into itself; name another"
        yield Finding(side=SOURCE, setting="tenantId", message=message)
        return
    if source.cloud != target.cloud and not may_cross_clouds:
        message = (
            f"tenant `{target.tenant_id}` is in the cloud `{target.cloud}`, the source in"
            f" `{source.cloud}`; synchronization between clouds is not allowed here"
        )
        yield Finding(side=TARGET, setting="cloud", message=message)
    if source.cloud == target.cloud == CHINA and not may_cross_clouds:
        message = (
            "both tenants are in the cloud of 21Vianet, where synchronization is not supported"
            " unless `sync.cross_cloud` is set"
        )
        yield Finding(side=TARGET, setting="cloud", message=message)
    for side, setting, is_true in (
        (TARGET, "userSyncInbound.isSyncAllowed", target.allows_synchronization),
        (TARGET, "automaticUserConsentSettings.inboundAllowed", target.consents_inbound),
        (SOURCE, "automaticUserConsentSettings.outboundAllowed", source.consents_outbound),
    ):
        if not is_true:
            here, there = (target, source) if side == TARGET else (source, target)
            yield _missing(side, setting, here, there)


def find_group_refusals(source: Side, target: Side) -> Iterator[Finding]:
    """Yield what keeps *source* from synchronizing groups into *target*, where users may come."""
    if source.cloud != target.cloud:
        message = (
            f"tenant `{target.tenant_id}` is in the cloud `{target.cloud}`, the source in"
            f" `{source.cloud}`; groups are not synchronized between clouds"
        )
        yield Finding(side=TARGET, setting="cloud", message=message)
    if not target.allows_groups:
        yield _missing(TARGET, "groupSyncInbound.isSyncAllowed", target, source)


def _missing(side: str, setting: str, here: Side, there: Side) -> Finding:
    message = (
        f"`{setting}` is not true in the {side} tenant `{here.tenant_id}` for the partner"
        f" `{there.tenant_id}`; an administrator of the {side} must set it"
    )
    return Finding(side=side, setting=setting, message=message)
