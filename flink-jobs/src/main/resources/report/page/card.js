/* Tables from documents: scorecard, draws, policies, history. */
const gradeWords = { MISS: "outside pass", PASS: "pass", GOOD: "good", EXCELLENT: "excellent", NONE: "not measured" };
const gradeOrder = ["MISS", "PASS", "GOOD", "EXCELLENT", "NONE"];
/** Bands write an open end as a large number. */
const openEnd = 1000000;

const bandText = band => (band.max >= openEnd ? "≥ " + write(band.min) : band.min <= -openEnd ? "≤ " + write(band.max) : band.min === band.max ? write(band.min) : write(band.min) + "–" + write(band.max));

/** The three bands as nested bars and the value as a mark; a picture for the eye, the cells beside it say the same. */
function bandPicture(reading) {
  const namespace = "http://www.w3.org/2000/svg";
  const svg = document.createElementNS(namespace, "svg");
  svg.setAttribute("viewBox", "0 0 200 26");
  svg.setAttribute("class", "band");
  svg.setAttribute("aria-hidden", "true");
  const ends = [reading.pass, reading.good, reading.excellent].flatMap(band => [band.min, band.max]).filter(end => Math.abs(end) < openEnd);
  const low = Math.min(reading.value, ...ends);
  const high = Math.max(reading.value, ...ends);
  const logarithmic = low > 0 && high / low > 30;
  const scale = logarithmic ? Math.log : value => value;
  const span = scale(high) - scale(low) || 1;
  const x = value => 8 + (184 * Math.min(1.04, Math.max(-0.04, (scale(Math.min(Math.max(value, logarithmic ? low : -openEnd), openEnd)) - scale(low)) / span)));
  const shape = (name, attributes) => {
    const made = document.createElementNS(namespace, name);
    Object.entries(attributes).forEach(([key, value]) => made.setAttribute(key, value));
    svg.append(made);
  };
  [["pass", 13, 3, 0.25], ["good", 13, 6, 0.45], ["excellent", 13, 9, 0.85]].forEach(([name, middle, half, opacity]) => {
    const from = x(reading[name].min);
    shape("rect", { x: from, y: middle - half, width: Math.max(2, x(reading[name].max) - from), height: 2 * half, rx: 2, fill: "var(--best)", "fill-opacity": opacity });
  });
  const mark = x(reading.value);
  shape("path", { d: `M${mark} 1 L${mark} 25`, stroke: "var(--text)", "stroke-width": 3 });
  shape("circle", { cx: mark, cy: 13, r: 5, fill: "var(--surface)", stroke: "var(--text)", "stroke-width": 2.5 });
  return svg;
}

function gradeCell(grade) {
  return element("span", { class: "grade " + grade }, gradeWords[grade]);
}

/** Every reading, the worst first; inside a grade in the order of the card. */
function scorecard() {
  const card = numbers.card;
  if (card === null) {
    return [element("p", { class: "missing" }, "No scorecard was kept with this run. It is measured by ", element("code", {}, "millrace verify RUN --realism"), ", then this page made again shows it.")];
  }
  const readings = card.metrics.flatMap(metric => metric.readings.map(reading => Object.assign({ metric }, reading, { grade: reading.grade || "NONE" })));
  const score = card.score;
  const intro = element("p", {}, `${write(score.good)} of ${write(score.measured)} measured metrics are good or better, ${write(score.excellent)} of them excellent; `
    + `${write(score.missed.length)} lie outside pass` + (score.missed.length ? ` (${score.missed.join(", ")})` : "") + `, ${write(score.metrics - score.measured)} could not be measured. `
    + (card.overall_status === "PASS" ? "No required metric lies outside pass." : `Required metrics outside pass: ${score.required_missed.join(", ")}.`));
  const reading = element("p", {}, "Three bands lie inside one another: pass (not absurd), good (inside what is published), excellent (near the published figure). The bars show them, the mark is the value. * marks required metrics. "
    + "Sources: V read in a text that quotes its publisher, S a trade page, D arithmetic on these, U an assumption, R a gate of another engine.");
  const columns = ["Metric, formula and source", "Part", "Value", "Bands", "Excellent", "Good", "Pass", "Rows"];
  const head = element("tr", {}, columns.map((title, place) => element("th", { scope: "col", class: [2, 7].includes(place) ? "number" : null }, title)));
  const bodies = gradeOrder.map(grade => {
    const rows = readings.filter(one => one.grade === grade);
    if (rows.length === 0) return null;
    const group = element("tr", {}, element("th", { scope: "rowgroup", colspan: columns.length }, gradeCell(grade), ` – ${write(rows.length)}`));
    return element("tbody", {}, group, rows.map(one => element("tr", { "data-metric": one.metric.metric_id, "data-part": one.part },
      element("th", { scope: "row" }, one.metric.metric_id + (one.metric.required ? " *" : "") + " ", one.metric.name,
        element("span", { class: "source" }, one.metric.formula + ". Source: " + one.metric.source + (one.note ? ". " + (one.value === null ? "Not measured: " : "") + one.note : ""))),
      element("td", {}, one.part === "ALL" ? "all" : one.part),
      element("td", { class: "number", "data-value": one.value === null ? "" : String(one.value) }, one.value === null ? "–" : write(one.value)),
      element("td", {}, one.value === null ? "" : bandPicture(one)),
      element("td", {}, bandText(one.excellent)), element("td", {}, bandText(one.good)), element("td", {}, bandText(one.pass)),
      element("td", { class: "number" }, one.rows ? write(one.rows) : "–"))));
  });
  const caption = "Realism scorecard, the worst first";
  return [intro, reading, element("div", { class: "scroll full", tabindex: "0", role: "region", "aria-label": caption },
    element("table", {}, element("caption", {}, caption), element("thead", {}, head), bodies))];
}

