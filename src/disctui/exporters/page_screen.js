(() => {
  const at = id => document.getElementById(id);
  const rows = JSON.parse(at("shelf").textContent);
  const box = at("window");
  const state = { view: "wall", typed: "", order: "title", isDown: false, picked: {} };
  let found = rows, nodes = new Map(), grid = { columns: 1, height: 1 };

  const make = (tag, name, ...inside) => {
    const element = document.createElement(tag);
    if (name) element.className = name;
    element.append(...inside.filter(one => one !== null && one !== undefined && one !== ""));
    return element;
  };
  const drawn = (tag, attributes, ...inside) => {
    const element = document.createElementNS("http://www.w3.org/2000/svg", tag);
    for (const [name, value] of Object.entries(attributes)) element.setAttribute(name, value);
    element.append(...inside);
    return element;
  };
  const badges = row => (row.f ?? []).map(kind =>
    make("span", `badge ${{ "4K": "uhd", "Blu-ray": "bd", DVD: "dvd" }[kind] ?? "disc"}`, kind === "Blu-ray" ? "BD" : kind));
  const away = row => row.s && row.s !== "owned" ? make("span", "away", row.s) : null;
  const stars = row => row.m ? make("span", "stars", "★".repeat(Math.floor(row.m)) + (row.m % 1 ? "½" : "")) : null;
  const directors = row => (row.d ?? []).slice(0, 3).join(", ");
  const hueOf = text => [...text].reduce((sum, letter) => (sum * 31 + letter.codePointAt(0)) % 1000003, 7) * 137 % 360;

  /* A cover, or a card with the title where there is no picture. */
  const cover = row => {
    if (row.c) {
      const image = make("img", "");
      image.src = row.c;
      image.alt = "";
      return make("span", "cover", image);
    }
    const card = make("span", "cover card", make("b", "", row.t), make("i", "", directors(row)), make("small", "", row.y ? String(row.y) : ""));
    card.style.setProperty("--hue", hueOf(row.t));
    card.dataset.first = [...row.t][0] ?? "";
    return card;
  };
  const onWall = row => [cover(row), make("span", "title", row.t),
    make("span", "about", row.y ? `${row.y} ` : "", ...badges(row), away(row))];
  const inList = row => [cover(row), make("span", "title", row.t, make("small", "", directors(row))),
    make("span", "year", row.y ? String(row.y) : ""), make("span", "kinds", ...badges(row), away(row)),
    make("span", "label", row.l), make("span", "length", row.n ? `${Math.round(row.n)} min` : ""), make("span", "mine", stars(row))];

  /* Only what is seen is drawn: what stands in view, and two lines above and below it. */
  const measure = () => {
    const width = box.clientWidth, isPhone = width < 620;
    if (state.view === "list") return { columns: 1, across: width, height: isPhone ? 84 : 64 };
    const gap = isPhone ? 12 : 20;
    const columns = Math.max(2, Math.floor((width + gap) / ((isPhone ? 104 : 150) + gap)));
    const across = (width - gap * (columns - 1)) / columns;
    return { columns, across, gap, height: Math.round(across * 4 / 3) + 62 + gap };
  };
  const item = number => {
    const row = found[number];
    const button = make("button", "", ...(state.view === "wall" ? onWall : inList)(row));
    button.type = "button";
    button.addEventListener("click", () => open(row));
    const place = make("div", row.s && row.s !== "owned" ? "item dim" : "item", button);
    place.role = "listitem";
    place.ariaPosInSet = String(number + 1);
    place.ariaSetSize = String(found.length);
    place.dataset.number = number;
    const line = Math.floor(number / grid.columns), column = number % grid.columns;
    place.style.transform = `translate(${column * (grid.across + (grid.gap ?? 0))}px, ${line * grid.height}px)`;
    place.style.width = `${grid.across}px`;
    place.style.height = `${grid.height - (grid.gap ?? 0)}px`;
    return place;
  };
  const draw = isNew => {
    if (state.view === "statistics") return;
    if (isNew) {
      nodes.forEach(node => node.remove());
      nodes = new Map();
      grid = measure();
      box.style.height = `${Math.ceil(found.length / grid.columns) * grid.height}px`;
      box.className = state.view;
    }
    const top = window.scrollY - box.offsetTop;
    const first = Math.max(0, Math.floor(top / grid.height) - 2) * grid.columns;
    const last = Math.min(found.length, (Math.ceil((top + window.innerHeight) / grid.height) + 2) * grid.columns);
    for (const [number, node] of nodes) if (number < first || number >= last) { node.remove(); nodes.delete(number); }
    for (let number = first; number < last; number++) {
      if (nodes.has(number)) continue;
      const node = item(number), after = nodes.get(number + 1);
      nodes.set(number, node);
      after ? box.insertBefore(node, after) : number < Math.min(...nodes.keys()) ? box.prepend(node) : box.append(node);
    }
  };

  /* Charts of what is found; each bar picks its value, and picking it again takes it back. */
  const chart = name => {
    const { listed, without } = count(found, name);
    const most = ["decade", "rating"].includes(name) ? 20 : 10;
    const shown = listed.slice(0, most);
    if (listed.length < 2 && !state.picked[name]) return null;
    const others = listed.slice(most).length;
    const top = Math.max(1, ...shown.map(pair => pair[1]), without && shown.length ? 0 : without);
    const bar = (value, words, number, line, kind) => {
      const group = drawn("g", { class: `bar ${kind} ${state.picked[name] === value ? "picked" : ""}`, role: "button", tabindex: 0,
        "aria-label": `${words}: ${number}`, transform: `translate(0 ${line * 26})` },
      drawn("rect", { class: "ground", x: 0, y: 0, width: 400, height: 25, rx: 4 }),
      drawn("text", { x: 6, y: 17 }, words.length > 19 ? `${words.slice(0, 18)}…` : words),
      drawn("rect", { class: "length", x: 150, y: 6, width: Math.max(2, 200 * Math.min(1, number / top)), height: 13, rx: 3 }),
      drawn("text", { x: 394, y: 17, "text-anchor": "end", class: "number" }, number.toLocaleString("en")));
      group.append(drawn("title", {}, `${words}: ${number}`));
      const pick = () => choose(name, state.picked[name] === value ? "" : value);
      group.addEventListener("click", pick);
      group.addEventListener("keydown", event => { if (event.key === "Enter" || event.key === " ") { event.preventDefault(); pick(); } });
      return group;
    };
    const bars = shown.map(([value, number], line) => bar(value, value, number, line, ""));
    if (without) bars.push(bar(WITHOUT, `no ${FACETS[name].title.toLowerCase()}`, without, bars.length, "without"));
    const svg = drawn("svg", { viewBox: `0 0 400 ${bars.length * 26}`, role: "group", "aria-label": FACETS[name].many }, ...bars);
    return make("section", "", make("h2", "", FACETS[name].many), svg,
      others ? make("p", "", `and ${others.toLocaleString("en")} more`) : null);
  };
  const totals = () => {
    const films = found.reduce((sum, row) => sum + Math.max(1, (row.b ?? []).length), 0);
    const minutes = found.reduce((sum, row) => sum + (row.n ?? 0), 0);
    const told = [[found.length, "release"], [films, "film"], [Math.round(minutes / 60), "hour"]];
    return make("p", "totals", ...told.filter(([number]) => number).map(([number, word]) =>
      make("span", "", make("b", "", number.toLocaleString("en")), ` ${word}${number === 1 ? "" : "s"}`)));
  };

  /* Everything that one release says. */
  const open = row => {
    const dialog = at("release");
    const close = make("button", "close", "Close");
    close.type = "button";
    close.addEventListener("click", () => dialog.close());
    const facts = [row.y, directors(row), row.n && `${Math.round(row.n)} min`, row.l].filter(Boolean).join(" · ");
    const link = row.u && make("a", "", "At the store");
    if (link) { link.href = row.u; link.rel = "noopener noreferrer"; link.target = "_blank"; }
    const listed = (title, texts) => texts && make("section", "", make("h3", "", title), make("ul", "", ...texts.map(one => make("li", "", one))));
    dialog.replaceChildren(close, make("div", "head", cover(row), make("div", "", make("h2", "", row.t),
      make("p", "facts", facts), make("p", "kinds", ...badges(row), away(row), stars(row)), link)),
    ...(row.p ?? []).map(one => make("p", "long", one)), listed("Films", row.b) || "",
    row.x ? make("dl", "", ...row.x.flatMap(([name, words]) => [make("dt", "", name), make("dd", "", words)])) : "",
    listed("Special features", row.e) || "");
    dialog.showModal();
    dialog.scrollTop = 0;
  };
  at("release").addEventListener("click", event => { if (event.target === at("release")) at("release").close(); });

  /* Filters and orders as the browser's own menus, which are good on a phone too. */
  const menu = (title, choices, chosen, then) => {
    const select = make("select", "", ...choices.map(([value, words]) => {
      const option = make("option", "", words);
      option.value = value;
      option.selected = value === chosen;
      return option;
    }));
    select.addEventListener("change", () => then(select.value));
    return make("label", chosen ? "picked" : "", make("span", "", title), select);
  };
  const choose = (name, value) => { state.picked[name] = value; renew(true); };
  const menus = () => {
    const picks = ["decade", "format", "label", "director", "country", "status", "rating"].map(name => {
      const others = find(rows, state.typed, { ...state.picked, [name]: "" });
      const { listed, without } = count(others, name);
      const isRare = ["director", "country", "rating"].includes(name);  // picked by a bar of the charts
      if (!state.picked[name] && (isRare || listed.length + (without > 0) < 2)) return null;
      const sorted = name === "label" || name === "director" || name === "country" ? listed.slice().sort((a, b) => a[0].localeCompare(b[0])) : listed;
      return menu(FACETS[name].title, [["", "any"], ...sorted.map(([value, number]) => [value, `${value} (${number})`]),
        ...(without ? [[WITHOUT, `without (${without})`]] : [])], state.picked[name] ?? "", value => choose(name, value));
    });
    const order = menu("Sort by", Object.entries(ORDERS).map(([name, one]) => [name, one.title]), state.order,
      value => { state.order = value; state.isDown = value === "rating"; renew(true); });
    order.className = "";
    const turn = make("button", "", state.isDown ? "↓" : "↑");
    turn.type = "button";
    turn.ariaLabel = state.isDown ? "Last first: turn round" : "First first: turn round";
    turn.addEventListener("click", () => { state.isDown = !state.isDown; renew(true); });
    order.append(turn);
    at("picks").replaceChildren(...picks.filter(Boolean), order);
  };

  const renew = isFromTop => {
    found = inOrder(find(rows, state.typed, state.picked), state.order, state.isDown);
    const all = `${rows.length.toLocaleString("en")} ${rows.length === 1 ? "release" : "releases"}`;
    at("count").textContent = found.length === rows.length ? all : `${found.length.toLocaleString("en")} of ${all}`;
    at("none").hidden = found.length > 0;
    const picked = Object.values(state.picked).filter(Boolean).length;
    at("more").firstElementChild.textContent = picked ? `Filter and sort (${picked})` : "Filter and sort";
    for (const link of document.querySelectorAll("nav a")) link.ariaCurrent = link.hash === `#${state.view}` ? "page" : null;
    menus();
    document.body.dataset.view = state.view;
    if (state.view === "statistics") at("charts").replaceChildren(totals(), ...Object.keys(FACETS).map(chart).filter(Boolean));
    if (isFromTop) window.scrollTo(0, 0);
    draw(true);
  };
  const look = () => {
    const wanted = location.hash.slice(1);
    state.view = ["wall", "list", "statistics"].includes(wanted) ? wanted : "wall";
    renew(true);
  };

  /* Arrows go from one release to the next, also to those that are not drawn yet. */
  box.addEventListener("keydown", event => {
    const step = { ArrowLeft: -1, ArrowRight: 1, ArrowUp: -grid.columns, ArrowDown: grid.columns }[event.key];
    const from = event.target.closest(".item");
    if (!step || !from) return;
    event.preventDefault();
    const to = Number(from.dataset.number) + step;
    if (to < 0 || to >= found.length) return;
    const line = box.offsetTop + Math.floor(to / grid.columns) * grid.height, head = document.querySelector("header").offsetHeight;
    if (line - head < window.scrollY) window.scrollTo(0, line - head - 8);
    if (line + grid.height > window.scrollY + window.innerHeight) window.scrollTo(0, line + grid.height - window.innerHeight + 8);
    draw(false);
    nodes.get(to)?.firstElementChild.focus({ preventScroll: true });
  });
  at("controls").addEventListener("submit", event => event.preventDefault());
  at("search").addEventListener("input", event => { state.typed = event.target.value; renew(true); });
  at("clear").addEventListener("click", () => { state.picked = {}; state.typed = at("search").value = ""; renew(true); });
  window.addEventListener("scroll", () => draw(false), { passive: true });
  let wasWide = 0;
  new ResizeObserver(() => { if (box.clientWidth !== wasWide) { wasWide = box.clientWidth; draw(true); } }).observe(document.body);
  window.addEventListener("hashchange", look);
  /* On paper there is no window that moves: all that is found stands there as lines. */
  window.addEventListener("beforeprint", () => at("print").replaceChildren(...found.map(row =>
    make("li", "", make("b", "", row.t), [row.y && ` (${row.y})`, directors(row) && `, ${directors(row)}`].filter(Boolean).join(""), " ",
      make("span", "kinds", ...badges(row)), row.l ? ` ${row.l}` : "", away(row) && " ", away(row)))));
  window.addEventListener("afterprint", () => at("print").replaceChildren());
  at("more").open = window.innerWidth >= 720;
  look();
  /* What a search looks in is folded before anyone types, a little at a time. */
  const ready = from => {
    rows.slice(from, from + 400).forEach(textOf);
    if (from + 400 < rows.length) setTimeout(ready, 10, from + 400);
  };
  setTimeout(ready, 300, 0);
})();
