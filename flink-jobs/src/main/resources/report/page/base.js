"use strict";
/* The numbers of the page, how they are written, and how elements are made. Nothing is counted here but sums of rows that
   the page shows. */
const numbers = JSON.parse(document.getElementById("numbers").textContent);

/** Rows of a query as objects; the numbers lie column by column to be small. */
function rowsOf(query) {
  const result = numbers.queries[query];
  const length = result.values.length ? result.values[0].length : 0;
  const rows = [];
  for (let row = 0; row < length; row++) {
    const object = {};
    result.columns.forEach((name, column) => { object[name] = result.values[column][row]; });
    rows.push(object);
  }
  return rows;
}

const wholeFormat = new Intl.NumberFormat("en-GB");
const decimalFormat = new Intl.NumberFormat("en-GB", { maximumSignificantDigits: 4 });
const percentFormat = new Intl.NumberFormat("en-GB", { maximumSignificantDigits: 3 });

/** Whole numbers with thousands; others with four digits that count; text as it is. */
function write(value) {
  if (value === null || value === undefined) return "–";
  if (typeof value !== "number") return String(value);
  return Number.isInteger(value) ? wholeFormat.format(value) : decimalFormat.format(value);
}

const percent = value => (value === null || value === undefined ? "–" : percentFormat.format(value) + "\u00a0%");

/** The English name of a country, or its code where the browser knows none. */
const regions = new Intl.DisplayNames(["en"], { type: "region", fallback: "code" });
const countryName = code => (/^[A-Z]{2}$/.test(code) ? regions.of(code) : code);

/** A count with its noun. */
const some = (count, noun) => write(count) + " " + noun + (count === 1 ? "" : "s");

/** A share of two counts, as people read it. */
const share = (part, whole) => percent(whole ? (100 * part) / whole : null);

function bytes(count) {
  const units = ["bytes", "kB", "MB", "GB", "TB"];
  let unit = 0;
  let value = count;
  while (value >= 1000 && unit < units.length - 1) { value /= 1000; unit++; }
  return (unit === 0 ? write(value) : value.toFixed(value < 10 ? 1 : 0)) + " " + units[unit];
}

/** Seconds in the unit that people would choose. */
function duration(seconds) {
  const units = [[86400, "d"], [3600, "h"], [60, "min"], [1, "s"], [0.001, "ms"]];
  const [size, name] = units.find(([unit]) => seconds >= unit * 0.999) || units[units.length - 1];
  const value = seconds / size;
  return new Intl.NumberFormat("en-GB", { maximumSignificantDigits: 2 }).format(value) + " " + name;
}

const dateTime = text => text.replace("T", " ").replace("Z", " UTC");
const dateOf = micros => new Date(micros / 1000).toISOString().slice(0, 10);
const sum = (rows, column) => rows.reduce((total, row) => total + row[column], 0);
const distinct = (rows, column) => [...new Set(rows.map(row => row[column]))];

/** Of rows, the one with the largest value of a column. */
const largest = (rows, column) => rows.reduce((best, row) => (best === null || row[column] > best[column] ? row : best), null);

/** An element with attributes and children; text stays text. */
function element(name, attributes, ...children) {
  const made = document.createElement(name);
  for (const [key, value] of Object.entries(attributes || {})) {
    if (value === true) made.setAttribute(key, "");
    else if (value !== false && value !== null) made.setAttribute(key, value);
  }
  made.append(...children.flat().filter(child => child !== null && child !== undefined));
  return made;
}

const put = (id, ...children) => document.getElementById(id).append(...children.flat());

/** A table that scrolls inside its own box and can be reached by the keyboard. Columns: {name, title, number, cell}. */
function table(caption, columns, rows, full) {
  const head = element("tr", {}, columns.map(column => element("th", { scope: "col", class: column.number ? "number" : null }, column.title)));
  const body = rows.map(row => element("tr", {}, columns.map(column => {
    const value = column.cell ? column.cell(row) : write(row[column.name]);
    return element("td", { class: column.number ? "number" : null }, value);
  })));
  return element("div", { class: full ? "scroll full" : "scroll", tabindex: "0", role: "region", "aria-label": caption },
    element("table", {}, element("caption", {}, caption), element("thead", {}, head), element("tbody", {}, body)));
}

/** The colours in force: light, dark or print. */
function theme() {
  const style = getComputedStyle(document.documentElement);
  const colour = name => style.getPropertyValue("--" + name).trim();
  return {
    text: colour("text"), muted: colour("muted"), line: colour("line"), surface: colour("surface"), page: colour("page"), soft: colour("soft"),
    heat: [colour("heat-low"), colour("heat-mid"), colour("heat-high")],
    series: [1, 2, 3, 4, 5, 6, 7, 8].map(number => colour("c" + number)),
    font: getComputedStyle(document.body).fontFamily,
  };
}
