// Drives a built add-in in Chromium: serves its folder, puts the stand-in in Office.js's place,
// and does what the test's steps say. node chromium.mjs ADDIN STEPS OUT
import { spawn } from "node:child_process";
import { createReadStream, existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { createServer } from "node:http";
import { tmpdir } from "node:os";
import { extname, join, normalize } from "node:path";

const [addin, steps, out] = process.argv.slice(2);
const KINDS = {
  ".html": "text/html; charset=utf-8",
  ".js": "text/javascript",
  ".mjs": "text/javascript",
  ".json": "application/json",
  ".css": "text/css",
  ".png": "image/png",
};
const policy = /Content-Security-Policy" content="([^"]+)"/.exec(
  readFileSync(join(addin, "taskpane.html"), "utf8"),
)[1];
let refused = null; // the end of names that the server does not give
const server = createServer((request, answer) => {
  const name = normalize(new URL(request.url, "http://a").pathname);
  const path = join(addin, name);
  if (!existsSync(path) || (refused && name.endsWith(refused))) return answer.writeHead(404).end();
  answer.writeHead(200, {
    "Content-Type": KINDS[extname(path)] ?? "application/octet-stream",
    "Content-Security-Policy": policy,
  });
  return createReadStream(path).pipe(answer);
});
await new Promise((done) => server.listen(0, "127.0.0.1", done));
const own = `http://127.0.0.1:${server.address().port}`;

// All that is not for this computer goes to a proxy that only notes it, whoever asks for it: the
// page, its worker, the service worker.
const outside = [];
const proxy = createServer((request, answer) => {
  outside.push(request.url);
  answer.writeHead(502).end();
});
proxy.on("connect", (request, tunnel) => {
  outside.push(request.url);
  tunnel.on("error", () => {});
  tunnel.end("HTTP/1.1 502 Bad Gateway\r\n\r\n");
});
await new Promise((done) => proxy.listen(0, "127.0.0.1", done));

const profile = mkdtempSync(join(tmpdir(), "tradedept-chromium-"));
const browser = spawn(
  "chromium",
  [
    "--headless=new",
    "--no-sandbox",
    "--disable-gpu",
    "--hide-scrollbars",
    "--no-first-run",
    "--disable-extensions",
    "--disable-background-networking",
    "--disable-component-update",
    "--remote-debugging-port=0",
    `--proxy-server=127.0.0.1:${proxy.address().port}`,
    `--user-data-dir=${profile}`,
    "about:blank",
  ],
  { stdio: ["ignore", "ignore", "pipe"] },
);
const address = await new Promise((found, fail) => {
  let said = "";
  browser.stderr.on("data", (data) => {
    said += data;
    const [, at] = /DevTools listening on (\S+)/.exec(said) ?? [];
    if (at) found(at);
  });
  browser.on("exit", () => fail(new Error(`Chromium ended: ${said.slice(-800)}`)));
});
const socket = new WebSocket(address);
await new Promise((open) => (socket.onopen = open));
const waiting = new Map();
const heard = { requests: [], console: [], foreign: [] };
let [next, session] = [0, undefined];
const send = (method, params = {}) =>
  new Promise((done, fail) => {
    next += 1;
    waiting.set(next, { done, fail });
    socket.send(JSON.stringify({ id: next, method, params, sessionId: session }));
  });
const stand = Buffer.from(readFileSync(new URL("./office.js", import.meta.url))).toString("base64");
socket.onmessage = ({ data }) => {
  const told = JSON.parse(data);
  const { method, params } = told;
  if (told.id) {
    const each = waiting.get(told.id);
    waiting.delete(told.id);
    return told.error ? each.fail(new Error(told.error.message)) : each.done(told.result);
  }
  if (method === "Fetch.requestPaused") {
    const { url } = params.request;
    heard.requests.push(url);
    if (url.endsWith("/lib/1/hosted/office.js")) {
      return send("Fetch.fulfillRequest", {
        requestId: params.requestId,
        responseCode: 200,
        responseHeaders: [{ name: "Content-Type", value: "text/javascript" }],
        body: stand,
      });
    }
    if (!url.startsWith(own)) {
      heard.foreign.push(url);
      return send("Fetch.failRequest", { requestId: params.requestId, errorReason: "Aborted" });
    }
    return send("Fetch.continueRequest", { requestId: params.requestId });
  }
  if (method === "Runtime.consoleAPICalled") {
    heard.console.push(params.args.map((each) => each.value ?? each.description).join(" "));
  }
  if (method === "Runtime.exceptionThrown") {
    heard.console.push(params.exceptionDetails.exception?.description ?? "exception");
  }
  if (method === "Log.entryAdded") heard.console.push(params.entry.text);
  return undefined;
};

const does = {
  async open({ search = "", width = 320, height = 900, waits = true }) {
    await send("Emulation.setDeviceMetricsOverride", {
      width,
      height,
      deviceScaleFactor: 1,
      mobile: false,
    });
    const began = performance.now();
    await send("Page.navigate", { url: `${own}/taskpane.html${search}` });
    if (waits) await does.run({ code: "await TradeDept.registered; await TradeDept.ready" });
    return (performance.now() - began) / 1000;
  },
  /** The server gives no file whose name ends so; what the console said until now is given. */
  async refuse({ end }) {
    refused = end;
    return heard.console.splice(0);
  },
  async run({ code, value, needs = "registered" }) {
    const given = value === undefined ? "" : `const value = ${JSON.stringify(value)};`;
    // The page that was left may still answer for a moment.
    for (let again = 0; ; again += 1) {
      const { result, exceptionDetails } = await send("Runtime.evaluate", {
        expression: `(async () => { while (!globalThis.TradeDept?.${needs}) await new Promise((r) => setTimeout(r, 20)); ${given} ${code} })()`,
        awaitPromise: true,
        returnByValue: true,
      }).catch((fault) => ({ exceptionDetails: { text: fault.message } }));
      if (!exceptionDetails) return result.value;
      const said = exceptionDetails.exception?.description ?? exceptionDetails.text;
      if (again > 40 || !/context|navigat|promise was collected/i.test(said)) throw new Error(said);
      await new Promise((done) => setTimeout(done, 50));
    }
  },
  async key({ name, code = name }) {
    for (const type of ["keyDown", "keyUp"]) {
      const text = type === "keyDown" && name === "Enter" ? { text: "\r" } : {};
      await send("Input.dispatchKeyEvent", { type, key: name, code, ...text, windowsVirtualKeyCode: { Enter: 13, Escape: 27, Tab: 9 }[name] });
    }
  },
  async picture({ path }) {
    const { data } = await send("Page.captureScreenshot", { captureBeyondViewport: true });
    writeFileSync(path, Buffer.from(data, "base64"));
  },
  async offline() {
    await does.run({ code: "await TradeDept.offline; await navigator.serviceWorker.ready; return 1" });
    await new Promise((done) => {
      server.close(done);
      server.closeAllConnections();
    });
  },
};

const results = [];
let failed = null;
try {
  const { targetInfos } = await send("Target.getTargets");
  const { targetId } = targetInfos.find((each) => each.type === "page");
  session = (await send("Target.attachToTarget", { targetId, flatten: true })).sessionId;
  for (const part of ["Page", "Runtime", "Log", "Network"]) await send(`${part}.enable`);
  await send("Fetch.enable", { patterns: [{ urlPattern: "*" }] });
  for (const step of JSON.parse(readFileSync(steps, "utf8"))) {
    const began = performance.now();
    const value = (await does[step.do](step)) ?? null;
    results.push({ value, seconds: (performance.now() - began) / 1000 });
  }
} catch (fault) {
  failed = `step ${results.length + 1}: ${fault.stack}`;
}
writeFileSync(out, JSON.stringify({ results, failed, outside, ...heard }));
browser.kill("SIGKILL");
await new Promise((done) => browser.on("exit", done));
rmSync(profile, { recursive: true, force: true, maxRetries: 5, retryDelay: 100 });
process.exit(0);
