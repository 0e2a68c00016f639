/* One function per picture: rows to an option of ECharts, a sentence that says the same, and what can be chosen. */
const channelOrder = ["POS", "ECOM", "ATM", "BANK_RAIL", "HYBRID"];
const weekdays = ["Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday"];
const dataSetNames = {
  s1_arrival_entities_6B: "arrivals with entities", s1_session_index_6B: "sessions", s2_flow_anchor_baseline_6B: "flow anchors",
  s2_event_stream_baseline_6B: "events", s2_flow_outcome_baseline_6B: "outcomes", stage_accounting_6B: "accounting of draws",
};

const channelsOf = rows => channelOrder.filter(channel => rows.some(row => row.channel === channel));

/** What all pictures with two axes share. */
function plane(colours, more) {
  return Object.assign({
    animation: false, color: colours.series,
    textStyle: { fontFamily: colours.font, color: colours.text, fontSize: 12 },
    grid: { left: 8, right: 30, top: 42, bottom: 32, containLabel: true },
    legend: { top: 0, left: 0, type: "scroll", textStyle: { color: colours.text }, pageTextStyle: { color: colours.muted }, pageIconColor: colours.text, itemWidth: 16, itemHeight: 10 },
    tooltip: { trigger: "axis", confine: true, backgroundColor: colours.surface, borderColor: colours.line, textStyle: { color: colours.text, fontSize: 12 }, valueFormatter: write },
  }, more);
}

function axis(colours, more) {
  return Object.assign({
    axisLine: { lineStyle: { color: colours.muted } }, axisTick: { lineStyle: { color: colours.muted } },
    axisLabel: { color: colours.muted, hideOverlap: true }, splitLine: { lineStyle: { color: colours.line } },
    nameTextStyle: { color: colours.muted }, nameLocation: "middle", nameGap: 26,
  }, more);
}

const line = (name, data, more) => Object.assign({ name, type: "line", data, showSymbol: false, lineStyle: { width: 2 }, emphasis: { focus: "series" } }, more);
const bar = (name, data, more) => Object.assign({ name, type: "bar", data, emphasis: { focus: "series" } }, more);

/** Horizontal bars, the first row on top, stacked by series. */
function ranking(colours, names, series, unit) {
  return {
    height: 90 + 22 * names.length,
    option: plane(colours, {
      tooltip: Object.assign(plane(colours, {}).tooltip, { axisPointer: { type: "shadow" } }),
      xAxis: axis(colours, { type: "value", name: unit, axisLabel: { color: colours.muted, formatter: write, hideOverlap: true } }),
      yAxis: axis(colours, { type: "category", data: names, inverse: true, axisTick: { show: false }, axisLabel: { color: colours.text, interval: 0, width: innerWidth < 600 ? 125 : 200, overflow: "truncate" } }),
      series: series.map(one => bar(one.name, one.data, { stack: "all", barMaxWidth: 16 })),
    }),
  };
}

/** Lines over a logarithmic scale of seconds or money. */
function spectrum(colours, series, xName, xFormat, yName) {
  return plane(colours, {
    grid: { left: 8, right: 32, top: 58, bottom: 36, containLabel: true },
    xAxis: axis(colours, { type: "log", name: xName, axisLabel: { color: colours.muted, formatter: xFormat, hideOverlap: true }, axisPointer: { label: { formatter: at => xFormat(at.value) } }, splitLine: { show: false } }),
    yAxis: axis(colours, { type: "value", name: yName, nameLocation: "end", nameGap: 14, axisLabel: { color: colours.muted, formatter: write } }),
    series: series.map((one, place) => line(one.name, one.data, { areaStyle: { opacity: series.length > 6 ? 0 : 0.06 }, lineStyle: { width: 2, type: place >= 8 ? "dashed" : "solid" } })),
  });
}

const byBin = (rows, x, y) => rows.map(row => [row[x], row[y]]);

