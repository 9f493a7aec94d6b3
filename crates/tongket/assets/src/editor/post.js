// One save goes to the server, and its answer gets a name that the queue understands.
// An answer that cannot be ours (a hotel's sign-in page, a proxy's error) is a lost connection.

const PATIENCE = 30_000; // ms; then the line counts as lost
const KEEPALIVE_AT_MOST = 60_000; // bytes that browsers let a leaving page send

/** POST `body` to `action`; never throws. */
export async function post(action, body, key, { leaving = false } = {}) {
  const text = JSON.stringify(body);
  const giveUp = new AbortController();
  const timer = setTimeout(() => giveUp.abort(), PATIENCE);
  try {
    const response = await fetch(action, {
      method: "POST",
      credentials: "same-origin",
      redirect: "manual",
      keepalive: leaving && new Blob([text]).size < KEEPALIVE_AT_MOST,
      signal: giveUp.signal,
      headers: { "Content-Type": "application/json", Accept: "application/json", "Idempotency-Key": key },
      body: text,
    });
    return await understand(response);
  } catch {
    return { kind: "lost" };
  } finally {
    clearTimeout(timer);
  }
}

/** Names an answer: saved, merged, conflict, expired, refused (with what it says), or lost. */
export async function understand(response) {
  const { status } = response;
  if (status === 401 || response.type === "opaqueredirect") return { kind: "expired" };
  if (status === 429 || status >= 502) return { kind: "lost", after: after(response.headers.get("Retry-After")) };
  let said;
  try {
    said = await response.json();
  } catch {
    return { kind: "lost" };
  }
  if (said.status === "conflict" && said.current) return { kind: "conflict", current: said.current, mine: said.mine };
  if (response.ok && (said.status === "saved" || said.status === "merged")) {
    return { kind: said.status, version: said.version, html: said.html };
  }
  if (response.ok) return { kind: "lost" };
  return { kind: "refused", status, ...said };
}

function after(header) {
  const seconds = Number(header);
  return header && Number.isFinite(seconds) ? Math.min(seconds, 300) * 1000 : undefined;
}
