// Calls functions for cells in the Python of a built add-in: node calls.mjs ADDIN CALLS FROM_MEMORY
import { readFileSync } from "node:fs";
import { started } from "./start.mjs";

const [addin, calls, fromMemory] = process.argv.slice(2);
const began = performance.now();
const py = await started(addin, fromMemory === "yes");
const answered = py.pyimport("xlpy.web.calls").answered;
const ready = performance.now() - began;
const texts = JSON.parse(readFileSync(calls, "utf8"));
const results = texts.map((text) => {
  const from = performance.now();
  return { text: answered(text), seconds: (performance.now() - from) / 1000 };
});
process.stdout.write(JSON.stringify({ results, ready: ready / 1000 }), () => process.exit(0));
