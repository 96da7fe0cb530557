// Asks the browser to make or use a passkey, and sends its answer. The page holds the options and the form.
"use strict";

const form = document.getElementById("passkey");
const bytes = (text) => Uint8Array.from(atob(text.replace(/-/g, "+").replace(/_/g, "/")), (c) => c.charCodeAt(0));
const text = (buffer) =>
  btoa(String.fromCharCode(...new Uint8Array(buffer))).replace(/\+/g, "-").replace(/\//g, "_").replace(/=+$/, "");
const known = (keys) => (keys || []).map((key) => ({ ...key, id: bytes(key.id) }));

async function register(options) {
  const key = await navigator.credentials.create({
    publicKey: {
      ...options,
      challenge: bytes(options.challenge),
      user: { ...options.user, id: bytes(options.user.id) },
      excludeCredentials: known(options.excludeCredentials),
    },
  });
  return {
    id: key.id,
    rawId: text(key.rawId),
    type: key.type,
    response: {
      attestationObject: text(key.response.attestationObject),
      clientDataJSON: text(key.response.clientDataJSON),
      transports: key.response.getTransports ? key.response.getTransports() : null,
    },
    extensions: JSON.stringify(key.getClientExtensionResults()),
  };
}

async function signin(options) {
  const key = await navigator.credentials.get({
    publicKey: { ...options, challenge: bytes(options.challenge), allowCredentials: known(options.allowCredentials) },
  });
  return {
    id: key.id,
    rawId: text(key.rawId),
    type: key.type,
    response: {
      authenticatorData: text(key.response.authenticatorData),
      clientDataJSON: text(key.response.clientDataJSON),
      signature: text(key.response.signature),
      userHandle: key.response.userHandle ? text(key.response.userHandle) : null,
    },
    assertionClientExtensions: JSON.stringify(key.getClientExtensionResults()),
  };
}

({ register, signin })[form.dataset.doing](JSON.parse(form.dataset.options))
  .then((answer) => {
    document.getElementById("credential").value = JSON.stringify(answer);
    form.submit();
  })
  .catch(() => {
    document.getElementById("passkey-state").textContent = form.dataset.failed;
  });
