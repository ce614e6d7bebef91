// Run by node when the add-in is built: Python started, our package imported, functions called once;
// the memory of that moment is kept, for a start without the start.
//   node memory.mjs FOLDER CODE.zip CALLS OUT
import crypto from "node:crypto";
import { readFileSync, writeFileSync } from "node:fs";
import { syncBuiltinESMExports } from "node:module";
import { pathToFileURL } from "node:url";
import "./alike.mjs";
import { across } from "./apart.mjs";

const [folder, code, calls, out] = process.argv.slice(2);
// No chance and no clock: the same code gives the same memory.
const { createHash } = crypto;
const same = (into) => into.fill(7);
crypto.randomFillSync = same;
crypto.webcrypto.getRandomValues = same;
globalThis.crypto.getRandomValues = same;
syncBuiltinESMExports();
const then = 1_325_376_000_000;
Date.now = () => then;
globalThis.Date = class extends Date {
  constructor(...given) {
    super(...(given.length ? given : [then]));
  }
  static now = () => then;
};
performance.now = () => 1000;
process.on("uncaughtException", (fault) => {
  process.stderr.write(String(fault?.message ?? fault));
  process.exit(1);
});
const { loadPyodide } = await import(pathToFileURL(`${folder}/pyodide.mjs`).href);
const python = await loadPyodide({
  indexURL: folder,
  _makeSnapshot: true,
  env: { PYTHONHASHSEED: "0", PYTHONOPTIMIZE: "2", HOME: "/home" },
});
python.unpackArchive(new Uint8Array(readFileSync(code)), "zip", { extractDir: "/app" });
python.globals.set("asked", calls);
python.runPython(
  'import sys\nsys.path.insert(0, "/app")\nfrom xlpy.web import calls\n' +
    "calls.answered(asked)\ndel asked\nimport gc\ngc.collect()",
);
const wasm = readFileSync(`${folder}/pyodide.asm.wasm`);
const memory = across(python.makeMemorySnapshot(), wasm);
writeFileSync(out, memory);
process.stdout.write(createHash("sha256").update(memory).digest("hex"));
process.exit(0);
