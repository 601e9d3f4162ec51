"use strict";
(() => {
  const root = document.documentElement;
  const $ = (selector, inside = document) => inside.querySelector(selector);
  const $$ = (selector, inside = document) => [...inside.querySelectorAll(selector)];
  const byId = id => document.getElementById(id);
  root.classList.add("js");

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

  /* Rules, posts and findings: those that are drawn already, then those that are data. */
  const STEP = 50, ROWS = 100;
  const data = JSON.parse(byId("data").textContent);
  const rules = $$(".rule").map(element => ({ element, list: $(".list", element), code: element.dataset.code, rule: element.dataset.rule, family: element.dataset.family, more: $("[data-more]", element), limit: STEP, findings: [], lent: false }));
  const ruleOf = new Map(rules.map(rule => [rule.code, rule]));
  const number = cell => parseInt(cell.textContent, 10) || 0;
  const posts = $$("#by-post tr.r").map(element => {
    const cells = $$("td", element);
    return { element, title: $(".t", element).textContent, edit: $(".ed", element)?.href || "", url: $(".vw", element)?.href || "", e: number(cells[0]), w: number(cells[1]), n: number(cells[2]), score: cells[3].textContent === "–" ? -1 : number(cells[3]) };
  });
  for (const [title, url, edit, e, w, n, score] of data.posts) posts.push({ title, url: web(url), edit: web(edit[0] === "/" ? new URL(edit, url).href : edit), e, w, n, score: score ?? -1 });
  const links = $$("#by-link tr.r").map(element => {
    const cells = $$("td", element);
    return { element, title: $(".t", element).textContent, verdict: cells[0].textContent, status: number(cells[1]), hops: number(cells[2]), posts: number(cells[3]), ids: element.dataset.f.split(" ").filter(Boolean) };
  });
  const findings = [];
  for (const rule of rules) for (const element of $$(".f", rule.list)) {
    const [post, order] = (element.dataset.p || "").split(" ");
    rule.findings.push({ element, rule, id: $(".b", element).id, severity: $(".sv", element).classList[1], isNew: !!$(".tags .new", element), fixable: !!$(".fix", element), post: posts[post || -1], order: +order });
  }
  for (const line of data.findings) {
    const rule = ruleOf.get(line.c);
    rule.findings.push({ line, rule, id: "f-" + line.i, severity: line.s, isNew: !!line.n, fixable: !!line.f, post: posts[line.p], order: line.o || 0 });
  }
  for (const rule of rules) findings.push(...rule.findings);
  const cardOf = new WeakMap(findings.filter(finding => finding.element).map(finding => [finding.element, finding]));
  const findingOf = new Map(findings.map(finding => [finding.id, finding]));
  const inOrder = (a, b) => a.order - b.order;
  const baseline = !!$('[data-k="new"]');

  function text(finding) {
    return finding.text ??= [finding.element ? finding.element.textContent : words(finding.line), finding.rule.rule, finding.post?.title, finding.post?.url].join("\n").toLowerCase();
  }
  function words(line) {
    return typeof line === "object" && line ? Object.values(line).map(words).join("\n") : typeof line === "string" ? line : "";
  }

  /* Drawing a finding that is data */
  function card(finding) {
    if (finding.element) return finding.element;
    const f = finding.line, element = byId("card").content.firstElementChild.cloneNode(true), body = $(".b", element), tags = $(".tags", element);
    body.id = finding.id;
    $(".sv", element).classList.add(f.s);
    $(".sv", element).textContent = capital(f.s);
    say($("summary>b", element), f.m);
    say($("small bdi", element), finding.post?.title ?? f.t ?? "");
    say($("small span", element), f.w || "");
    if (f.n && baseline) tags.append(make("b", "New", "new"));
    if (f.f) tags.append(make("b", f.f[0] ? "Safe fix" : "Fix"));
    if (f.a) tags.append(make("b", "+" + f.a.length + " same cause"));
    const help = $(".help", body), pre = $("pre", body), values = $(".vals", body), fix = $(".fix", body), same = $(".same", body), related = $(".rel", body);
    f.h ? prose(help, f.h) : help.remove();
    for (const [, before, culprit, after] of f.q || []) {
      const quote = pre.cloneNode();
      three(quote, [before, culprit, after], "mark");
      pre.before(quote);
    }
    pre.remove();
    const value = values.firstElementChild;
    if (f.b) values.className = "two";
    for (const [name, before, middle, after, url] of f.v || []) {
      const row = value.cloneNode(true), [dt, dd] = row.children;
      say(dt, name);
      if (web(url)) { const a = make("a", before, "", EXACT); a.href = url; a.rel = "noopener noreferrer nofollow"; dd.append(a); }
      else three(dd, [before, middle, after], "mark");
      values.append(row);
    }
    f.v ? value.remove() : values.remove();
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
      say($(".lab span", related), f.p < 0 ? "Posts" : "Other posts");
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
    say(facts, f.c + " · " + f.k + " · fingerprint ");
    say(print, f.i);
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
    const worst = findings.filter(finding => finding.post === post).sort(inOrder).find(finding => finding.severity === (post.e ? "error" : post.w ? "warning" : "notice"));
    if (worst) say($(".w", element), capital(worst.severity) + ": " + (worst.line ? worst.line.m : raw($("summary>b", worst.element))));
    for (const [selector, url] of [[".ed", post.edit], [".vw", post.url]]) { const a = $(selector, element); url ? a.href = url : a.remove(); }
    [post.e, post.w, post.n, post.score].forEach((count, index) => { cells[index].textContent = count || (index === 3 && count === 0) ? (count < 0 ? "–" : count) : "–"; });
    post.element = element;
    prepare(post);
    return element;
  }

  /* The address is the state: #by-post?severity=error&q=shop */
  const blank = () => ({ view: "by-rule", q: "", severity: [], family: "", rule: "", new: false, fixable: false });
  let at = blank();
  const box = byId("q"), family = byId("fam"), chips = $$(".chip"), said = byId("said"), views = $$(".view"), tabs = $$(".tabs a");
  const asked = () => !!(at.q || at.severity.length || at.family || at.rule || at.new || at.fixable);
  function read() {
    let hash = location.hash.slice(1);
    try { hash = decodeURIComponent(hash); } catch { /* a damaged address is taken as it is */ }
    const [id, query = ""] = hash.split(/\?(.*)/s);
    if (byId(id)?.classList.contains("view")) {
      const get = new URLSearchParams(location.hash.split(/\?(.*)/s)[1] || query);
      at = { view: id, q: get.get("q") || "", severity: (get.get("severity") || "").split(",").filter(Boolean), family: get.get("family") || "", rule: get.get("rule") || "", new: get.has("new"), fixable: get.has("fixable") };
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
    for (const key of ["family", "rule"]) if (at[key]) parts.push(key + "=" + encodeURIComponent(at[key]));
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
    return (!at.severity.length || at.severity.includes(finding.severity)) && (!at.family || finding.rule.family === at.family) && (!at.rule || finding.rule.rule === at.rule) &&
      (!at.new || finding.isNew) && (!at.fixable || finding.fixable) && (!terms.length || terms.every(term => text(finding).includes(term)));
  }
  let hits = new Set();
  function draw() {
    if (!box) return;
    const terms = at.q.toLowerCase().split(/\s+/).filter(Boolean);
    hits = new Set(findings.filter(finding => fits(finding, terms)));
    for (const view of views) view.classList.toggle("on", view.id === at.view);
    for (const tab of tabs) tab.hash.slice(1) === at.view ? tab.setAttribute("aria-current", "true") : tab.removeAttribute("aria-current");
    const [shown, noun] = at.view === "by-rule" ? [drawRules(), "rule"] : at.view === "by-post" ? [drawRows(posts, "post"), "post"] : [drawRows(links, "link target"), "link target"];
    if (document.activeElement !== box) box.value = at.q;
    family.value = at.family;
    for (const chip of chips) chip.setAttribute("aria-pressed", chip.dataset.s ? at.severity.includes(chip.dataset.s) : at[chip.dataset.k]);
    said.textContent = (asked() ? hits.size.toLocaleString("en") + " of " + counted(findings.length, "finding") : counted(hits.size, "finding")) + ", " + counted(shown, noun) + (at.rule ? " · only " + at.rule : "");
    byId("clear").hidden = !asked();
    byId("none").hidden = shown > 0;
    openAll(false, true);
  }
  function drawRules() {
    let shown = 0;
    for (const rule of rules) {
      const fitting = rule.findings.filter(finding => hits.has(finding));
      rule.element.hidden = !fitting.length;
      shown += !!fitting.length;
      const count = $(".ct b", rule.element), all = rule.findings.length.toLocaleString("en");
      count.textContent = fitting.length < rule.findings.length ? fitting.length.toLocaleString("en") + " of " + all : all;
      fill(rule, fitting);
    }
    if (shown && shown <= 2 && asked()) for (const rule of rules) if (!rule.element.hidden) rule.element.open = true;
    return shown;
  }
  /* As many of a rule's findings as its limit allows, and the one asked for; those lent to another view come home. */
  function fill(rule, fitting) {
    const visible = new Set(fitting.filter((finding, index) => index < rule.limit || finding === rule.asked));
    let missing = rule.lent;
    for (const finding of visible) if (!finding.element) { card(finding); missing = true; }
    for (const finding of rule.findings) if (finding.element) finding.element.hidden = !visible.has(finding);
    if (missing) rule.list.replaceChildren(...rule.findings.filter(finding => finding.element).map(finding => finding.element));
    rule.lent = false;
    more(rule.more, fitting.length - visible.size, STEP, () => { rule.limit += STEP; fill(rule, fitting); });
  }
  function more(button, left, step, then) {
    if (!button) return;
    button.hidden = left <= 0;
    button.textContent = "Show " + Math.min(step, left) + " more of " + left.toLocaleString("en");
    button.onclick = then;
  }
  let rowLimit = ROWS;
  function drawRows(list, noun) {
    const view = byId(at.view), body = $("tbody", view), of = new Map();
    if (!body) return 0;
    if (list === posts) for (const finding of hits) if (finding.post) (of.get(finding.post) || of.set(finding.post, []).get(finding.post)).push(finding);
    if (list === links) for (const link of links) { const own = link.ids.map(id => findingOf.get("f-" + id)).filter(finding => hits.has(finding)); if (own.length || (!link.ids.length && !asked())) of.set(link, own); }
    const fitting = list.filter(item => of.has(item)), visible = new Set(fitting.slice(0, rowLimit));
    for (const item of visible) if (!item.element) body.append(row(item), item.detail);
    for (const item of list) if (item.element) {
      const shown = visible.has(item), button = $(".t", item.element);
      item.hits = of.get(item) || [];
      item.element.hidden = !shown;
      item.detail.hidden = !(shown && button.getAttribute("aria-expanded") === "true");
      if (!item.detail.hidden) lend(item);
    }
    more($("[data-more]", view), fitting.length - visible.size, ROWS, () => { rowLimit += ROWS; drawRows(list, noun); });
    return fitting.length;
  }

  /* A finding exists once: the open row of a post or of a link borrows it from its rule. */
  const across = item => { item.detail.firstChild.colSpan = [...item.element.children].filter(cell => getComputedStyle(cell).display !== "none").length; };
  addEventListener("resize", () => { for (const item of [...posts, ...links]) if (item.detail && !item.detail.hidden) across(item); });
  function lend(item) {
    across(item);
    item.slot.replaceChildren(...item.hits.sort(inOrder).map(finding => { finding.rule.lent = true; const element = card(finding); element.hidden = false; return element; }));
  }
  function toggle(item, open) {
    $(".t", item.element).setAttribute("aria-expanded", open);
    item.detail.hidden = !open;
    if (open) lend(item);
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
    item.hits = [];
    button.setAttribute("aria-expanded", "false");
    button.setAttribute("aria-controls", detail.id);
    button.addEventListener("click", () => toggle(item, button.getAttribute("aria-expanded") !== "true"));
  }
  for (const item of [...posts, ...links]) if (item.element) prepare(item);

  function reveal(finding) {
    const items = at.view === "by-post" ? posts : at.view === "by-link" ? links : [];
    let item = items.find(candidate => candidate.hits?.includes(finding));
    if (item && !item.element) item = undefined;
    if (item && !item.element.hidden) toggle(item, true);
    else {
      if (at.view !== "by-rule") { at.view = "by-rule"; draw(); }
      finding.rule.asked = finding;
      fill(finding.rule, finding.rule.findings.filter(other => hits.has(other)));
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
    const button = document.createElement("button"), key = head.dataset.sort, list = head.closest(".view").id === "by-post" ? posts : links;
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
      $("tbody", head.closest("table")).append(...list.filter(item => item.element).flatMap(item => [item.element, item.detail]));
    });
  }

  const all = byId("all");
  function openAll(open, quiet) {
    all.textContent = open ? "Close all" : "Open all";
    all.dataset.open = open ? "1" : "";
    if (quiet) return;
    if (at.view === "by-rule") for (const rule of rules) { if (!rule.element.hidden) rule.element.open = open; }
    else for (const item of at.view === "by-post" ? posts : links) if (item.element && !item.element.hidden) toggle(item, open);
  }
  if (box) {
    let wait;
    const type = () => { clearTimeout(wait); at.q = box.value.trim(); write(); };
    box.addEventListener("input", () => { clearTimeout(wait); wait = setTimeout(type, findings.length > 5000 ? 250 : 120); });
    box.addEventListener("keydown", event => {
      if (event.key === "Escape") { event.preventDefault(); if (box.value) { box.value = ""; type(); } else box.blur(); }
      if (event.key === "Enter") type();
    });
    family.addEventListener("change", () => { at.family = family.value; write(true); });
    for (const chip of chips) chip.addEventListener("click", () => {
      const { s, k } = chip.dataset;
      if (s) at.severity = at.severity.includes(s) ? at.severity.filter(other => other !== s) : [...at.severity, s];
      else at[k] = !at[k];
      write(true);
    });
    byId("clear").addEventListener("click", () => { at = { ...blank(), view: at.view }; box.value = ""; write(true); box.focus(); });
    all.addEventListener("click", () => openAll(all.dataset.open !== "1"));
    for (const tab of tabs) tab.addEventListener("click", event => { event.preventDefault(); at.view = tab.hash.slice(1); write(true); });
    for (const job of $$("a[data-rule]")) job.addEventListener("click", event => { event.preventDefault(); go({ rule: job.dataset.rule }); });
    for (const link of $$("a[data-family]")) link.addEventListener("click", event => { event.preventDefault(); go({ family: link.dataset.family }); });
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
    const parts = byId("acts").content.cloneNode(true), button = parts.firstElementChild, [edit, view] = $$("a", parts), fix = $(".fix .lab", element);
    if (fix && $(".ba dd:last-of-type", element).textContent) fix.append(button); else button.remove();
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
    opened = $$(".rule:not([open]),.f:not([open])").filter(element => !element.closest("[hidden],.view:not(.on)"));
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
    const element = finding.element, line = finding.line;
    const title = finding.post ? finding.post.title : element ? raw($("small bdi", element)) : line.t;
    const where = line ? line.w || "" : [...$("small", element).childNodes].slice(1).map(node => node.textContent).join("");
    return [finding.severity, finding.rule.code, finding.rule.rule, title, finding.post?.url || "", line ? line.m : raw($("summary>b", element)), where, finding.id.slice(2)];
  };
  /* A spreadsheet must not take text for a formula. */
  const cell = value => '"' + (/^[=+\-@|%\t\r\n＝＋－＠]/.test(value) ? "'" : "") + value.replaceAll('"', '""') + '"';
  const does = {
    summary: () => { root.dataset.print = "summary"; print(); },
    view: () => print(),
    csv: () => save("postaudit-findings.csv", new Blob(["\ufeff", [columns, ...[...hits].map(flat)].map(values => values.map(cell).join(",")).join("\r\n"), "\r\n"], { type: "text/csv" })),
    json: async () => {
      const packed = Uint8Array.from(atob(byId("archive").textContent), char => char.charCodeAt(0));
      save("postaudit-report.json", await new Response(new Blob([packed]).stream().pipeThrough(new DecompressionStream("deflate"))).blob());
    },
  };
  for (const button of $$("[data-do]")) {
    if (button.dataset.do === "json" && !window.DecompressionStream) button.parentNode.remove();
    button.addEventListener("click", () => { button.closest("details").open = false; does[button.dataset.do](); });
  }
  read();
  /* When a page has loaded, the browser looks for the address's target and lets go of the focus. */
  addEventListener("load", () => setTimeout(() => { const finding = findingOf.get(location.hash.slice(1)); if (finding) reveal(finding); else if (box && asked()) byId("findings").scrollIntoView(); }));
})();
