/* Puts the page together: words, tiles, pictures with their tables and queries. */
const story = numbers.story;
const manifest = story.manifest;
const dataSets = new Map(manifest.datasets.map(set => [set.dataset_id, set]));
const rowsIn = id => dataSets.get(id).rows;
const counter = (id, name) => Number(dataSets.get(id).counters[name] || 0);
const rowsShownMax = 400;

const entities = "s1_arrival_entities_6B";
const sessions = "s1_session_index_6B";
const anchors = "s2_flow_anchor_baseline_6B";
const outcomes = "s2_flow_outcome_baseline_6B";
const events = "s2_event_stream_baseline_6B";

function words() {
  document.getElementById("run-short").textContent = manifest.run_id;
  document.getElementById("run-short").className = "hash";
  const days = (manifest.horizon_end_us - manifest.horizon_start_us) / 86400e6;
  put("lead", `${write(rowsIn(entities))} arrivals in ${write(days)} days, from ${dateOf(manifest.horizon_start_us)} to ${dateOf(manifest.horizon_end_us - 1)}: `
    + `${write(story.inputs.parties)} parties pay at ${write(story.inputs.merchants)} merchants. Nobody in here exists.`);
  const files = rowsOf("data_sets");
  const score = numbers.card && numbers.card.score;
  const tiles = [
    ["arrivals", rowsIn(entities), "arrivals, each the start of a payment"], ["sessions", rowsIn(sessions), "sessions"], ["events", rowsIn(events), "events of payments"],
    ["approved", null, "approved, of answered requests", share(counter(outcomes, "rows.auth_result.APPROVED"), counter(outcomes, "rows.auth_result.APPROVED") + counter(outcomes, "rows.auth_result.DECLINED"))],
    ["bytes", null, `in ${write(sum(files, "files"))} files`, bytes(sum(files, "bytes"))],
    score ? ["score", null, "measured realism metrics good or better", `${score.good} of ${score.measured}`] : ["score", null, "realism not measured yet", "–"],
  ];
  put("tiles", tiles.map(([id, value, label, text]) => element("li", { "data-tile": id, "data-value": value === null ? null : String(value) }, element("b", {}, text || write(value)), element("span", {}, label))));
}

function identity() {
  const hash = text => element("span", { class: "hash" }, text);
  const facts = [
    ["Run", hash(manifest.run_id)], ["Scenario", manifest.scenario_id], ["Seed", manifest.seed],
    ["World", [story.receipt.world_kind === "OWN" ? "made by Millrace, fingerprint " : "of another engine, fingerprint ", hash(manifest.manifest_fingerprint)]],
    ["Policies", ["parameter hash ", hash(manifest.parameter_hash)]], ["Inputs", ["sealed as ", hash(manifest.sealed_inputs_digest_6B)]],
    ["Proof", ["bundle digest ", hash(story.bundle_digest)]], ["Program", ["source revision ", hash(story.revisions.join(", ")), `, contracts ${manifest.contracts_version}`]],
    ["Sealed", dateTime(story.sealed_at)], ["Published", dateTime(story.published_at)],
  ];
  put("identity-facts", facts.flatMap(([term, value]) => [element("dt", {}, term), element("dd", {}, value)]));
  put("policies", policies());
}

function stages() {
  const files = rowsOf("data_sets");
  const arrivals = rowsIn(entities);
  const boxes = [
    ["Arrivals", write(arrivals), `sealed before the start, at ${write(story.inputs.merchants)} merchants`],
    ["Attach", write(arrivals), `got a party, account, instrument, device and IP; ${share(counter(entities, "rows.visit_source.LOYAL"), arrivals)} by regulars of the place`],
    ["Sessionise", write(rowsIn(sessions)), `sessions, ${write(arrivals / rowsIn(sessions))} arrivals each in the mean`],
    ["Flows", write(rowsIn(events)), `events of ${write(rowsIn(anchors))} payments; ${write(counter(anchors, "retries"))} are second tries after a decline`],
    ["Sinks", bytes(sum(files, "bytes")), `in ${write(sum(files, "files"))} Parquet files, each with a line in the ledger`],
  ];
  put("stages", boxes.map(([title, value, text]) => element("li", {}, element("h3", {}, title), element("b", {}, value), element("p", {}, text))));
}

/** The rows behind a picture; a long result is cut on the page, not in it. */
function dataTable(query, chosen) {
  const result = numbers.queries[query];
  const matching = rowsOf(query).filter(row => Object.entries(chosen).every(([name, value]) => row[name] === value));
  const isNumber = name => matching.length > 0 && matching.every(row => row[name] === null || typeof row[name] === "number");
  const columns = result.columns.map(name => ({ title: name, name, number: isNumber(name) }));
  const cut = matching.length > rowsShownMax ? ` The first ${write(rowsShownMax)} of ${write(matching.length)} rows.` : "";
  return table(result.title + "." + cut, columns, matching.slice(0, rowsShownMax));
}

