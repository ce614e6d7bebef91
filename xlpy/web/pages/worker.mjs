// Python lives here, away from the page's thread: a long job does not stop Excel's pane.
import "./alike.mjs";
import { across } from "./apart.mjs";
import { loadPyodide } from "./python/pyodide.mjs";

const HOME = "/app";
const at = (name) => new URL(name, import.meta.url).href;

/** A file of the add-in, if it is the very one that the build made. */
async function file(name, digests) {
  const answer = await fetch(at(name));
  if (!answer.ok) throw new Error(`${name}: ${answer.status}`);
  const data = await answer.arrayBuffer();
  const hash = new Uint8Array(await crypto.subtle.digest("SHA-256", data));
  const found = [...hash].map((byte) => byte.toString(16).padStart(2, "0")).join("");
  if (found !== digests[name]) throw new Error(`${name}: 摘要不符 its digest differs`);
  return data;
}

async function unpacked(data) {
  const stream = new Blob([data]).stream().pipeThrough(new DecompressionStream("gzip"));
  return new Response(stream).arrayBuffer();
}

/** Python with our package; from the memory of a start at build time where there is one. */
async function started(marks) {
  const answer = await fetch(at("files.json"));
  const { digests, memory } = await answer.json();
  const get = (name) => file(name, digests);
  const code = get("code.packed").then(unpacked);
  const given = {
    "python_stdlib.zip": await unpacked(await get("python/library.packed")),
    "pyodide.asm.wasm": await unpacked(await get("python/wasm.packed")),
  };
  // Pyodide asks for its own files by name: it gets those that were checked.
  const ask = self.fetch;
  self.fetch = (what, ...more) => {
    const data = given[String(what?.url ?? what).split("/").at(-1)];
    if (!data) return ask(what, ...more);
    return Promise.resolve(new Response(data, { headers: { "Content-Type": "application/wasm" } }));
  };
  const options = {
    indexURL: at("python/"),
    lockFileContents: await (await fetch(at("python/lock.json"))).text(),
    env: { PYTHONHASHSEED: "0", PYTHONOPTIMIZE: "2", HOME: "/home" },
  };
  marks.loaded = performance.now();
  let python = null;
  if (memory && !new URL(self.location).searchParams.has("plain")) {
    try {
      const apart = new Uint8Array(await unpacked(await get("memory.packed")));
      const _loadSnapshot = across(apart, new Uint8Array(given["pyodide.asm.wasm"]));
      python = await loadPyodide({ ...options, _loadSnapshot });
      marks.from = "memory";
    } catch (fault) {
      marks.why = String(fault); // the trial says so
    }
  }
  python ??= await loadPyodide(options);
  marks.from ??= "plain";
  self.fetch = ask;
  python.unpackArchive(await code, "zip", { extractDir: HOME });
  python.runPython(
    `import sys, random, importlib\nif "${HOME}" not in sys.path: sys.path.insert(0, "${HOME}")\n` +
      "importlib.invalidate_caches(); random.seed()\nfrom xlpy.web import calls",
  );
  marks.ready = performance.now();
  return python;
}

const marks = {};
const ready = started(marks);
ready.then(
  (python) => postMessage({ ready: true, marks, version: python.version }),
  (fault) => postMessage({ failed: String(fault) }),
);

onmessage = async ({ data }) => {
  try {
    const python = await ready;
    const does = python.pyimport(data.module);
    postMessage({ id: data.id, text: does[data.name](data.text) });
    does.destroy();
  } catch (fault) {
    postMessage({ id: data.id, error: String(fault) });
  }
};
