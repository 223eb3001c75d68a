// Moves the day of treatment over a grid that was simulated before; between two starts values lie on straight lines.
(() => {
  const slider = document.getElementById("start-day");
  if (!slider) return;
  const grid = JSON.parse(document.getElementById("start-grid").textContent);
  const said = document.getElementById("start-said");
  const rows = [...document.querySelectorAll("#start-table tbody tr")];
  const cells = rows.map((row) => Object.fromEntries([...row.querySelectorAll("[data-of]")].map((cell) => [cell.dataset.of, cell])));
  const marks = rows.map((_, place) => [document.getElementById(`window-${place}-marker`), document.getElementById(`window-${place}-dot`)]);
  const fixed = (value, digits) => {
    const text = value.toFixed(digits);
    return Number(text) === 0 ? text.replace("-", "") : text; // a zero has no sign
  };
  const plus = (value, digits) => (fixed(value, digits).startsWith("-") ? "" : "+") + fixed(value, digits);
  const interval = (three, factor, digits) =>
    three === null ? "not computed" : `${plus(factor * three[0], digits)} (${fixed(factor * three[1], digits)} to ${fixed(factor * three[2], digits)})`;
  const percent = (share) =>
    share > 0 && share < 0.005 ? "< 1%" : share >= 0.995 && share < 1 ? "> 99%" : `${(100 * share).toFixed(0)}%`;
  const mix = (a, b, share) => (a === null || b === null || a === undefined || b === undefined ? null : a + share * (b - a));

  const at = (values, low, share) => {
    const a = values[low], b = values[Math.min(low + 1, values.length - 1)];
    if (!Array.isArray(a)) return mix(a, b, share);
    const three = a.map((value, place) => mix(value, b[place], share));
    return three.includes(null) ? null : three;
  };

  const show = () => {
    const day = Number(slider.value), days = grid.days, first = days[0];
    let low = days.findLastIndex((start) => start <= day);
    if (low < 0) low = 0;
    const next = days[Math.min(low + 1, days.length - 1)];
    const share = next > days[low] ? (day - days[low]) / (next - days[low]) : 0;
    const later = day === first ? "the forecast day" : `${day - first} days after the forecast day`;
    slider.setAttribute("aria-valuetext", `treatment on day ${day}`);
    said.textContent = `Treatment on day ${day}, ${later}${share > 0 ? "; between two simulated starts" : ""}`;
    grid.rows.forEach((row, place) => {
      const gain = at(row.gain, low, share), worse = at(row.not_worse, low, share);
      const mrs = at(row.mean_mrs, low, share), alive = at(row.alive, low, share), area = at(row.new_area, low, share);
      cells[place].gain.textContent = interval(gain, 1, 2);
      cells[place].not_worse.textContent = interval(worse, 100, 0);
      cells[place].mean_mrs.textContent = mrs === null ? "not computed" : mrs.toFixed(1);
      cells[place].alive.textContent = alive === null ? "not computed" : percent(alive);
      if (area !== null) cells[place].new_area.textContent = percent(area);
      const across = (day - first) * grid.place.per_day;
      const up = gain === null || row.gain[0][0] === null ? 0 : (gain[0] - row.gain[0][0]) * grid.place.per_step;
      const [marker, dot] = marks[place];
      if (marker) marker.setAttribute("transform", `translate(${across} 0)`);
      if (dot) dot.setAttribute("transform", `translate(${across} ${up})`);
    });
  };

  slider.addEventListener("input", show);
  document.getElementById("start-control").hidden = false;
  show();
})();
