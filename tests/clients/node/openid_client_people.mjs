// openid-client as a relying party: prints where to send the browser, reads where it came back
// to, verifies the ID token, asks for the person, refreshes, and tells where signing out is.
import { createInterface } from "node:readline";
import * as openid from "openid-client";

const { issuer, clientId, clientSecret, redirectUri } = JSON.parse(process.env.CLIENT);
const configuration = await openid.discovery(new URL(issuer), clientId, clientSecret);
openid.enableNonRepudiationChecks(configuration); // ID tokens' signatures are checked, too

const pkceCodeVerifier = openid.randomPKCECodeVerifier();
const expectedNonce = openid.randomNonce();
const expectedState = openid.randomState();
const url = openid.buildAuthorizationUrl(configuration, {
  redirect_uri: redirectUri,
  scope: "openid profile email offline_access",
  code_challenge: await openid.calculatePKCECodeChallenge(pkceCodeVerifier),
  code_challenge_method: "S256",
  nonce: expectedNonce,
  state: expectedState,
});
console.log(url.href);

const lines = createInterface({ input: process.stdin });
const [landed] = await new Promise((resolve) => lines.once("line", (line) => resolve([line])));
const tokens = await openid.authorizationCodeGrant(configuration, new URL(landed), {
  pkceCodeVerifier,
  expectedNonce,
  expectedState,
  idTokenExpected: true,
});
const claims = tokens.claims();
const info = await openid.fetchUserInfo(configuration, tokens.access_token, claims.sub);
const refreshed = await openid.refreshTokenGrant(configuration, tokens.refresh_token);
const ending = openid.buildEndSessionUrl(configuration, {
  post_logout_redirect_uri: redirectUri,
  id_token_hint: tokens.id_token,
  state: expectedState,
});
console.log(JSON.stringify({ claims, info, refreshed: refreshed.claims(), ending: ending.href }));
