"use strict";
/* A release as the page has it: t title, k what it is sorted by, y year, ys years of all its films, d directors,
   dk what they are sorted by, f kinds of disc, l label, r released, n minutes, g countries, s status, m my rating,
   c cover, p paragraphs, x details as [name, text], e special features, b films, u store. What is empty is not there. */
const fold = text => text.normalize("NFKD").replace(/[\u0300-\u036f]/g, "").toLowerCase();
const decadeOf = year => `${Math.floor(year / 10) * 10}s`;
const FACETS = {
  decade: { title: "Decade", many: "Films by decade", of: row => [...new Set((row.ys ?? []).map(decadeOf))] },
  format: { title: "Format", many: "Formats", of: row => row.f ?? [] },
  label: { title: "Label", many: "Labels", of: row => row.l ? [row.l] : [] },
  director: { title: "Director", many: "Directors", of: row => row.d ?? [] },
  country: { title: "Country", many: "Countries", of: row => row.g ?? [] },
  rating: { title: "Rating", many: "My ratings", of: row => row.m ? [`${row.m} of 5`] : [] },
  status: { title: "Status", many: "On the shelf or wished for", of: row => [row.s ?? "owned"] },
};
const ORDERS = {
  title: { title: "Title", of: row => row.k },
  year: { title: "Year", of: row => row.y },
  director: { title: "Director", of: row => row.dk },
  label: { title: "Label", of: row => row.l && fold(row.l) },
  format: { title: "Format", of: row => row.f && row.f.join("+") },
  released: { title: "Released", of: row => row.r },
  length: { title: "Length", of: row => row.n },
  rating: { title: "My rating", of: row => row.m },
};
const WITHOUT = "\u0000";

/* What a search looks in: everything that is shown, folded once. */
const textOf = row => row.folded ??= fold(
  [row.t, row.y, row.l, row.r, ...(row.d ?? []), ...(row.f ?? []), ...(row.p ?? []), ...(row.e ?? []), ...(row.b ?? []),
    ...(row.x ?? []).map(pair => pair[1])].join("\n"));

/* The releases that hold every word of a search and one of each facet that was picked, by their place. */
const find = (rows, typed, picked) => {
  const words = fold(typed).split(/\s+/).filter(Boolean);
  const wanted = Object.entries(picked).filter(([, value]) => value);
  return rows.filter(row => wanted.every(([name, value]) => {
    const values = FACETS[name].of(row);
    return value === WITHOUT ? values.length === 0 : values.includes(value);
  }) && words.every(word => textOf(row).includes(word)));
};

/* In an order, forwards or backwards; what has no value for it stands last both ways. */
const inOrder = (rows, name, isDown) => {
  const keyed = rows.map((row, place) => ({ row, place, key: ORDERS[name].of(row) }));
  const has = key => key !== undefined && key !== "";
  keyed.sort((one, other) => {
    if (has(one.key) !== has(other.key)) return has(one.key) ? -1 : 1;
    if (one.key === other.key || !has(one.key)) return one.place - other.place;
    return (one.key < other.key ? -1 : 1) * (isDown ? -1 : 1);
  });
  return keyed.map(entry => entry.row);
};

/* How many releases each value of a facet has: decades and ratings by themselves, anything else the most first. */
const count = (rows, name) => {
  const counts = new Map();
  let without = 0;
  for (const row of rows) {
    const values = FACETS[name].of(row);
    without += values.length === 0;
    for (const value of values) counts.set(value, (counts.get(value) ?? 0) + 1);
  }
  const listed = [...counts];
  if (name === "decade") listed.sort((a, b) => parseInt(a[0]) - parseInt(b[0]));
  else if (name === "rating") listed.sort((a, b) => parseFloat(b[0]) - parseFloat(a[0]));
  else listed.sort((a, b) => b[1] - a[1] || (a[0] < b[0] ? -1 : 1));
  return { listed, without };
};
