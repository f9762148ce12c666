// openid-client: discovery, then tokens for an application by secret and by private_key_jwt.
import { createPrivateKey } from "node:crypto";
import * as openid from "openid-client";

const { authority, tenantId, clientId, clientSecret, privateKey, thumbprint } = JSON.parse(
  process.env.CLIENT,
);
const issuer = new URL(`${authority}/${tenantId}/v2.0`);
const scope = { scope: "https://graph.microsoft.com/.default" };

async function tokenBy(authentication) {
  const configuration = await openid.discovery(issuer, clientId, undefined, authentication);
  return (await openid.clientCredentialsGrant(configuration, scope)).access_token;
}

const pkcs8 = createPrivateKey(privateKey).export({ type: "pkcs8", format: "der" });
const algorithm = { name: "RSASSA-PKCS1-v1_5", hash: "SHA-256" };
const key = await crypto.subtle.importKey("pkcs8", pkcs8, algorithm, false, ["sign"]);

console.log(
  JSON.stringify({
    post: await tokenBy(openid.ClientSecretPost(clientSecret)),
    basic: await tokenBy(openid.ClientSecretBasic(clientSecret)),
    certificate: await tokenBy(openid.PrivateKeyJwt({ key, kid: thumbprint })),
  }),
);
