// An OpenID provider of its own at which anybody signs in under any address, until it is stopped.
import { createServer } from 'node:https';
import Provider from 'oidc-provider';

const described = JSON.parse(process.env.CLIENT);
const server = createServer({ key: described.key, cert: described.certificate });
server.listen(0, '127.0.0.1', () => {
  const issuer = `https://localhost:${server.address().port}`;
  const provider = new Provider(issuer, {
    clients: [
      {
        client_id: described.clientId,
        client_secret: described.clientSecret,
        redirect_uris: [described.redirectUri],
      },
    ],
    claims: { openid: ['sub'], email: ['email', 'email_verified'], profile: ['name'] },
    conformIdTokenClaims: false,
    cookies: { keys: ['a key of this process'] },
    findAccount: (_, id) => ({
      accountId: id,
      claims: () => ({ sub: id, email: id, email_verified: id !== described.unverified, name: 'Eve' }),
    }),
    pkce: { required: () => true },
  });
  server.on('request', provider.callback());
  console.log(JSON.stringify({ issuer }));
});
