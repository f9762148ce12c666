"""DNS records of domains on the wire: `domainDnsRecord` (contract §6.6)."""

from tenantry.graph.wire.annotations import JsonObject, typed
from tenantry.graph.wire.showing import Record


def domain_record(record: Record) -> JsonObject:
    """Return a record, with what its kind says."""
    kind = record["record_type"]
    shown = {
        "id": record["id"],
        "isOptional": False,
        "label": record["label"],
        "recordType": kind,
        "supportedService": "Email",
        "ttl": record["ttl"],
    }
    own = (
        {"text": record["text"]}
        if kind == "Txt"
        else {"mailExchange": record["mail_exchange"], "preference": record["preference"]}
    )
    return typed(f"domainDns{kind}Record", {**shown, **own})