/** Made when it is opened first, and again when the choice changes. */
function dataDetails(query, chosen, opened) {
  const place = element("div", {});
  const details = element("details", { open: opened }, element("summary", {}, "Data"), place);
  const fill = () => { if (details.open) place.replaceChildren(dataTable(query, chosen)); };
  details.addEventListener("toggle", fill);
  fill();
  return { details, fill };
}

function controls(query, rows, chosen, changed) {
  const wanted = choices[query] || {};
  const fields = Object.entries(wanted).map(([name, values]) => {
    const options = values(rows);
    chosen[name] = options[0];
    const select = element("select", { name }, options.map(value => element("option", { value }, value === "ALL" ? "all" : name === "country" ? countryName(value) : value)));
    select.addEventListener("change", () => { chosen[name] = select.value; changed(); });
    return element("label", {}, name[0].toUpperCase() + name.slice(1), select);
  });
  return fields.length ? element("div", { class: "controls" }, fields) : null;
}

const redraws = [];

function picture(figure) {
  const query = figure.dataset.query;
  const result = numbers.queries[query];
  const sql = element("details", {}, element("summary", {}, "Query"), element("p", {}, "Reads " + result.reads + "."), element("pre", { tabindex: "0" }, element("code", {}, result.sql)));
  if (result.missing) {
    figure.append(element("p", { class: "missing" }, `Not shown: the tables ${result.missing} of this world were not found.`), sql);
    figure.dataset.drawn = "missing";
    return;
  }
  const chosen = {};
  const rows = rowsOf(query);
  const data = dataDetails(query, chosen, "open" in figure.dataset);
  if (figure.dataset.chart === "none") {
    figure.append(data.details, sql);
    figure.dataset.drawn = "table";
    return;
  }
  const holder = element("div", { class: "chart", role: "img" });
  const box = element("div", {}, holder);
  const alternative = element("p", { class: "alternative" });
  let chart = null;
  const draw = () => {
    const made = charts[figure.dataset.chart](rows, theme(), chosen);
    if (made.wide) { box.className = "wide"; box.tabIndex = 0; box.setAttribute("role", "region"); box.setAttribute("aria-label", result.title); }
    holder.style.height = made.height + "px";
    holder.setAttribute("aria-label", result.title + ". " + made.alternative);
    alternative.textContent = made.alternative;
    if (chart !== null) chart.dispose();
    chart = echarts.init(holder, null, { renderer: "svg" });
    chart.setOption(made.option);
    figure.dataset.drawn = "yes";
  };
  const fields = controls(query, rows, chosen, () => { draw(); data.fill(); });
  figure.append(...[fields, box, alternative, data.details, sql].filter(part => part !== null));
  draw();
  redraws.push(draw);
  new ResizeObserver(() => chart.resize()).observe(box);
}

/** Links to the sections; the one that is read is marked. */
function sections() {
  const links = [...document.querySelectorAll("main > section")].map(section => {
    const link = element("a", { href: "#" + section.id }, section.dataset.short);
    put("sections", element("li", {}, link));
    return [section, link];
  });
  const inSight = new Set();
  /* Below the links; of the sections that a tall window shows there the first is read. */
  const watcher = new IntersectionObserver(seen => {
    seen.forEach(entry => entry.isIntersecting ? inSight.add(entry.target) : inSight.delete(entry.target));
    const read = links.find(([section]) => inSight.has(section));
    if (read) links.forEach(([section, link]) => {
      if (section === read[0]) link.setAttribute("aria-current", "true");
      else link.removeAttribute("aria-current");
    });
  }, { rootMargin: "-160px 0px -40% 0px" });
  links.forEach(([section]) => watcher.observe(section));
}

words();
identity();
stages();
document.querySelectorAll("figure[data-query]").forEach(picture);
put("card", scorecard());
put("draw-table", draws());
put("attempts", attempts());
put("validation", validation());
put("colophon", `Made by millrace report from the files of the run; ${numbers.library} draws the pictures (Apache License 2.0). Every number is the result of a query that is shown below its picture, or stands in a document of the run.`);
sections();

matchMedia("(prefers-color-scheme: dark)").addEventListener("change", () => redraws.forEach(draw => draw()));
/* Paper is white and narrow. */
addEventListener("beforeprint", () => { document.documentElement.classList.add("printing"); redraws.forEach(draw => draw()); });
addEventListener("afterprint", () => { document.documentElement.classList.remove("printing"); redraws.forEach(draw => draw()); });
document.documentElement.dataset.ready = "yes";
