"use strict";
// The button of a security key: asks the browser for the key, and sends its answer with the form.
(() => {
  const form = document.querySelector("form[data-options]");
  const button = form && form.querySelector("#key");
  if (!button || !window.PublicKeyCredential) return;
  const bytes = (text) =>
    Uint8Array.from(atob(text.replaceAll("-", "+").replaceAll("_", "/")), (c) => c.charCodeAt(0));
  const text = (buffer) =>
    btoa(String.fromCharCode(...new Uint8Array(buffer)))
      .replaceAll("+", "-").replaceAll("/", "_").replaceAll("=", "");
  const named = (list) => (list || []).map((one) => ({ ...one, id: bytes(one.id) }));
  const asked = () => {
    const options = JSON.parse(form.dataset.options);
    options.challenge = bytes(options.challenge);
    if (options.user) options.user.id = bytes(options.user.id);
    if (options.allowCredentials) options.allowCredentials = named(options.allowCredentials);
    if (options.excludeCredentials) options.excludeCredentials = named(options.excludeCredentials);
    return options;
  };
  const answered = (credential) => {
    const response = {};
    for (const name of
      ["clientDataJSON", "attestationObject", "authenticatorData", "signature", "userHandle"]) {
      if (credential.response[name]) response[name] = text(credential.response[name]);
    }
    return {
      id: credential.id,
      rawId: text(credential.rawId),
      type: credential.type,
      response,
      clientExtensionResults: {},
    };
  };
  document.getElementById("key-part").hidden = false;
  button.addEventListener("click", async () => {
    const wanted = { publicKey: asked() };
    const keys = navigator.credentials;
    try {
      const key = form.dataset.ceremony === "create" ? await keys.create(wanted) : await keys.get(wanted);
      form.elements.answer.value = JSON.stringify(answered(key));
      form.submit();
    } catch {
      document.getElementById("key-problem").hidden = false;
    }
  });
})();
