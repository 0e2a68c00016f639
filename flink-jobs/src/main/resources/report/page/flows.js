/* Pictures of sessions, amounts and the life of a payment. */
Object.assign(charts, {
  sessions(rows, colours) {
    const sizes = [...new Map(rows.map(row => [row.arrivals, row.size])).entries()].sort((left, right) => left[0] - right[0]);
    const find = (channel, size) => rows.find(row => row.channel === channel && row.arrivals === size);
    return {
      height: 300,
      alternative: channelsOf(rows).map(channel => `${channel}: ${percent((find(channel, 1) || { percent: 0 }).percent)} have one arrival`).join("; ") + ".",
      option: plane(colours, {
        tooltip: Object.assign(plane(colours, {}).tooltip, { valueFormatter: percent }),
        xAxis: axis(colours, { type: "category", data: sizes.map(([, size]) => size), name: "arrivals in the session", axisLabel: { color: colours.muted, interval: 0 } }),
        yAxis: axis(colours, { type: "log", axisLabel: { color: colours.muted, formatter: value => write(value) + " %" } }),
        series: channelsOf(rows).map(channel => line(channel, sizes.map(([size]) => { const row = find(channel, size); return row && row.percent > 0 ? row.percent : null; }), { showSymbol: true, symbolSize: 6 })),
      }),
    };
  },

  session_lengths(rows, colours) {
    const peaks = channelsOf(rows).map(channel => largest(rows.filter(row => row.channel === channel), "percent"));
    return {
      height: 300,
      alternative: "Most frequent length: " + peaks.map(row => `${row.channel} from ${duration(row.from_seconds)}`).join(", ") + ".",
      option: spectrum(colours, channelsOf(rows).map(channel => ({ name: channel, data: byBin(rows.filter(row => row.channel === channel), "from_seconds", "percent") })), "length", duration, "per cent"),
    };
  },

  amounts(rows, colours, chosen) {
    const shown = rows.filter(row => row.currency === chosen.currency);
    const classes = distinct(shown, "class").map(name => ({ name, rows: shown.filter(row => row.class === name) }))
      .sort((left, right) => sum(right.rows, "flows") - sum(left.rows, "flows"));
    return {
      height: 380,
      alternative: `${write(sum(shown, "flows"))} flows in ${chosen.currency}. Most frequent amounts: ` + classes.slice(0, 4).map(one => `${one.name} from ${write(Number(largest(one.rows, "flows").from_amount.toPrecision(3)))}`).join(", ") + ".",
      option: spectrum(colours, classes.map(one => ({ name: one.name, data: byBin(one.rows, "from_amount", "flows") })), "amount in " + chosen.currency, value => write(value), "flows per bin"),
    };
  },

  price_endings(rows, colours, chosen) {
    const shown = rows.filter(row => row.channel === chosen.channel);
    const top = [...shown].sort((left, right) => right.flows - left.flows).slice(0, 3);
    const endings = [...Array(100).keys()];
    return {
      height: 260,
      alternative: `Most frequent endings of ${chosen.channel}: ` + top.map(row => `.${String(row.ending).padStart(2, "0")} with ${percent(row.percent)}`).join(", ") + ".",
      option: plane(colours, {
        legend: { show: false },
        grid: { left: 8, right: 12, top: 12, bottom: 32, containLabel: true },
        tooltip: Object.assign(plane(colours, {}).tooltip, { valueFormatter: percent, axisPointer: { type: "shadow" } }),
        xAxis: axis(colours, { type: "category", data: endings.map(ending => "." + String(ending).padStart(2, "0")), name: "last two digits" }),
        yAxis: axis(colours, { type: "value", axisLabel: { color: colours.muted, formatter: "{value} %" } }),
        series: [bar(chosen.channel, endings.map(ending => (shown.find(row => row.ending === ending) || { percent: 0 }).percent), { barCategoryGap: "15%" })],
      }),
    };
  },

  life_cycle(rows, colours) {
    const total = sum(rows.filter(row => row.step === 1), "flows");
    const printing = document.documentElement.classList.contains("printing");
    const flows = new Map();
    rows.forEach(row => flows.set(row.target, (flows.get(row.target) || 0) + row.flows));
    flows.set("authorisation requested", total);
    const tone = { approved: colours.series[3], cleared: colours.series[3], declined: colours.series[4], reversed: colours.series[5], refunded: colours.series[1], challenged: colours.series[2] };
    const ways = ["challenged", "approved", "declined", "cleared", "refunded", "reversed"].filter(name => flows.has(name));
    return {
      height: 460, wide: true,
      alternative: `Of ${write(total)} requests ` + ways.map(name => `${share(flows.get(name), total)} were ${name}`).join(", ") + ".",
      option: {
        animation: false, textStyle: { fontFamily: colours.font },
        tooltip: { trigger: "item", confine: true, backgroundColor: colours.surface, borderColor: colours.line, textStyle: { color: colours.text, fontSize: 12 }, valueFormatter: write },
        series: [{
          type: "sankey", left: 4, right: printing ? 165 : 235, top: 10, bottom: 10, nodeWidth: 14, nodeGap: 14, draggable: false, layoutIterations: 64,
          data: [...flows.keys()].map((name, place) => ({ name, itemStyle: { color: name.startsWith("declined:") ? colours.series[4] : tone[name] || colours.series[place % 2 === 0 ? 0 : 6] } })),
          links: rows.map(row => ({ source: row.source, target: row.target, value: row.flows })),
          lineStyle: { color: "source", opacity: 0.28, curveness: 0.5 },
          label: { color: colours.text, fontSize: printing ? 9 : 12, formatter: node => `${node.name}  ${write(flows.get(node.name))}` },
          emphasis: { focus: "adjacency" },
        }],
      },
    };
  },

  stages(rows, colours) {
    const order = ["requested", "challenged", "challenge completed", "approved", "declined", "cleared", "reversed", "refunded"].filter(stage => rows.some(row => row.stage === stage));
    const find = (channel, stage) => rows.find(row => row.channel === channel && row.stage === stage);
    const channels = channelsOf(rows);
    const made = ranking(colours, order, channels.map(channel => ({ name: channel, data: order.map(stage => (find(channel, stage) || { percent: 0 }).percent) })), "per cent of requests");
    made.option.series.forEach(one => { delete one.stack; one.barMaxWidth = 10; });
    made.option.tooltip.valueFormatter = percent;
    made.option.xAxis.max = 100;
    made.height = 100 + order.length * (14 + 11 * channels.length);
    made.alternative = channels.map(channel => `${channel}: ${percent((find(channel, "approved") || {}).percent)} approved, ${percent((find(channel, "declined") || { percent: 0 }).percent)} declined`).join("; ") + ".";
    return made;
  },

  declines(rows, colours) {
    const reasons = distinct(rows, "reason_code");
    const channels = channelsOf(rows);
    const first = reasons.map(reason => rows.find(row => row.reason_code === reason));
    const total = sum(first, "declines_of_reason");
    const find = (reason, channel) => rows.find(row => row.reason_code === reason && row.channel === channel);
    return Object.assign(ranking(colours, first.map(row => `${row.reason_code} ${row.meaning}`), channels.map(channel => ({ name: channel, data: reasons.map(reason => (find(reason, channel) || { declines: 0 }).declines) })), "declines"), {
      alternative: total === 0 ? "Nothing was declined." : `${write(total)} declines. Most frequent: ` + first.slice(0, 3).map(row => `${row.meaning} (${row.reason_code}) with ${share(row.declines_of_reason, total)}`).join(", ") + ".",
    });
  },

  delays(rows, colours) {
    const order = ["answer", "answer after a challenge", "clearing after the answer", "reversal after the answer", "refund after clearing"].filter(wait => rows.some(row => row.wait === wait));
    const of = wait => rows.filter(row => row.wait === wait);
    return {
      height: 340,
      alternative: "Most frequent: " + order.map(wait => `${wait} from ${duration(largest(of(wait), "percent").from_seconds)}`).join(", ") + ".",
      option: spectrum(colours, order.map(wait => ({ name: wait, data: byBin(of(wait), "from_seconds", "percent") })), "wait", duration, "per cent"),
    };
  },

  commits(rows, colours) {
    const names = [...new Set(rows.map(row => row.attempt + " / " + row.checkpoint_id))];
    const sets = distinct(rows, "dataset_id");
    const find = (name, set) => rows.find(row => row.attempt + " / " + row.checkpoint_id === name && row.dataset_id === set);
    return {
      height: 300,
      alternative: `${some(names.length, "checkpoint")} of ${some(distinct(rows, "attempt").length, "start")} committed ${some(sum(rows, "files"), "file")} with ${some(sum(rows, "rows"), "row")}.`,
      option: plane(colours, {
        grid: { left: 8, right: 30, top: 58, bottom: 36, containLabel: true },
        tooltip: Object.assign(plane(colours, {}).tooltip, { axisPointer: { type: "shadow" } }),
        xAxis: axis(colours, { type: "category", data: names, name: "start / checkpoint" }),
        yAxis: axis(colours, { type: "value", name: "rows", nameLocation: "end", nameGap: 14, axisLabel: { color: colours.muted, formatter: write } }),
        series: sets.map(set => bar(dataSetNames[set] || set, names.map(name => (find(name, set) || { rows: 0 }).rows), { stack: "all", barMaxWidth: 60 })),
      }),
    };
  },
});

/** What a reader may choose, with the first value; the most frequent currency comes first. */
const choices = {
  week: { country: rows => ["ALL", ...distinct(rows, "country").filter(name => name !== "ALL" && name !== "other"), "other"].filter(name => rows.some(row => row.country === name)),
    channel: rows => ["ALL", ...channelsOf(rows)] },
  amounts: { currency: rows => distinct(rows, "currency").map(name => [name, sum(rows.filter(row => row.currency === name), "flows")]).sort((left, right) => right[1] - left[1]).map(([name]) => name) },
  price_endings: { channel: rows => ["ECOM", "POS", "HYBRID"].filter(name => rows.some(row => row.channel === name)) },
};
