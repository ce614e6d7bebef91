// Starts the Python of a built add-in in node, as its worker does in a browser.
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import { gunzipSync } from "node:zlib";

delete WebAssembly.Suspending;
delete WebAssembly.promising;
WebAssembly.Module = new Proxy(WebAssembly.Module, {
  construct(target, [bytes]) {
    if (new TextDecoder("latin1").decode(bytes).includes("trampoline_call")) throw new TypeError();
    return Reflect.construct(target, [bytes]);
  },
});

export async function started(addin, fromMemory) {
  const unpacked = (name) => gunzipSync(readFileSync(join(addin, name)));
  const folder = mkdtempSync(join(tmpdir(), "tradedept-"));
  const python = join(addin, "python");
  for (const name of ["pyodide.mjs", "pyodide.asm.mjs"]) {
    writeFileSync(join(folder, name), readFileSync(join(python, name)));
  }
  writeFileSync(join(folder, "pyodide.asm.wasm"), unpacked("python/wasm.packed"));
  writeFileSync(join(folder, "python_stdlib.zip"), unpacked("python/library.packed"));
  const { loadPyodide } = await import(pathToFileURL(join(folder, "pyodide.mjs")).href);
  const py = await loadPyodide({
    indexURL: folder,
    lockFileContents: readFileSync(join(python, "lock.json"), "utf8"),
    env: { PYTHONHASHSEED: "0", PYTHONOPTIMIZE: "2", HOME: "/home" },
    ...(fromMemory ? { _loadSnapshot: new Uint8Array(unpacked("memory.packed")) } : {}),
  });
  rmSync(folder, { recursive: true });
  py.unpackArchive(new Uint8Array(unpacked("code.packed")), "zip", { extractDir: "/app" });
  py.runPython(
    'import sys, importlib\nif "/app" not in sys.path: sys.path.insert(0, "/app")\n' +
      "importlib.invalidate_caches()",
  );
  return py;
}
