// msal-browser on a page of its own in Chromium: sign-in by redirect, silent refresh, Graph.
import { readFileSync } from "node:fs";
import { createServer } from "node:http";
import puppeteer from "puppeteer-core";

const { authority, tenantId, clientId, user, password, graph, chromium } = JSON.parse(
  process.env.CLIENT,
);
const library = readFileSync("node_modules/@azure/msal-browser/lib/msal-browser.min.js");

// Where the person comes back to, MSAL finds the code in the fragment.
const page = `<!doctype html><title>waiting</title><script src="/msal.js"></script><script>
(async () => {
  const client = new msal.PublicClientApplication({
    auth: {
      clientId: ${JSON.stringify(clientId)},
      authority: ${JSON.stringify(`${authority}/${tenantId}`)},
      knownAuthorities: [${JSON.stringify(new URL(authority).host)}],
      redirectUri: location.origin + "/page",
    },
  });
  await client.initialize();
  const scopes = ["User.Read"];
  const back = await client.handleRedirectPromise();
  if (!back) return client.loginRedirect({ scopes });
  const account = back.account;
  const silent = await client.acquireTokenSilent({ scopes, account, forceRefresh: true });
  const me = await fetch(${JSON.stringify(`${graph}/me`)}, {
    headers: { Authorization: "Bearer " + silent.accessToken },
  });
  window.told = {
    account: { id: account.homeAccountId, name: account.username },
    isRefreshed: silent.accessToken !== back.accessToken,
    me: await me.json(),
  };
  document.title = "done";
})().catch((fault) => {
  window.told = { fault: String(fault) };
  document.title = "done";
});
</script>`;

const server = createServer((request, response) => {
  const isLibrary = request.url === "/msal.js";
  response.setHeader("Content-Type", isLibrary ? "text/javascript" : "text/html");
  response.end(isLibrary ? library : page);
});
await new Promise((resolve) => server.listen(0, "localhost", resolve));

const browser = await puppeteer.launch({
  executablePath: chromium,
  acceptInsecureCerts: true,
  args: ["--no-sandbox", "--disable-gpu", "--disable-dev-shm-usage"],
});
try {
  const tab = await browser.newPage();
  await tab.goto(`http://localhost:${server.address().port}/page`);
  for (const [name, value] of [
    ["user", user],
    ["password", password],
  ]) {
    await tab.waitForSelector(`input[name=${name}]`);
    await tab.type(`input[name=${name}]`, value);
    await Promise.all([tab.waitForNavigation(), tab.keyboard.press("Enter")]);
  }
  const accept = await tab.$('button[name=answer][value=accept]');
  if (accept) await Promise.all([tab.waitForNavigation(), accept.click()]);
  await tab.waitForFunction('document.title === "done"', { timeout: 30000 });
  console.log(JSON.stringify(await tab.evaluate("window.told")));
} finally {
  await browser.close();
  server.close();
}
