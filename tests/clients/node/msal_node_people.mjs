// msal-node for a person: by name and password, then silently.
import { PublicClientApplication } from "@azure/msal-node";

const { authority, tenantId, clientId, user, password } = JSON.parse(process.env.CLIENT);
const client = new PublicClientApplication({
  auth: {
    clientId,
    authority: `${authority}/${tenantId}`,
    knownAuthorities: [new URL(authority).host],
  },
});
const scopes = ["User.Read"];
const told = await client.acquireTokenByUsernamePassword({ scopes, username: user, password });
const silent = await client.acquireTokenSilent({
  scopes,
  account: told.account,
  forceRefresh: true,
});

console.log(
  JSON.stringify({
    id: told.account.homeAccountId,
    name: told.account.username,
    isRefreshed: silent.accessToken !== told.accessToken,
  }),
);
