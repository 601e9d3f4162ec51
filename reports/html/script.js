"use strict";
(async () => {
  const root = document.documentElement;
  const $ = (selector, inside = document) => inside.querySelector(selector);
  const $$ = (selector, inside = document) => [...inside.querySelectorAll(selector)];
  const byId = id => document.getElementById(id);
  root.classList.add("js");
  byId("top").setAttribute("aria-busy", "true");

  /* Colours: three ways. A file that may not remember starts with the system's. */
  const theme = byId("theme");
  const remember = (...value) => { try { return value.length ? localStorage.setItem("postaudit-theme", value[0]) : localStorage.getItem("postaudit-theme"); } catch { return null; } };
  const paint = choice => {
    if (choice === "light" || choice === "dark") root.dataset.theme = choice; else delete root.dataset.theme;
    theme.value = root.dataset.theme || "system";
  };
  paint(remember());
  theme.addEventListener("change", () => { paint(theme.value); remember(theme.value); });

  /* Text of others gets in through textContent alone; what cannot be seen gets a label. The two sets are html.py's. */
  const UNSEEN = "\\x00-\\x08\\x0b\\x0c\\x0e-\\x1f\\x7f-\\x9f\\xad\\u034f\\u061c\\u115f\\u1160\\u17b4\\u17b5\\u180b-\\u180f\\u200b\\u200e\\u200f\\u2028-\\u202e\\u2060-\\u206f\\u2800\\u3164\\ufe00-\\ufe0d\\ufeff\\uffa0\\ufff0-\\ufffb\\u{1bca0}-\\u{1bca3}\\u{1d173}-\\u{1d17a}\\u{e0000}-\\u{e0fff}";
  const LOOSE = new RegExp(`[${UNSEEN}]|(?<![\\u0600-\\u1fff\\u2600-\\u27bf\\ufe0f\\u{1f000}-\\u{1faff}])[\\u200c\\u200d]|\\r(?!\\n)`, "gu");
  const EXACT = new RegExp(`[${UNSEEN}\\xa0\\u1680\\u2000-\\u200a\\u202f\\u205f\\u3000\\u200c\\u200d]|\\r(?!\\n)`, "gu");
  const make = (tag, text = "", name = "", set = LOOSE) => { const made = document.createElement(tag); if (name) made.className = name; say(made, text, set); return made; };
  function say(element, text, set = LOOSE) {
    let end = 0;
    for (const match of text.matchAll(set)) {
      element.append(text.slice(end, match.index), label(match[0]));
      end = match.index + match[0].length;
    }
    element.append(text.slice(end));
  }
  function label(char) {
    const made = document.createElement("span");
    made.className = "x";
    made.textContent = "U+" + char.codePointAt(0).toString(16).toUpperCase().padStart(4, "0");
    return made;
  }
  /* The way back: an element's text with every label as the character it stands for. */
  function raw(element) {
    return [...element.childNodes].map(node => node.nodeType === 3 ? node.data : node.className === "x" ? String.fromCodePoint(parseInt(node.textContent.slice(2), 16)) : raw(node)).join("");
  }
  function prose(element, text) {
    const parts = text.split("`");
    if (parts.length % 2 === 0) return say(element, text);
    parts.forEach((part, index) => index % 2 ? element.append(make("code", part)) : say(element, part));
  }
  const web = url => /^https?:\/\//i.test(url) ? url : "";
  const counted = (number, noun) => number.toLocaleString("en") + " " + noun + (number === 1 ? "" : "s");
  const capital = word => word[0].toUpperCase() + word.slice(1);

  /* Rules, posts and findings: those that are drawn already, then those that are data, one a line. */
  const STEP = 50, MOST = 200, ROWS = 100;
  async function unpacked(id) {
    const packed = byId(id).textContent, bytes = new Uint8Array(packed.length);
    let size = 0;
    for (let start = 0; start < packed.length; start += 1 << 15) {
      const piece = atob(packed.slice(start, start + (1 << 15)));
      for (let index = 0; index < piece.length; index++) bytes[size++] = piece.charCodeAt(index);
    }
    return new Response(new Blob([bytes.subarray(0, size)]).stream().pipeThrough(new DecompressionStream("deflate"))).text();
  }
  let lines = ["[]"];
  if (byId("data").textContent) {
    if (window.DecompressionStream) lines = (await unpacked("data")).split("\n");
    else root.classList.add("old");
  }
  const number = cell => parseInt(cell.textContent.replaceAll(",", ""), 10) || 0;
  const sites = $$("#by-site tr.r").map(element => {
    const [posts, ...counts] = $$(":scope>td", element), [e, w, n] = counts.map(number);
    return { element, title: element.dataset.name, posts: number(posts), e, w, n };
  });
  const rules = $$(".rule").map(element => ({ element, list: $(".list", element), code: element.dataset.code, rule: element.dataset.rule, family: element.dataset.family, step: STEP, from: 0, size: STEP, findings: [], fitting: [], lent: false }));
  const posts = $$("#by-post tr.r").map(element => {
    const cells = $$("td", element);
    return { element, title: $(".t", element).textContent, edit: $(".ed", element)?.href || "", url: $(".vw", element)?.href || "", e: number(cells[0]), w: number(cells[1]), n: number(cells[2]), score: cells[3].textContent === "–" ? -1 : number(cells[3]), site: sites[element.dataset.o] };
  });
  for (const [title, url, edit, e, w, n, score, site, severity, message] of JSON.parse(lines[0])) posts.push({ title, url: web(url), edit: web(edit[0] === "/" ? new URL(edit, url).href : edit), e, w, n, score: score ?? -1, site: sites[site], worst: capital(severity) + ": " + message });
  const links = $$("#by-link tr.r").map(element => {
    const cells = $$(":scope>td", element);
    return { element, title: $(".t", element).textContent, verdict: cells[0].textContent, status: number(cells[1]), hops: number(cells[2]), count: number(cells[3]), posts: number(cells[4]), ids: element.dataset.f.split(" ").filter(Boolean) };
  });
  const findings = [];
  for (const rule of rules) for (const element of $$(".f", rule.list)) {
    const [post, order, site] = element.dataset.p.split(" "), about = posts[post];
    rule.findings.push({ element, rule, id: $(".b", element).id, severity: $(".sv", element).classList[1], isNew: !!$(".tags .new", element), fixable: !!$(".fix", element), post: about, order: +order, site: about ? about.site : sites[site] });
  }
  for (const line of lines.slice(1)) {
    const tab = line.indexOf("\t"), [nth, id, severity, post, order, site, flags] = JSON.parse(line.slice(0, tab)), rule = rules[nth], about = posts[post];
    rule.findings.push({ line: line.slice(tab + 1), rule, id: "f-" + id, severity, isNew: !!(flags & 1), fixable: !!(flags & 2), post: about, order, site: about ? about.site : sites[site] });
  }
  lines = [];
  for (const rule of rules) findings.push(...rule.findings);
  const parsed = finding => JSON.parse(finding.line);
  const cardOf = new WeakMap(findings.filter(finding => finding.element).map(finding => [finding.element, finding]));
  const findingOf = new Map(findings.map(finding => [finding.id, finding]));
  const inOrder = (a, b) => a.order - b.order;
  const baseline = !!$('[data-k="new"]');

  function text(finding) {
    return finding.text ??= [finding.line ? words(parsed(finding)) : finding.element.textContent, finding.rule.rule, finding.post?.title, finding.post?.url].join("\n").toLowerCase();
  }
  /* What the search looks into is put together while nobody waits, so that the first search is as fast as the next. */
  const rest = window.requestIdleCallback ?? (then => setTimeout(() => then({ timeRemaining: () => 8, didTimeout: false }), 30));
  let known = 0;
  function learn(deadline) {
    do for (const end = Math.min(known + 100, findings.length); known < end; known++) text(findings[known]); while (known < findings.length && deadline.timeRemaining() > 2);
    if (known < findings.length) rest(learn);
  }
  rest(learn);
  function words(line) {
    return typeof line === "object" && line ? Object.values(line).map(words).join("\n") : typeof line === "string" ? line : "";
  }

  /* Drawing a finding that is data */
  function card(finding) {
    if (finding.element) return finding.element;
    const f = parsed(finding), element = byId("card").content.firstElementChild.cloneNode(true), body = $(".b", element), tags = $(".tags", element);
    body.id = finding.id;
    $(".sv", element).classList.add(finding.severity);
    $(".sv", element).textContent = capital(finding.severity);
    say($("summary>b", element), f.m);
    say($("small bdi", element), finding.post?.title ?? f.t ?? "");
    say($("small span", element), f.w || "");
    if (finding.isNew && baseline) tags.append(make("b", "New", "new"));
    if (f.f) tags.append(make("b", f.f[0] ? "Safe fix" : "Fix"));
    if (f.a) tags.append(make("b", "+" + f.a.length + " same cause"));
    const help = $(".help", body), pre = $("pre", body), values = $(".vals", body), further = $(".further", body), fix = $(".fix", body), same = $(".same", body), related = $(".rel", body);
    f.h ? prose(help, f.h) : help.remove();
    for (const [, before, culprit, after] of f.q || []) {
      const quote = pre.cloneNode();
      three(quote, [before, culprit, after], "mark");
      pre.before(quote);
    }
    pre.remove();
    const value = values.firstElementChild, rest = values.cloneNode();
    value.remove();
    if (f.b) values.className = "two";
    if (f.x) $("summary", further).textContent = counted(f.x.length, "further detail");
    f.x ? further.append(rest) : further.remove();
    for (const [name, before, middle, after, url, place] of [...(f.v || []).map(entry => [...entry, values]), ...(f.x || []).map(entry => [...entry, rest])]) {
      const row = value.cloneNode(true), [dt, dd] = row.children;
      say(dt, name);
      if (web(url)) { const a = make("a", before, "", EXACT); a.href = url; a.rel = "noopener noreferrer nofollow"; dd.append(a); }
      else three(dd, [before, middle, after], "mark");
      place.append(row);
    }
    f.v || values.remove();
    if (f.f) {
      const [safe, summary, where, before, after] = f.f, [old, fresh] = $$("dd", fix);
      $(".tag", fix).textContent = safe ? "Safe" : "Look first";
      $(".tag", fix).classList.toggle("ok", safe);
      say($(".dim span", fix), summary);
      say($(".dim code", fix), where);
      three(old, before, "del");
      three(fresh, after, "ins");
    } else fix.remove();
    for (const [rule, message, post] of f.a || []) {
      const item = make("li", message + " ");
      item.append(make("code", rule), " ", ...(post ? [make("bdi", post)] : []));
      $("ul", same).append(item);
    }
    f.a || same.remove();
    if (f.r) {
      say($(".lab span", related), finding.post ? "Other posts" : "Posts");
      say($(".lab .dim", related), f.rc.toLocaleString("en"));
      for (const [title, url, message] of f.r) {
        const item = make("li"), name = make("bdi");
        if (web(url)) { const a = make("a", title); a.href = url; a.rel = "noopener noreferrer nofollow"; name.append(a); } else say(name, title);
        item.append(name, " ", make("span", message, "dim"));
        $("ul", related).append(item);
      }
      if (f.rc > f.r.length) $("ul", related).append(make("li", "and " + (f.rc - f.r.length).toLocaleString("en") + " more", "dim"));
    } else related.remove();
    const [facts, print] = $(".facts", body).children;
    say(facts, finding.rule.code + " · " + f.k + " · fingerprint ");
    say(print, finding.id.slice(2));
    finding.element = element;
    cardOf.set(element, finding);
    return element;
  }
  function three(element, [before, middle, after], tag) {
    say(element, before, EXACT);
    if (middle) element.append(make(tag, middle, "", EXACT));
    say(element, after, EXACT);
  }
  function row(post) {
    if (post.element) return post.element;
    const element = byId("row").content.firstElementChild.cloneNode(true), cells = $$("td", element);
    say($(".t bdi", element), post.title);
    say($(".w", element), post.worst);
    for (const [selector, url] of [[".ed", post.edit], [".vw", post.url]]) { const a = $(selector, element); url ? a.href = url : a.remove(); }
    [post.e, post.w, post.n, post.score].forEach((count, index) => { cells[index].textContent = count || (index === 3 && count === 0) ? (count < 0 ? "–" : count) : "–"; });
    post.element = element;
    prepare(post);
    return element;
  }

  /* The address is the state: #by-post?severity=error&q=shop */
  const blank = () => ({ view: "by-rule", q: "", severity: [], family: "", site: "", rule: "", new: false, fixable: false });
  let at = blank();
  const box = byId("q"), family = byId("fam"), site = byId("site"), chips = $$(".chip"), said = byId("said"), views = $$(".view"), tabs = $$(".tabs a");
  const asked = () => !!(at.q || at.severity.length || at.family || at.site || at.rule || at.new || at.fixable);
  function read() {
    let hash = location.hash.slice(1);
    try { hash = decodeURIComponent(hash); } catch { /* a damaged address is taken as it is */ }
    const [id, query = ""] = hash.split(/\?(.*)/s);
    if (byId(id)?.classList.contains("view")) {
      const get = new URLSearchParams(location.hash.split(/\?(.*)/s)[1] || query);
      at = { view: id, q: get.get("q") || "", severity: (get.get("severity") || "").split(",").filter(Boolean), family: get.get("family") || "", site: get.get("site") || "", rule: get.get("rule") || "", new: get.has("new"), fixable: get.has("fixable") };
      return draw();
    }
    const finding = findingOf.get(hash);
    if (finding) { at = { ...blank(), view: at.view }; draw(); return reveal(finding); }
    draw();
    const goal = hash && byId(hash);
    if (goal) {
      const rule = rules.find(rule => rule.element.contains(goal));
      if (rule && (at.view !== "by-rule" || rule.element.hidden)) { at = blank(); draw(); }
      for (let d = goal.closest("details"); d; d = d.parentNode.closest("details")) d.open = true;
      goal.scrollIntoView();
    }
  }
  function write(push) {
    const parts = [];
    if (at.q) parts.push("q=" + encodeURIComponent(at.q));
    if (at.severity.length) parts.push("severity=" + at.severity);
    for (const key of ["family", "site", "rule"]) if (at[key]) parts.push(key + "=" + encodeURIComponent(at[key]));
    for (const key of ["new", "fixable"]) if (at[key]) parts.push(key);
    history[push ? "pushState" : "replaceState"](null, "", "#" + at.view + (parts.length ? "?" + parts.join("&") : ""));
    draw();
  }
  function go(change) {
    at = { ...blank(), ...change };
    write(true);
    byId("findings").scrollIntoView();
    $("#findings h2").focus({ preventScroll: true });
  }

  /* The filter */
  function fits(finding, terms) {
    return (!at.severity.length || at.severity.includes(finding.severity)) && (!at.site || finding.site?.title === at.site) &&
      (!at.new || finding.isNew) && (!at.fixable || finding.fixable) && (!terms.length || terms.every(term => text(finding).includes(term)));
  }
  const lists = { "by-post": [posts, "post"], "by-link": [links, "link target"], "by-site": [sites, "site"] };
  let hits = 0;
  function draw() {
    if (!box) return;
    const terms = at.q.toLowerCase().split(/\s+/).filter(Boolean);
    hits = 0;
    for (const rule of rules) {
      const asked = (!at.family || rule.family === at.family) && (!at.rule || rule.rule === at.rule);
      for (const finding of rule.findings) finding.hit = asked && fits(finding, terms);
      rule.fitting = rule.findings.filter(finding => finding.hit);
      rule.from = 0;
      rule.size = STEP;
      hits += rule.fitting.length;
    }
    for (const view of views) view.classList.toggle("on", view.id === at.view);
    for (const tab of tabs) tab.hash.slice(1) === at.view ? tab.setAttribute("aria-current", "true") : tab.removeAttribute("aria-current");
    const [list, noun] = lists[at.view] || [null, "rule"], shown = list ? drawRows(list) : drawRules();
    if (document.activeElement !== box) box.value = at.q;
    family.value = at.family;
    if (site) site.value = at.site;
    for (const chip of chips) chip.setAttribute("aria-pressed", chip.dataset.s ? at.severity.includes(chip.dataset.s) : at[chip.dataset.k]);
    said.textContent = (asked() ? hits.toLocaleString("en") + " of " + counted(findings.length, "finding") : counted(hits, "finding")) + ", " + counted(shown, noun) + (at.rule ? " · only " + at.rule : "");
    byId("clear").hidden = !asked();
    byId("none").hidden = shown > 0;
    openAll(false, true);
  }
  /* A rule's list is filled when it is open, or when it has lent cards to another view. */
  function drawRules() {
    let shown = 0;
    for (const rule of rules) {
      rule.element.hidden = !rule.fitting.length;
      shown += !!rule.fitting.length;
      const count = $(".ct b", rule.element), all = rule.findings.length.toLocaleString("en");
      count.textContent = rule.fitting.length < rule.findings.length ? rule.fitting.length.toLocaleString("en") + " of " + all : all;
      rule.filled = false;
      if (rule.element.open || rule.lent) fill(rule);
    }
    if (shown && shown <= 2 && asked()) for (const rule of rules) if (!rule.element.hidden) unfold(rule);
    return shown;
  }
  function unfold(rule) {
    if (!rule.filled) fill(rule);
    rule.element.open = true;
  }
  for (const rule of rules) rule.element.addEventListener("toggle", () => { if (rule.element.open && !rule.filled && at.view === "by-rule") fill(rule); });
  /* A window on a list: never more than MOST cards or rows stand in the page, however long the list is. */
  function fill(rule) {
    rule.filled = true;
    rule.lent = false;
    const cards = rule.fitting.slice(rule.from, rule.from + rule.size).map(card);
    if (cards.length !== rule.list.children.length || cards.some((card, index) => card !== rule.list.children[index])) rule.list.replaceChildren(...cards);
    steps(rule, rule.list, rule.fitting.length, () => fill(rule), index => $("summary", rule.list.children[index]));
  }
  function bring(part, index) {
    if (index >= 0 && (index < part.from || index >= part.from + part.size)) { part.from = index - index % part.step; part.size = part.step; }
  }
  function steps(part, place, length, again, at) {
    if (!part.more) {
      [part.less, part.more] = ["before", "after"].map(where => {
        const line = make("p", "", "more"), button = make("button", "", "btn");
        button.type = "button";
        line.append(button);
        place[where](line);
        return button;
      });
      part.less.onclick = () => {
        const step = Math.min(part.step, part.from);
        part.from -= step;
        part.size = Math.min(part.size + step, MOST);
        part.again();
        part.at(0)?.focus();
      };
      part.more.onclick = () => {
        const end = part.from + part.size;
        part.size += part.step;
        if (part.size > MOST) { part.from += part.size - MOST; part.size = MOST; }
        part.again();
        part.at(end - part.from)?.focus();
      };
    }
    part.again = again;
    part.at = at;
    const left = length - part.from - part.size;
    part.less.parentNode.hidden = !part.from;
    part.less.textContent = "Show " + Math.min(part.step, part.from) + " earlier of " + part.from.toLocaleString("en");
    part.more.parentNode.hidden = left <= 0;
    part.more.textContent = "Show " + Math.min(part.step, left) + " more of " + left.toLocaleString("en");
  }
  const windows = new Map();
  /* Which findings a row leads to; worked out when its view is first asked for. */
  function about(list) {
    if (list.ready) return;
    list.ready = true;
    for (const item of list) item.findings = list === links ? item.ids.map(id => findingOf.get("f-" + id)).filter(Boolean) : [];
    if (list === posts) { for (const finding of findings) finding.post?.findings.push(finding); }
    if (list === sites) { for (const finding of findings) finding.site?.findings.push(finding); }
  }
  function drawRows(list) {
    const body = $("#" + at.view + " tbody");
    if (!body) return 0;
    about(list);
    const fitting = list.filter(item => item.findings.some(finding => finding.hit) || (!asked() && (list === sites || !item.findings.length)));
    const part = windows.get(list) || windows.set(list, { step: ROWS }).get(list);
    part.from = 0;
    part.size = ROWS;
    const again = () => {
      const shown = fitting.slice(part.from, part.from + part.size);
      body.replaceChildren(...shown.flatMap(item => [row(item), item.detail]));
      for (const item of shown) if (!item.detail.hidden) lend(item);
    };
    again();
    steps(part, body.parentNode, fitting.length, again, index => $(".t", body.children[2 * index]));
    return fitting.length;
  }

  /* A finding exists once: the open row of a post or of a link borrows it from its rule. */
  const across = item => { item.detail.firstChild.colSpan = [...item.element.children].filter(cell => getComputedStyle(cell).display !== "none").length; };
  addEventListener("resize", () => { for (const item of [...posts, ...links, ...sites]) if (item.detail && !item.detail.hidden) across(item); });
  function lend(item, finding) {
    across(item);
    const own = item.findings.filter(other => other.hit && (!other.post || !sites.includes(item))).sort(inOrder);
    item.part ??= { step: STEP, from: 0, size: STEP };
    bring(item.part, own.indexOf(finding));
    const again = () => item.slot.replaceChildren(...own.slice(item.part.from, item.part.from + item.part.size).map(other => { other.rule.lent = true; return card(other); }));
    again();
    steps(item.part, item.slot, own.length, again, index => $("summary", item.slot.children[index]));
  }
  function toggle(item, open, finding) {
    $(".t", item.element).setAttribute("aria-expanded", open);
    item.detail.hidden = !open;
    if (open) lend(item, finding);
  }
  let serial = 0;
  function prepare(item) {
    const title = $(".t", item.element), button = document.createElement("button"), detail = document.createElement("tr"), cell = document.createElement("td"), slot = document.createElement("div");
    button.type = "button";
    button.className = "t cv";
    button.append(...title.childNodes);
    title.replaceWith(button);
    detail.className = "d";
    detail.id = "d" + ++serial;
    detail.hidden = true;
    slot.className = "slot";
    cell.append($(".dh", item.element), slot);
    detail.append(cell);
    item.element.after(detail);
    item.detail = detail;
    item.slot = slot;
    button.setAttribute("aria-expanded", "false");
    button.setAttribute("aria-controls", detail.id);
    button.addEventListener("click", () => toggle(item, button.getAttribute("aria-expanded") !== "true"));
  }
  for (const item of [...posts, ...links, ...sites]) if (item.element) prepare(item);

  function reveal(finding) {
    const [items] = at.view === "by-link" || at.view === "by-post" ? lists[at.view] : [[]];
    const item = items.find(candidate => candidate.findings?.includes(finding));
    if (item?.element?.isConnected) toggle(item, true, finding);
    else {
      if (at.view !== "by-rule") { at.view = "by-rule"; draw(); }
      bring(finding.rule, finding.rule.fitting.indexOf(finding));
      fill(finding.rule);
      finding.rule.element.open = true;
    }
    const element = card(finding);
    element.open = true;
    for (const other of $$(".here")) other.classList.remove("here");
    element.classList.add("here");
    element.scrollIntoView({ block: "start" });
    $("summary", element).focus({ preventScroll: true });
  }

  for (const head of $$("th[data-sort]")) {
    const button = document.createElement("button"), key = head.dataset.sort, [list] = lists[head.closest(".view").id];
    button.type = "button";
    button.className = "sortb";
    button.append(...head.childNodes);
    head.append(button);
    button.addEventListener("click", () => {
      const was = head.getAttribute("aria-sort"), textual = key === "title" || key === "verdict";
      const down = was ? was === "ascending" : !textual;
      for (const other of $$("[aria-sort]", head.parentNode)) other.removeAttribute("aria-sort");
      head.setAttribute("aria-sort", down ? "descending" : "ascending");
      list.sort((a, b) => (a[key] > b[key] ? 1 : a[key] < b[key] ? -1 : 0) * (down ? -1 : 1));
      draw();
    });
  }

  const all = byId("all");
  function openAll(open, quiet) {
    all.textContent = open ? "Close all" : "Open all";
    all.dataset.open = open ? "1" : "";
    if (quiet) return;
    if (at.view === "by-rule") for (const rule of rules) { if (!rule.element.hidden) open ? unfold(rule) : rule.element.open = false; }
    else for (const item of lists[at.view][0]) if (item.element?.isConnected) toggle(item, open);
  }
  if (box) {
    let wait;
    const type = () => { clearTimeout(wait); at.q = box.value.trim(); write(); };
    box.addEventListener("input", () => { clearTimeout(wait); wait = setTimeout(type, 60); });
    box.addEventListener("keydown", event => {
      if (event.key === "Escape") { event.preventDefault(); if (box.value) { box.value = ""; type(); } else box.blur(); }
      if (event.key === "Enter") type();
    });
    family.addEventListener("change", () => { at.family = family.value; write(true); });
    site?.addEventListener("change", () => { at.site = site.value; write(true); });
    for (const chip of chips) chip.addEventListener("click", () => {
      const { s, k } = chip.dataset;
      if (s) at.severity = at.severity.includes(s) ? at.severity.filter(other => other !== s) : [...at.severity, s];
      else at[k] = !at[k];
      write(true);
    });
    byId("clear").addEventListener("click", () => { at = { ...blank(), view: at.view }; box.value = ""; write(true); box.focus(); });
    all.addEventListener("click", () => openAll(all.dataset.open !== "1"));
    for (const tab of tabs) tab.addEventListener("click", event => { event.preventDefault(); at.view = tab.hash.slice(1); write(true); });
    for (const link of $$("a[data-rule],a[data-family],a[data-site]")) link.addEventListener("click", event => {
      event.preventDefault();
      go({ ...link.dataset, view: link.hash === "#by-post" ? "by-post" : "by-rule" });
    });
  }
  addEventListener("hashchange", read);
  addEventListener("popstate", () => { if (location.hash.startsWith("#by-") || !location.hash) read(); });
  addEventListener("keydown", event => {
    if (event.key === "/" && box && !event.ctrlKey && !event.metaKey && !event.altKey && !/^(INPUT|SELECT|TEXTAREA)$/.test(event.target.tagName)) { event.preventDefault(); box.focus(); box.select(); }
    if (event.key === "Escape") {
      const open = $(".menu[open]"), inside = event.target.closest?.(".f[open]");
      if (open) { open.open = false; $("summary", open).focus(); } else if (inside) { inside.open = false; $("summary", inside).focus(); }
    }
  });

  /* Copying */
  async function copy(value, button) {
    try { await navigator.clipboard.writeText(value); }
    catch {
      const area = document.createElement("textarea");
      area.value = value;
      document.body.append(area);
      area.select();
      document.execCommand("copy");
      area.remove();
      button.focus();
    }
    const was = button.textContent;
    button.textContent = byId("told").textContent = "Copied";
    setTimeout(() => { button.textContent = was; byId("told").textContent = ""; }, 1400);
  }
  const address = finding => location.href.split("#")[0] + "#" + finding.id;
  const copies = {
    link: address,
    after: finding => raw($(".ba dd:last-of-type", finding.element)),
    author: finding => {
      const help = $(".help", finding.element) || $(".how span", finding.rule.element);
      return raw($("summary>b", finding.element)).replace(/\.?$/, ".") + " " + (help ? raw(help) : "") + "\n" + raw($("small bdi", finding.element)) + (finding.post?.url ? " " + finding.post.url : "") + "\n";
    },
  };
  document.addEventListener("toggle", event => {
    const element = event.target, finding = cardOf.get(element);
    if (!finding || !element.open || $(".acts", element)) return;
    const parts = byId("acts").content.cloneNode(true), [remedy, button] = parts.children, [edit, view] = $$("a", parts), fix = $(".fix .lab", element);
    if (fix && $(".ba dd:last-of-type", element).textContent) fix.append(button); else button.remove();
    /* Among the findings of a rule its remedy stands above them; elsewhere each finding says it. */
    const how = $(".how span", finding.rule.element);
    if (how && !$(".help", element)) { remedy.append(...how.cloneNode(true).childNodes); $(".b", element).prepend(remedy); } else remedy.remove();
    finding.post?.edit ? edit.href = finding.post.edit : edit.remove();
    finding.post?.url ? view.href = finding.post.url : view.remove();
    $(".b", element).append(parts);
  }, true);
  document.addEventListener("click", event => {
    const button = event.target.closest("[data-a]");
    if (button) {
      const link = links.find(link => link.detail.contains(button));
      copy(button.dataset.a === "url" ? raw($(".t", link.element)) : copies[button.dataset.a](cardOf.get(button.closest(".f"))), button);
    }
    for (const menu of $$(".menu[open]")) if (!menu.contains(event.target)) menu.open = false;
  });

  /* Printing and saving */
  let opened = [];
  addEventListener("beforeprint", () => {
    if (root.dataset.print === "summary") return;
    for (const rule of rules) if (at.view === "by-rule" && !rule.filled) fill(rule);
    opened = $$(".rule:not([open]),.f:not([open]),.further:not([open])").filter(element => !element.closest("[hidden],.view:not(.on)"));
    for (const element of opened) element.open = true;
  });
  addEventListener("afterprint", () => { for (const element of opened) element.open = false; opened = []; delete root.dataset.print; });
  function save(name, blob) {
    const a = document.createElement("a");
    a.href = URL.createObjectURL(blob);
    a.download = name;
    a.click();
    setTimeout(() => URL.revokeObjectURL(a.href), 1000);
  }
  const columns = ["severity", "code", "rule", "post", "url", "message", "where", "fingerprint"];
  const flat = finding => {
    const element = finding.element, line = finding.line && parsed(finding);
    const title = finding.post ? finding.post.title : element ? raw($("small bdi", element)) : line.t;
    const where = line ? line.w || "" : [...$("small", element).childNodes].slice(1).map(node => node.textContent).join("");
    return [finding.severity, finding.rule.code, finding.rule.rule, title, finding.post?.url || "", line ? line.m : raw($("summary>b", element)), where, finding.id.slice(2)];
  };
  /* A spreadsheet must not take text for a formula. */
  const cell = value => '"' + (/^[=+\-@|%\t\r\n＝＋－＠]/.test(value) ? "'" : "") + value.replaceAll('"', '""') + '"';
  const does = {
    summary: () => { root.dataset.print = "summary"; print(); },
    view: () => print(),
    csv: () => save("postaudit-findings.csv", new Blob(["\ufeff", [columns, ...findings.filter(finding => finding.hit).map(flat)].map(values => values.map(cell).join(",")).join("\r\n"), "\r\n"], { type: "text/csv" })),
    json: async () => save("postaudit-report.json", new Blob([await unpacked("archive")], { type: "application/json" })),
  };
  for (const button of $$("[data-do]")) {
    if (button.dataset.do === "json" && !window.DecompressionStream) button.parentNode.remove();
    button.addEventListener("click", () => { button.closest("details").open = false; does[button.dataset.do](); });
  }
  read();
  byId("top").removeAttribute("aria-busy");
  /* When a page has loaded, the browser looks for the address's target and lets go of the focus. */
  const arrive = () => setTimeout(() => { const finding = findingOf.get(location.hash.slice(1)); if (finding) reveal(finding); else if (box && asked()) byId("findings").scrollIntoView(); });
  document.readyState === "complete" ? arrive() : addEventListener("load", arrive);
})();
