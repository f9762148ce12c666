// msal-node: tokens for an application by secret, by certificate and by another's token.
import { ConfidentialClientApplication } from "@azure/msal-node";

const { authority, tenantId, clientId, clientSecret, privateKey, thumbprintSha256, assertion } =
  JSON.parse(process.env.CLIENT);

async function tokenBy(proof) {
  const client = new ConfidentialClientApplication({
    auth: {
      clientId,
      authority: `${authority}/${tenantId}`,
      knownAuthorities: [new URL(authority).host],
      ...proof,
    },
  });
  const scopes = ["https://graph.microsoft.com/.default"];
  return (await client.acquireTokenByClientCredential({ scopes })).accessToken;
}

console.log(
  JSON.stringify({
    secret: await tokenBy({ clientSecret }),
    certificate: await tokenBy({ clientCertificate: { privateKey, thumbprintSha256 } }),
    assertion: await tokenBy({ clientAssertion: assertion }),
  }),
);
