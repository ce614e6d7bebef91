// The pane: shows what a button says, asks what it asks, leads to the cells that it names.
// All text goes in as text, never as markup: it may come from a cell.
"use strict";
(() => {
  const TD = globalThis.TradeDept;
  const KEPT = "tradedept.settings";
  const [state, said, question, bar] = ["state", "said", "question", "buttons"].map((id) =>
    document.getElementById(id),
  );
  let language = "both";
  const named = []; // names each button in the language of messages
  /** Our own few words in the language of messages. */
  const words = (zh, en) => (language === "zh" ? zh : language === "en" ? en : `${zh} ${en}`);
  const element = (tag, text, kind) => {
    const made = document.createElement(tag);
    made.textContent = text;
    if (kind) made.className = kind;
    return made;
  };
  const say = (text, failed = false) => {
    state.textContent = text;
    state.className = failed ? "failed" : "";
  };

  function kept() {
    try {
      return JSON.parse(localStorage.getItem(KEPT) ?? "{}");
    } catch {
      return {};
    }
  }
  function keep(settings) {
    try {
      localStorage.setItem(KEPT, JSON.stringify(settings));
    } catch {
      // where nothing can be kept, it is asked the next time
    }
  }

  function link(finding) {
    const made = element("button", finding.text, "finding");
    made.type = "button";
    const [sheet, row, column] = finding.place;
    made.addEventListener("click", () =>
      TD.goTo({ sheet, row, column }).catch((fault) => say(fault.message, true)),
    );
    return made;
  }

  /** Figures in columns stay in columns, and are pushed aside where the pane is too narrow. */
  function paragraph(text) {
    const made = element("pre", text);
    if (/^-{5,}$/m.test(text)) {
      made.className = "figures";
      made.tabIndex = 0;
    }
    return made;
  }

  function section({ kind, title, text, findings }) {
    const part = document.createElement("section");
    part.className = kind;
    part.append(element("h2", title));
    for (const each of findings ?? []) {
      part.append(each.place ? link(each) : element("p", each.text, "finding"));
    }
    for (const block of text.split("\n\n")) part.append(paragraph(block));
    return part;
  }

  function show(parts) {
    said.replaceChildren(...parts.map(section));
    const find = said.querySelector("button.finding");
    (find ?? said).focus({ preventScroll: true });
  }

  /** The answer to a question; null when the person would rather not. */
  function ask(asked) {
    return new Promise((resolve) => {
      const done = (answer) => {
        question.hidden = true;
        question.replaceChildren();
        document.removeEventListener("keydown", escape);
        resolve(answer);
      };
      const escape = (event) => event.key === "Escape" && done(asked.kind === "ask" ? null : false);
      document.addEventListener("keydown", escape);
      const parts = [element("label", asked.text)];
      let line = null;
      if (asked.kind === "ask") {
        line = document.createElement("input");
        [line.id, line.value, line.autocomplete] = ["answer", asked.default, "off"];
        parts[0].htmlFor = "answer";
        parts.push(line);
        if (asked.options.length) {
          const list = document.createElement("select");
          list.setAttribute("aria-label", words("可选", "Choices"));
          const first = element("option", words("从这里选…", "Choose…"));
          first.value = "";
          const options = asked.options.map((text) => {
            const option = element("option", text);
            option.value = text;
            return option;
          });
          list.append(first, ...options);
          list.addEventListener("change", () => {
            if (list.value) line.value = list.value;
            line.focus();
          });
          parts.push(list);
        }
      }
      const go = element("button", words("继续", "Go on"), "primary");
      go.type = "submit";
      const stop = element("button", words("取消", "Cancel"));
      stop.type = "button";
      stop.addEventListener("click", () => done(line ? null : false));
      const row = document.createElement("div");
      row.append(go, stop);
      question.onsubmit = (event) => {
        event.preventDefault();
        done(line ? line.value : true);
      };
      question.replaceChildren(element("h2", asked.title), ...parts, row);
      question.hidden = false;
      (line ?? go).focus();
      line?.select();
    });
  }

  async function why() {
    const found = await TD.selected();
    const letters = (column) =>
      column ? letters(Math.floor((column - 1) / 26)) + String.fromCharCode(65 + ((column - 1) % 26)) : "";
    const address = found ? `${found.sheet}!${letters(found.column)}${found.row}` : "";
    const none = words("这个单元格没有我们知道的错误。", "No error of this cell is known.");
    const title = words("为什么出错", "Why an error");
    show([{ kind: "tell", title, text: TD.why(address) || none }]);
  }

  let busy = false;
  async function press(key, writes = false) {
    if (busy) return false;
    busy = true;
    say(words("正在读取工作簿…", "Reading the workbook…"));
    try {
      await TD.ready;
      if (key === "why") {
        await why();
        say("");
        return true;
      }
      const told = await TD.pressed(key, writes, {
        words,
        say,
        settings: kept,
        keep: (heard) => {
          language = heard.language;
          keep(heard.settings);
          for (const name of named) name();
        },
        ask: (question, before) => {
          show(before);
          say("");
          return ask(question);
        },
      });
      show(told.said);
      if (told.goes_to) await TD.goTo(told.goes_to);
      say("");
      return told.done;
    } catch (fault) {
      say(words("没有做成：", "It was not done: ") + fault.message, true);
      return false;
    } finally {
      busy = false;
    }
  }
  TD.press = press;

  /** The trial's result as a text to copy, and as a file to send back. */
  async function trial() {
    if (busy) return;
    busy = true;
    say(words("正在试用检查…", "The trial runs…"));
    try {
      const found = await TD.trial();
      const wrong = (found.results ?? []).filter((each) => !each.same);
      const good = !wrong.length && !found.fault && !found.read.fault;
      show([
        {
          kind: good ? "tell" : "fail",
          title: words("试用检查", "Trial"),
          text: good
            ? words("全部一致。请把下面的文件发回。", "All as expected. Send the file below back.")
            : words("有不一致。请把下面的文件发回。", "Something differs. Send the file below back."),
        },
      ]);
      const text = document.createElement("textarea");
      [text.readOnly, text.value] = [true, JSON.stringify(found, null, 1)];
      text.setAttribute("aria-label", words("结果", "Result"));
      const link = element("a", "tradedept-trial.json");
      link.href = URL.createObjectURL(new Blob([text.value], { type: "application/json" }));
      link.download = "tradedept-trial.json";
      said.append(text, link);
      text.focus();
      text.select();
      say("");
    } catch (fault) {
      say(words("没有做成：", "It was not done: ") + fault.message, true);
    } finally {
      busy = false;
    }
  }
  TD.tried = trial;

  function begin() {
    language = kept().language ?? "both";
    const trying = document.getElementById("try");
    trying.addEventListener("click", trial);
    named.push(() => (trying.textContent = words("试用检查", "Trial")));
    named.at(-1)();
    const NEEDS =
      "需要 Microsoft 365、网页版，或 2023 年 11 月以后的 Excel。 " +
      "This needs Excel of Microsoft 365, on the web, or one of November 2023 or newer.";
    if (!globalThis.Office || !globalThis.CustomFunctions) return say(NEEDS, true);
    say("正在启动 Python… Starting Python…");
    TD.ready.then(
      ({ version }) => say(`可以用了 Ready. Python ${version}`),
      (fault) =>
        say(
          `Python 没有启动：${fault.message}。请联网后再打开一次。 ` +
            `Python did not start: ${fault.message}. Open it again with a network.`,
          true,
        ),
    );
    TD.offered = fetch("./buttons.json")
      .then((found) => found.json())
      .then((buttons) => {
        for (const { key, label, tip, writes } of buttons) {
          const made = document.createElement("button");
          [made.type, made.dataset.key] = ["button", key];
          named.push(() => ([made.textContent, made.title] = [words(...label), words(...tip)]));
          named.at(-1)();
          if (writes) made.className = "writes";
          made.addEventListener("click", () => press(key, writes));
          bar.append(made);
          Office.actions?.associate(key, async (event) => {
            try {
              await Office.addin?.showAsTaskpane?.();
              await press(key, writes);
            } finally {
              event.completed();
            }
          });
        }
      });
    if ("serviceWorker" in navigator) {
      TD.offline = navigator.serviceWorker.register("./sw.js").catch(() => null);
    }
  }
  begin();
})();