const charts = {
  days(rows, colours) {
    const days = distinct(rows, "utc_date").sort();
    const shown = ["s1_arrival_entities_6B", "s1_session_index_6B", "s2_event_stream_baseline_6B"];
    const of = id => new Map(rows.filter(row => row.dataset_id === id).map(row => [row.utc_date, row.rows]));
    const arrivals = rows.filter(row => row.dataset_id === shown[0]);
    const most = largest(arrivals, "rows");
    return {
      height: 280,
      alternative: most === null ? "The run has no rows." : `${days.length} days, from ${days[0]} to ${days[days.length - 1]}; the busiest is ${most.utc_date} with ${write(most.rows)} arrivals. Flow anchors and outcomes have as many rows as arrivals.`,
      option: plane(colours, {
        xAxis: axis(colours, { type: "category", data: days }),
        yAxis: axis(colours, { type: "value", axisLabel: { color: colours.muted, formatter: write } }),
        series: shown.map(id => line(dataSetNames[id], days.map(day => of(id).get(day) || 0), { showSymbol: days.length < 40, symbolSize: 5 })),
      }),
    };
  },

  week(rows, colours, chosen) {
    const shown = rows.filter(row => row.country === chosen.country && row.channel === chosen.channel);
    const most = largest(shown, "mean_per_day");
    const top = most === null ? 1 : most.mean_per_day;
    return {
      height: 300,
      alternative: most === null ? "No arrivals with this choice." : `The busiest hour is ${weekdays[most.weekday - 1]}, ${most.hour}:00 to ${most.hour + 1}:00, with ${write(most.mean_per_day)} arrivals in the mean; ${write(sum(shown, "arrivals"))} arrivals in all.`,
      option: plane(colours, {
        legend: { show: false },
        grid: { left: 8, right: 12, top: 8, bottom: 66, containLabel: true },
        tooltip: Object.assign(plane(colours, {}).tooltip, { trigger: "item", formatter: point => `${weekdays[point.value[1]]} ${point.value[0]}:00 to ${point.value[0] + 1}:00: ${write(point.value[2])} in the mean` }),
        xAxis: axis(colours, { type: "category", data: [...Array(24).keys()], name: "hour", nameGap: 24, splitLine: { show: false }, axisTick: { show: false } }),
        yAxis: axis(colours, { type: "category", data: weekdays.map(day => day.slice(0, 3)), inverse: true, splitLine: { show: false }, axisTick: { show: false }, axisLabel: { color: colours.text, interval: 0 } }),
        visualMap: { min: 0, max: top, orient: "horizontal", left: "center", bottom: 0, itemHeight: 140, itemWidth: 12, calculable: false, inRange: { color: colours.heat }, textStyle: { color: colours.muted }, text: [write(top), "0"] },
        series: [{ type: "heatmap", data: shown.map(row => [row.hour, row.weekday - 1, row.mean_per_day]), itemStyle: { borderColor: colours.surface, borderWidth: 1 } }],
      }),
    };
  },

  day(rows, colours) {
    const peaks = channelsOf(rows).map(channel => largest(rows.filter(row => row.channel === channel), "percent"));
    return {
      height: 300,
      alternative: "Peaks: " + peaks.map(row => `${row.channel} at ${row.hour}:00 with ${percent(row.percent)}`).join(", ") + ".",
      option: plane(colours, {
        tooltip: Object.assign(plane(colours, {}).tooltip, { valueFormatter: percent }),
        xAxis: axis(colours, { type: "category", data: [...Array(24).keys()], name: "local hour" }),
        yAxis: axis(colours, { type: "value", axisLabel: { color: colours.muted, formatter: "{value} %" } }),
        series: channelsOf(rows).map(channel => line(channel, [...Array(24).keys()].map(hour => (rows.find(row => row.channel === channel && row.hour === hour) || { percent: 0 }).percent))),
      }),
    };
  },

  countries(rows, colours) {
    const top = rows.slice(0, 25);
    const series = channelOrder.map(channel => ({ name: channel, data: top.map(row => row[channel.toLowerCase()]) }));
    const total = sum(rows, "arrivals");
    return Object.assign(ranking(colours, top.map(row => countryName(row.country)), series.filter(one => one.data.some(value => value > 0)), "arrivals"), {
      alternative: `${rows.length} countries. ` + top.slice(0, 3).map(row => `${countryName(row.country)} has ${share(row.arrivals, total)}`).join(", ") + ` of the arrivals; ${share(sum(rows, "from_abroad"), total)} of all payers are from abroad.`,
    });
  },

  corridors(rows, colours) {
    const top = rows.slice(0, 20);
    return Object.assign(ranking(colours, top.map(row => `${countryName(row.party_country)} pays in ${countryName(row.sale_country)}`), [{ name: "arrivals", data: top.map(row => row.arrivals) }], "arrivals"), {
      alternative: top.length === 0 ? "Nobody pays across a border." : `The busiest pair: payers of ${countryName(top[0].party_country)} in ${countryName(top[0].sale_country)}, ${write(top[0].arrivals)} arrivals.`,
    });
  },

  concentration(rows, colours) {
    const kinds = distinct(rows, "kind");
    const at = (kind, members) => rows.filter(row => row.kind === kind && row.members_percent <= members).pop();
    return {
      height: 340,
      alternative: kinds.map(kind => { const row = at(kind, 10); return `The busiest ${percent(row.members_percent)} of ${kind} have ${percent(row.arrivals_percent)} of the arrivals.`; }).join(" "),
      option: plane(colours, {
        grid: { left: 8, right: 30, top: 58, bottom: 36, containLabel: true },
        tooltip: Object.assign(plane(colours, {}).tooltip, { valueFormatter: percent, axisPointer: { label: { formatter: at => percent(at.value) } } }),
        xAxis: axis(colours, { type: "value", max: 100, name: "busiest share of merchants or parties", axisLabel: { color: colours.muted, formatter: "{value} %" }, splitLine: { show: false } }),
        yAxis: axis(colours, { type: "value", max: 100, name: "of arrivals", nameLocation: "end", nameGap: 14, axisLabel: { color: colours.muted, formatter: "{value} %" } }),
        series: kinds.map(kind => line(kind, byBin(rows.filter(row => row.kind === kind), "members_percent", "arrivals_percent")))
          .concat([line("all alike", [[0, 0], [100, 100]], { lineStyle: { width: 1, type: "dashed", color: colours.muted }, itemStyle: { color: colours.muted }, tooltip: { show: false } })]),
      }),
    };
  },

  sharing(rows, colours) {
    const relations = distinct(rows, "relation");
    const steps = [...new Map(rows.map(row => [row.step, row.number])).entries()].sort((left, right) => left[0] - right[0]);
    const find = (relation, step) => rows.find(row => row.relation === relation && row.step === step);
    const made = ranking(colours, relations, steps.map(([step, number]) => ({ name: number, data: relations.map(relation => (find(relation, step) || { percent: 0 }).percent) })), "per cent");
    made.option.xAxis.max = 100;
    made.option.tooltip.valueFormatter = percent;
    made.height = 110 + 34 * relations.length;
    made.alternative = relations.map(relation => { const one = find(relation, 1); return `${relation}: ${one ? percent(one.percent) : "none"} have exactly one`; }).join("; ") + ".";
    return made;
  },
};
