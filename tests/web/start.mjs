// Starts the Python of a built add-in in node, as its worker does in a browser.
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import { gunzipSync } from "node:zlib";

export async function started(addin, fromMemory) {
  const unpacked = (name) => gunzipSync(readFileSync(join(addin, name)));
  const folder = mkdtempSync(join(tmpdir(), "tradedept-"));
  const python = join(addin, "python");
  const own = (name) => import(pathToFileURL(join(addin, name)).href);
  await own("alike.mjs");
  const { across } = await own("apart.mjs");
  for (const name of ["pyodide.mjs", "pyodide.asm.mjs"]) {
    writeFileSync(join(folder, name), readFileSync(join(python, name)));
  }
  const wasm = unpacked("python/wasm.packed");
  const memory = () => across(new Uint8Array(unpacked("memory.packed")), wasm);
  writeFileSync(join(folder, "pyodide.asm.wasm"), wasm);
  writeFileSync(join(folder, "python_stdlib.zip"), unpacked("python/library.packed"));
  const { loadPyodide } = await import(pathToFileURL(join(folder, "pyodide.mjs")).href);
  const py = await loadPyodide({
    indexURL: folder,
    lockFileContents: readFileSync(join(python, "lock.json"), "utf8"),
    env: { PYTHONHASHSEED: "0", PYTHONOPTIMIZE: "2", HOME: "/home" },
    ...(fromMemory ? { _loadSnapshot: memory() } : {}),
  });
  rmSync(folder, { recursive: true });
  py.unpackArchive(new Uint8Array(unpacked("code.packed")), "zip", { extractDir: "/app" });
  py.runPython(
    'import sys, importlib\nif "/app" not in sys.path: sys.path.insert(0, "/app")\n' +
      "importlib.invalidate_caches()",
  );
  return py;
}
