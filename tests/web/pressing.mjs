// Presses the buttons of a built add-in in node: the pane's own scripts, the stand-in for Excel, and
// the Python that runs in the browser. node pressing.mjs ADDIN STEPS OUT
import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import vm from "node:vm";
import { started } from "./start.mjs";

const [addin, steps, out] = process.argv.slice(2);
const here = new URL(".", import.meta.url).pathname;
const py = await started(addin, true);
const kept = new Map();
const TradeDept = {
  ready: Promise.resolve(),
  ask: async (module, name, text) => py.pyimport(module)[name](text),
};
globalThis.TradeDept = TradeDept;
for (const path of [join(here, "office.js"), join(addin, "workbook.js"), join(addin, "writing.js"), join(addin, "press.js")]) {
  vm.runInThisContext(readFileSync(path, "utf8"), { filename: path });
}
TradeDept.journal = {
  entries: async (name) => kept.get(name) ?? "[]",
  keep: async (name, text) => Boolean(kept.set(name, text)),
};

let settings = {};
const does = {
  /** Press a button; a question is answered by its key, else as it proposes. */
  async press({ key, now, answers = {}, writes = true }) {
    const asked = [];
    TradeDept.clock = () => now;
    const person = {
      words: (_zh, en) => en,
      say: () => {},
      settings: () => settings,
      keep: (told) => (settings = told.settings),
      ask: async (question) => {
        asked.push(question);
        const given = answers[question.key];
        return given === undefined ? (question.kind === "confirm" ? true : question.default) : given;
      },
    };
    try {
      return { ...(await TradeDept.pressed(key, writes, person)), asked };
    } catch (fault) {
      return { done: false, thrown: `${fault.code ?? ""} ${fault.message}`, asked };
    }
  },
  run: async ({ code, value }) => new Function("value", "py", `return (async () => { ${code} })()`)(value, py),
};
const results = [];
for (const step of JSON.parse(readFileSync(steps, "utf8"))) {
  const began = performance.now();
  const value = (await does[step.do](step)) ?? null;
  results.push({ value, seconds: (performance.now() - began) / 1000 });
}
writeFileSync(out, JSON.stringify(results));
process.exit(0);
