"""What a script that sets a domain up asks for beside the domain."""

import httpx

from tenantry.directory.domain_records import proof_of

DOMAINS = "/v1.0/domains"


def test_the_records_that_prove_a_domain_are_always_the_same(
    client: httpx.Client, home: str, neighbour: str
) -> None:
    client.post(DOMAINS, json={"id": "labs.example"})
    path = f"{DOMAINS}/labs.example/verificationDnsRecords"

    first, again = (client.get(path).json()["value"] for _ in range(2))

    proof = proof_of(home, "labs.example")
    assert first == again
    assert ["#microsoft.graph.domainDnsTxtRecord", "#microsoft.graph.domainDnsMxRecord"] == [
        each["@odata.type"] for each in first
    ]
    assert (f"MS={proof}", f"{proof}.msv1.invalid") == (first[0]["text"], first[1]["mailExchange"])
    assert proof != proof_of(neighbour, "labs.example")
    assert 404 == client.get(f"{DOMAINS}/tailwind.test/verificationDnsRecords").status_code


def test_a_domain_below_another_one_names_it(client: httpx.Client) -> None:
    below = client.post(DOMAINS, json={"id": "mail.eu.northwind.test"}).json()

    root = client.get(f"{DOMAINS}/mail.eu.northwind.test/rootDomain?$select=id").json()
    services = client.get(f"{DOMAINS}/northwind.test/serviceConfigurationRecords").json()
    above = client.get(f"{DOMAINS}/northwind.test/rootDomain")

    assert (True, "northwind.test") == (below["isVerified"], root["id"])
    assert ([], 404) == (services["value"], above.status_code)
