// A server for the samples: the files under /assets/ with the policy of the real one, and a
// small office that keeps versions of a section, so that islands can be tried by hand and by tests.
// Run it: node sample/server.mjs, then http://127.0.0.1:8099/assets/sample/index.html
import { createServer } from "node:http";
import { readFile } from "node:fs/promises";
import { extname, join, normalize } from "node:path";
import { fileURLToPath } from "node:url";

const ROOT = fileURLToPath(new URL("..", import.meta.url));
const TYPES = { ".html": "text/html; charset=utf-8", ".css": "text/css", ".js": "text/javascript", ".svg": "image/svg+xml", ".txt": "text/plain; charset=utf-8" };
const POLICY =
  "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; connect-src 'self'; font-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'";

/** An office with one section; tests turn its switches. */
export function makeOffice() {
  return { versions: [{ version: "v1", html: "", author: "Lan" }], answers: new Map(), saves: [], line: "up", session: true, next: null, uploads: 0 };
}

export function serve(office = makeOffice(), port = 0) {
  const server = createServer(async (request, response) => {
    const url = new URL(request.url, "http://x");
    const chunks = [];
    for await (const chunk of request) chunks.push(chunk);
    const body = Buffer.concat(chunks);
    response.setHeader("Content-Security-Policy", POLICY);
    if (request.method === "GET") return file(url.pathname, response);
    if (url.pathname.startsWith("/sections/") && request.headers["content-type"]?.includes("json")) return save(office, request, body, response);
    if (url.pathname === "/evidence") office.uploads += 1;
    return html(response, `<main id="main"><h1>Đã nhận</h1><pre>${body.length} byte · ${url.pathname}</pre></main>`);
  });
  return new Promise((resolve) => server.listen(port, "127.0.0.1", () => resolve({ server, office, url: `http://127.0.0.1:${server.address().port}` })));
}

async function file(path, response) {
  if (path === "/") return response.writeHead(302, { Location: "/assets/sample/index.html" }).end();
  const name = normalize(path).replace(/^\/assets\//, "");
  try {
    const data = await readFile(join(ROOT, name));
    return response.writeHead(200, { "Content-Type": TYPES[extname(name)] ?? "application/octet-stream" }).end(data);
  } catch {
    response.statusCode = 404;
    return html(response, '<main id="main"><h1>Không có trang này</h1></main>');
  }
}

function html(response, main) {
  response.setHeader("Content-Type", TYPES[".html"]);
  response.end(`<!doctype html><html lang="vi"><meta charset="utf-8"><title>tongket</title><link rel="stylesheet" href="/assets/app.css">${main}</html>`);
}

function save(office, request, body, response) {
  const key = request.headers["idempotency-key"];
  const { base, html, state } = JSON.parse(body);
  office.saves.push({ key, base, html, state });
  if (office.line === "down") return request.socket.destroy();
  if (!office.session) return json(response, 401, { code: "TK001", sentence: { vi: "Phiên làm việc đã hết." } });
  if (!office.answers.has(key)) office.answers.set(key, decide(office, { base, html, state }));
  if (office.line === "deaf") return request.socket.destroy(); // it arrived, the answer did not
  const answer = office.answers.get(key);
  return json(response, answer.code ? 422 : 200, answer);
}

function decide(office, { base, html, state }) {
  if (office.next) {
    const answer = office.next({ base, html, state }, office);
    office.next = null;
    return answer;
  }
  const version = `v${office.versions.length + 1}`;
  const current = office.versions.at(-1);
  if (base !== current.version) {
    office.versions.push({ version, html, author: "Lan", lost: true });
    office.versions.push(office.versions.splice(-2, 1)[0]);
    return { status: "conflict", current: { ...current, at: Date.now() }, mine: { version } };
  }
  office.versions.push({ version, html, state, author: "Lan" });
  return { status: "saved", version };
}

function json(response, status, said) {
  response.writeHead(status, { "Content-Type": "application/json" }).end(JSON.stringify(said));
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  const { url } = await serve(makeOffice(), 8099);
  process.stdout.write(`${url}\n`);
}
