"use strict";
(() => {
  const { summary, rows } = JSON.parse(document.getElementById("data").textContent);
  const $ = id => document.getElementById(id);
  // Every text goes through a text node: nothing that a model or a program wrote is ever read as HTML.
  const el = (name, attributes, ...children) => {
    const node = document.createElement(name);
    for (const [key, value] of Object.entries(attributes || {})) {
      if (key.startsWith("on")) node.addEventListener(key.slice(2), value);
      else if (key === "style") Object.assign(node.style, value);
      else node.setAttribute(key, value);
    }
    node.append(...children.filter(child => child !== null && child !== undefined));
    return node;
  };
  const svg = (name, attributes, text) => {
    const node = document.createElementNS("http://www.w3.org/2000/svg", name);
    for (const [key, value] of Object.entries(attributes)) node.setAttribute(key, value);
    if (text !== undefined) node.textContent = text;
    return node;
  };
  const count = n => n.toLocaleString("en");
  const percent = share => (100 * share).toFixed(1) + " %";
  const interval = p => (100 * p.low).toFixed(1) + "–" + (100 * p.high).toFixed(1);
  const milliseconds = ms => ms < 1000 ? Math.round(ms * 10) / 10 + " ms" : (ms / 1000).toFixed(1) + " s";
  const MARKS = { right: "right", wrong: "wrong", undecided: "undecided", no_reference: "not scored" };
  const mark = score => el("span", { class: "mark " + score.mark, title: score.reason }, MARKS[score.mark]);

  // Heading and tiles.
  const all = summary.all;
  const scoredByMammoth = all.mammoth.scored > 0;
  const many = summary.sets.length;
  $("lead").textContent = `${count(summary.answers)} answers in ${many} ${many === 1 ? "set" : "sets"}: `
    + summary.sets.map(s => s.set).join(", ")
    + (summary.settings.model ? `. Model: ${summary.settings.model.split(" sha256:")[0]}.` : ", from recorded programs.");
  const tile = (figure, ...text) => el("div", { class: "tile" }, el("b", {}, figure), el("span", {}, ...text));
  const confirmed = summary.verdicts.find(v => v.name === "CONFIRMED");
  const tiles = [];
  if (scoredByMammoth) tiles.push(tile(percent(all.mammoth.accuracy), `right by MAmmoTH’s scoring (95 %: ${interval(all.mammoth)})`));
  if (all.grader.scored) tiles.push(tile(percent(all.grader.accuracy), `right by Tusk’s grader (95 %: ${interval(all.grader)})`));
  if (confirmed) tiles.push(tile(count(confirmed.count), `results CONFIRMED by exact arithmetic; of these ${percent(confirmed.right / confirmed.count)} are right`));
  tiles.push(tile(milliseconds(summary.times.total.p50), `per answer in the middle, waiting for a worker included; 99 of 100 within ${milliseconds(summary.times.total.p99)}`));
  $("tiles").append(...tiles);

  // Accuracy by set, with intervals.
  const bar = (p, colour) => el("div", { class: "track", role: "img", "aria-label": percent(p.accuracy) },
    el("i", { style: { width: 100 * p.accuracy + "%", background: `var(--${colour})` } }),
    el("u", { style: { left: 100 * p.low + "%", width: Math.max(0.3, 100 * (p.high - p.low)) + "%" } }));
  const line = (label, p, colour) => el("div", { class: "row" }, el("small", {}, label),
    p.scored ? bar(p, colour) : el("small", {}, "not scored"),
    p.scored ? el("span", { class: "figure" }, el("b", {}, percent(p.accuracy)), el("small", {}, `  ${interval(p)}`
      + (p.undecided ? `, ${count(p.undecided)} open` : ""))) : null);
  const accuracy = el("div", { class: "acc card" });
  const groups = many > 1 ? [...summary.sets, all] : summary.sets;
  groups.forEach((set, i) => {
    if (i) accuracy.append(el("hr"));
    accuracy.append(el("div", { class: "name" }, set === all ? "all sets" : set.set,
      el("small", {}, `${count(set.answers)} answers`)), line("MAmmoTH", set.mammoth, "second"), line("Tusk", set.grader, "accent"));
  });
  $("accuracy").append(accuracy);

  // The recorded run beside this one.
  const withRecorded = groups.filter(s => s.recorded);
  if (withRecorded.length) {
    $("recorded-section").hidden = false;
    const points = (a, b) => (a.accuracy - b.accuracy >= 0 ? "+" : "−") + Math.abs(100 * (a.accuracy - b.accuracy)).toFixed(2);
    const cells = (mine, theirs) => theirs.scored
      ? [percent(theirs.accuracy), percent(mine.accuracy), points(mine, theirs)] : ["–", "–", "–"];
    $("recorded").append(
      el("tr", {}, el("th", {}, "Set"), el("th", { class: "n" }, "answers"),
        ...["MAmmoTH: recorded", "here", "points", "Tusk: recorded", "here", "points"].map(t => el("th", { class: "n" }, t))),
      ...withRecorded.map(s => el("tr", {}, el("td", {}, s === all ? "all sets" : s.set), el("td", { class: "n" }, count(s.answers)),
        ...[...cells(s.mammoth, s.recorded.mammoth), ...cells(s.grader, s.recorded.grader)].map(t => el("td", { class: "n" }, t)))));
  }

  // Outcomes and verdicts: bars that filter the table.
  const bars = (list, key) => {
    const most = Math.max(1, ...list.map(e => e.count));
    const box = el("div", { class: "bars" });
    [...list].sort((a, b) => b.count - a.count).forEach(e => box.append(
      el("button", { title: "show these questions", onclick: () => { select(key, e.name); $("filters").scrollIntoView({ behavior: "smooth" }); } }, e.name),
      el("div", { class: "stack" }, el("i", { style: { width: 100 * e.count / most + "%" } }), el("b", { style: { width: 100 * e.right / most + "%" } })),
      el("span", { class: "n" }, `${count(e.count)}  (${percent(e.right / e.count)} right)`)));
    return box;
  };
  $("outcomes").append(bars(summary.outcomes, "outcome"));
  $("verdicts").append(summary.verdicts.length ? bars(summary.verdicts, "verdict") : el("p", { class: "note" }, "Nothing was checked."));
  if (summary.fallback) {
    const f = summary.fallback, failed = f.answered.count + f.failed.count;
    $("fallback-section").hidden = false;
    $("fallback").append(el("div", { class: "tiles" },
      tile(count(failed), `of ${count(summary.answers)} questions had no usable program`),
      tile(count(f.answered.count), "of these were answered by reasoning"),
      tile(count(f.answered.right), `of those answers are right: the accuracy rises by ${(100 * f.answered.right / Math.max(1, all.grader.scored)).toFixed(1)} points`)));
  }

  // Histograms.
  const histogram = (data, unit) => {
    const width = 460, height = 170, left = 44, bottom = 28, top = 8;
    const bins = data.bins, most = Math.max(1, ...bins.map(b => b.count));
    const chart = svg("svg", { viewBox: `0 0 ${width} ${height}`, role: "img" });
    chart.append(svg("line", { x1: left, x2: width, y1: height - bottom, y2: height - bottom }));
    const step = (width - left) / Math.max(bins.length, 4);
    [1, 0.5].forEach(share => {
      const y = height - bottom - share * (height - bottom - top);
      chart.append(svg("line", { x1: left, x2: width, y1: y, y2: y }),
        svg("text", { x: left - 6, y: y + 4, "text-anchor": "end" }, count(Math.round(share * most))));
    });
    bins.forEach((b, i) => {
      const h = (height - bottom - top) * b.count / most;
      const rect = svg("rect", { x: left + i * step + 1, width: Math.max(1, step - 2), y: height - bottom - h, height: h, rx: 2 });
      rect.append(svg("title", {}, `${unit(b.from)} to ${unit(b.to)}: ${count(b.count)}`));
      chart.append(rect);
      if (i % Math.ceil(bins.length / 7) === 0) chart.append(svg("text", { x: left + i * step, y: height - bottom + 16, "text-anchor": "middle" }, unit(b.from)));
    });
    return el("div", {}, chart, el("p", { class: "small" },
      `Half within ${unit(data.p50)}, 90 % within ${unit(data.p90)}, 99 % within ${unit(data.p99)}; mean ${unit(data.mean)}. Each bar is twice as wide in value as the one before.`));
  };
  $("latency").append(histogram(summary.times.total, milliseconds));
  if (summary.tokens) {
    $("second").append(histogram(summary.tokens, t => count(Math.round(t))));
  } else if (summary.times.run) {
    $("second-title").textContent = "Of this, the program itself";
    $("second").append(histogram(summary.times.run, milliseconds), el("p", { class: "small" }, "No model was asked in this run, so there are no tokens to count."));
  } else {
    $("second").append(el("p", { class: "note" }, "No model was asked in this run, so there are no tokens to count."));
  }

  // Where the scorings differ.
  const differs = row => (row.mammoth.mark === "right") !== (row.grader.mark === "right")
    && row.mammoth.mark !== "no_reference" && row.grader.mark !== "no_reference";
  const different = rows.filter(differs);
  $("differences-lead").textContent = scoredByMammoth
    ? `${count(all.only_mammoth)} answers are right only by MAmmoTH’s scoring, ${count(all.only_grader)} only by Tusk’s grader.`
    : "MAmmoTH has no rule for these sets.";
  const shown = { differences: 0 };
  const differencesBox = el("div", { class: "card", hidden: "" });
  const moreDifferences = el("button", { onclick: () => addDifferences(50) }, "Show more");
  const addDifferences = n => {
    different.slice(shown.differences, shown.differences + n).forEach(row => differencesBox.append(
      el("div", { class: "differ" },
        el("div", {}, row.set, el("br"), el("small", { class: "small" }, row.id)),
        el("div", {}, "answer ", el("code", {}, row.answer.slice(0, 300) || "(none)"), el("br"), "reference ", el("code", {}, row.gold || "")),
        el("div", {}, mark(row.mammoth), " MAmmoTH: ", el("small", {}, row.mammoth.reason), el("br"), mark(row.grader), " Tusk: ", el("small", {}, row.grader.reason)),
        el("div", { class: "q" }, row.question))));
    shown.differences += n;
    differencesBox.hidden = different.length === 0;
    moreDifferences.hidden = shown.differences >= different.length;
    moreDifferences.textContent = `Show more (${count(Math.max(0, different.length - shown.differences))})`;
  };
  $("differences").append(differencesBox, el("p", {}, moreDifferences));
  addDifferences(8);

  // The table: rows are made when they are scrolled to.
  rows.forEach(row => {
    row.search = [row.id, row.question, row.program, row.answer, row.gold, row.stdout, row.detail, row.method].join("\n").toLowerCase();
  });
  const filters = {};
  const values = key => [...new Set(rows.map(key))].filter(v => v).sort();
  const choice = (name, label, options) => {
    const box = el("select", { name, onchange: refresh }, el("option", { value: "" }, "any"),
      ...options.map(o => Array.isArray(o) ? el("option", { value: o[0] }, o[1]) : el("option", { value: o }, o)));
    filters[name] = box;
    return el("label", {}, label, box);
  };
  const marks = Object.entries(MARKS);
  const search = el("input", { type: "search", placeholder: "words in question, program, output …", oninput: () => { clearTimeout(search.timer); search.timer = setTimeout(refresh, 120); } });
  $("filters").append(el("label", {}, "Search", search),
    choice("set", "Set", values(r => r.set)),
    choice("mammoth", "MAmmoTH", marks), choice("grader", "Grader", marks),
    choice("verdict", "Verdict", values(r => r.verdict)), choice("outcome", "Outcome", values(r => r.outcome)),
    choice("by", "Answered by", values(r => r.by)),
    choice("special", "Special", [["differ", "scorings differ"], ["saved", "reasoning saved the answer"], ["recorded", "differs from the recorded run"]]),
    el("button", { onclick: () => { search.value = ""; Object.values(filters).forEach(f => { f.value = ""; }); refresh(); } }, "Clear"));
  const special = {
    differ: differs,
    saved: r => r.fallback === "answered",
    recorded: r => r.recorded && (r.recorded.mammoth.mark !== r.mammoth.mark || r.recorded.grader.mark !== r.grader.mark),
  };
  const body = $("rows").tBodies[0];
  const PAGE = 60;
  let matching = [], drawn = 0;
  function select(name, value) { filters[name].value = value; refresh(); }
  function refresh() {
    const words = search.value.toLowerCase().split(/\s+/).filter(w => w);
    const f = Object.fromEntries(Object.entries(filters).map(([k, v]) => [k, v.value]));
    matching = rows.filter(r => (!f.set || r.set === f.set) && (!f.by || r.by === f.by)
      && (!f.mammoth || r.mammoth.mark === f.mammoth) && (!f.grader || r.grader.mark === f.grader)
      && (!f.verdict || r.verdict === f.verdict) && (!f.outcome || r.outcome === f.outcome)
      && (!f.special || special[f.special](r)) && words.every(w => r.search.includes(w)));
    body.replaceChildren();
    drawn = 0;
    draw();
    $("count").textContent = `${count(matching.length)} of ${count(rows.length)} questions`
      + (rows.length < summary.answers ? ` (this page holds the first ${count(rows.length)} of ${count(summary.answers)}; all are in answers.csv)` : "")
      + ". Click a row for the program, its output and the evidence.";
  }
  function draw() {
    matching.slice(drawn, drawn + PAGE).forEach(row => body.append(item(row)));
    drawn = Math.min(matching.length, drawn + PAGE);
    $("more").hidden = drawn >= matching.length;
  }
  const cut = (text, n) => { const t = (text || "").slice(0, n + 1); return t.length > n ? t.slice(0, n) + "…" : t; };
  function item(row) {
    const open = () => toggle(tr, row);
    const tr = el("tr", { class: "item", tabindex: "0", "aria-expanded": "false", onclick: open,
        onkeydown: e => { if (e.key === "Enter" || e.key === " ") { e.preventDefault(); open(); } } },
      el("td", {}, row.set, el("br"), el("small", { class: "small" }, cut(row.id, 12))),
      el("td", { class: "clamp" }, el("div", {}, cut(row.question, 260) || cut(row.program, 160))),
      el("td", { class: "clamp" }, el("div", {}, cut(row.answer, 80))),
      el("td", { class: "clamp" }, el("div", {}, cut(row.gold, 60))),
      el("td", {}, mark(row.mammoth)), el("td", {}, mark(row.grader)),
      el("td", {}, el("span", { class: "verdict", title: row.method }, row.verdict)),
      el("td", { title: row.detail || "" }, row.outcome));
    return tr;
  }
  const part = (title, text) => text ? el("div", {}, el("h4", {}, title), el("pre", {}, text)) : null;
  const show = value => typeof value === "string" ? value : JSON.stringify(value, null, 1);
  function evidence(e) {
    if (!e) return "";
    return Object.entries(e).map(([key, value]) => {
      if (key === "trace") return "where the two runs part:\n" + value.map(m => `  line ${m.line}: ${m.what}: exactly ${m.exact}, in doubles ${m.doubles}`).join("\n");
      if (key === "algebra") return "algebra:\n" + value.map(s => `  line ${s.line}: ${s.what}: ${s.method}`).join("\n");
      return key + ": " + show(value);
    }).join("\n");
  }
  function toggle(tr, row) {
    if (tr.nextElementSibling && tr.nextElementSibling.className === "more") {
      tr.nextElementSibling.remove();
      tr.classList.remove("open");
      tr.setAttribute("aria-expanded", "false");
      return;
    }
    tr.classList.add("open");
    tr.setAttribute("aria-expanded", "true");
    const facts = [["answered by", row.by], ["tokens", row.tokens], ["time, waiting included", milliseconds(row.ms)]].filter(f => f[1] !== undefined && f[1] !== null)
      .map(f => f.join(": ")).join(" · ");
    const scoring = [`MAmmoTH: ${MARKS[row.mammoth.mark]}: ${row.mammoth.reason}`, `Tusk: ${MARKS[row.grader.mark]}: ${row.grader.reason}`];
    if (row.recorded) scoring.push(`recorded run: ${row.recorded.status}, ${row.recorded.answer || "no answer"}; MAmmoTH ${MARKS[row.recorded.mammoth.mark]}, Tusk ${MARKS[row.recorded.grader.mark]}`);
    const said = [row.verdict + (row.method ? ": " + row.method : ""), evidence(row.evidence)].filter(t => t).join("\n");
    tr.after(el("tr", { class: "more" }, el("td", { colspan: "8", class: "detail" },
      part("Question", row.question),
      el("div", { class: "pair" },
        el("div", {}, part("Program", row.program)),
        el("div", {},
          part("Output", row.stdout), part("Answer", row.answer), part("Reference", row.gold), part("How it ended", row.detail),
          part("Scoring", scoring.join("\n")), part("Cross-check of the program", said),
          row.samples ? part("Samples", show(row.samples)) : null,
          el("p", { class: "small" }, facts))),
      ...(row.steps || []).map((step, i) => part(`Step ${i + 1}: ${step.kind || ""}`, show(step.text || step))))));
  }
  $("more").addEventListener("click", draw);
  if ("IntersectionObserver" in window) {
    new IntersectionObserver(entries => { if (entries.some(e => e.isIntersecting) && drawn && drawn < matching.length) draw(); }, { rootMargin: "400px" }).observe($("more"));
  }
  refresh();

  $("settings").append(...Object.entries(summary.settings).map(([k, v]) => el("tr", {}, el("td", {}, k), el("td", {}, v))));
})();