function draws() {
  const rows = numbers.story.draws;
  const differing = rows.filter(row => !row.matches);
  const made = rows.filter(row => row.evaluations !== "0");
  const count = text => wholeFormat.format(BigInt(text));
  return [
    element("p", {}, differing.length === 0 ? `All ${write(rows.length)} decisions agree; ${write(made.length)} of them were made in this run.` : `${write(differing.length)} decisions differ.`),
    table("Draws by decision", [
      { title: "Stage", name: "stage" }, { title: "Decision", name: "decision" }, { title: "Asked by the rows", number: true, cell: row => count(row.expected_evaluations) },
      { title: "Made", number: true, cell: row => count(row.evaluations) }, { title: "Numbers used", number: true, cell: row => count(row.draws) },
      { title: "Agree", cell: row => (row.matches ? "yes" : "NO") }, { title: "Counted as", name: "expected_counter" }, { title: "Family", name: "family" },
    ], rows, true),
  ];
}

function policies() {
  const columns = [{ title: "Policy", name: "policy_id" }, { title: "Version", name: "version" }, { title: "Law", name: "law_revision", number: true }, { title: "Digest", cell: row => element("span", { class: "hash" }, row.digest) }];
  return element("details", {}, element("summary", {}, `Policies in effect (${numbers.story.policies.length})`), table("Policies in effect", columns, numbers.story.policies));
}

/** Starts of the job, what was set aside, and when it was published. */
function attempts() {
  const story = numbers.story;
  const commits = rowsOf("commits");
  const items = [element("li", {}, `${dateTime(story.sealed_at)}: inputs checked and sealed.`)];
  story.attempts.forEach(attempt => {
    const own = commits.filter(row => row.attempt === attempt.start.attempt);
    const from = attempt.start.restored_from;
    items.push(element("li", {}, `${dateTime(attempt.started_at)}: start ${attempt.start.attempt}, `
      + (from === null ? "from the beginning" : `taken up from checkpoint ${from.checkpoint_id} of start ${from.attempt}`)
      + (own.length === 0 ? "; nothing of it counts." : `; it committed ${some(sum(own, "files"), "file")} with ${some(sum(own, "rows"), "row")} at ${some(distinct(own, "checkpoint_id").length, "checkpoint")}.`)));
  });
  story.set_aside.forEach(folder => items.push(element("li", {}, `Set aside in _quarantine/${folder.folder}: ${some(folder.files, "file")}, ${bytes(folder.bytes)}.`)));
  story.refused.forEach(name => items.push(element("li", {}, `A publication was refused: reports/${name}.`)));
  items.push(element("li", {}, `${dateTime(story.published_at)}: published, with bundle digest `, element("span", { class: "hash" }, story.bundle_digest), "."));
  const restarts = story.attempts.length - 1;
  return [element("p", {}, restarts === 0 ? "One start, no restart by command: no stop and no crash that somebody had to resume." : `${write(story.attempts.length)} starts: the job was stopped, or died, and was taken up ${restarts === 1 ? "once" : write(restarts) + " times"}. The rows are those of a run that never stopped.`),
    element("ol", { class: "timeline" }, items), element("p", { class: "missing" }, "Times are those of the files; in a copied folder they may be the time of copying.")];
}

function validation() {
  const report = numbers.story.validation;
  const passed = report.checks.filter(check => check.result === "PASS").length;
  const columns = [{ title: "Check", name: "check_id" }, { title: "Result", name: "result" }, { title: "Severity", name: "severity" }, { title: "Measured", cell: row => element("span", { class: "hash" }, String(row.measured)) }, { title: "Must be", cell: row => element("span", { class: "hash" }, String(row.threshold)) }];
  return [element("h3", {}, "Checks before the flag"), element("p", {}, `${write(passed)} of ${some(report.checks.length, "check")} passed when the run was published: ${report.overall_status}.`),
    element("details", {}, element("summary", {}, "All checks before the flag"), table("Checks before the flag", columns, report.checks)),
    element("h3", {}, "Rows judged from the files"), ...verdict()];
}

/** What verify kept, if it ever judged these rows. */
function verdict() {
  const kept = numbers.story.verdict;
  const command = element("code", {}, "millrace verify RUN");
  if (kept === null) {
    return [element("p", { class: "missing" }, "No verdict is kept with this run. ", command, " reads every row again, by other code than that which wrote it.")];
  }
  const of = status => kept.checks.filter(check => check.status === status).length;
  const columns = [{ title: "What must hold", name: "title" }, { title: "Result", name: "status" }, { title: "Violations", name: "violations", number: true }, { title: "Note", name: "sample" }];
  return [element("p", {}, command, ` read every row again, by other code than that which wrote it: ${write(of("PASS"))} of ${some(kept.checks.length, "check")} passed, ${write(of("FAIL"))} failed, ${write(of("NOT_CHECKED"))} could not be made.`),
    element("details", {}, element("summary", {}, "All checks of rows"), table("Checks of rows", columns, kept.checks))];
}
