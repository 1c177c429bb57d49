"use strict";
/* The page that is written on. Nothing of the person's is stored in the browser: a draft is kept in
   the memory of the room's own program, and unsent lines only in this page until they are kept. */
(() => {
  const $ = (id) => document.getElementById(id);
  const make = (tag, name = "", ...inside) => {
    const node = document.createElement(tag);
    if (name) node.className = name;
    node.append(...inside);
    return node;
  };
  const button = (name, text, act) => {
    const node = make("button", name, text);
    node.addEventListener("click", act);
    return node;
  };

  const QUIET_MS = 62000, OVERTIME_QUIET_MS = 10000, DRAFT_MS = 300, LONG_DRAFT = 4000, LATE_MS = 1200, HEAD_PX = 90;
  const LAST_S = 600, WARN_S = 120, SHOWN = 20000, BRIEF = 24, ELSEWHERE = 4001, LOCKED = 4002;
  const sheet = $("sheet"), words = $("words");
  const outbox = []; // lines not yet acknowledged: {name, text, node}; sent again until they are
  const lines = new Map(); // turn -> the node of the words that a remark may rest on
  let socket = null, tries = 0, session = 0, seen = false, over = false;
  let sentDraft = "", draftTimer = 0, typed = performance.now(), active = false, warned = false;
  let left = null, looking = false, leaving = false;

  const send = (message) => {
    if (socket?.readyState !== WebSocket.OPEN) return false;
    socket.send(JSON.stringify(message));
    return true;
  };
  const well = (text) => text.toWellFormed?.() ?? text;
  const note = (text) => { $("note").textContent = text; };
  const present = (text, here = false) => {
    if ($("presence").textContent !== text) $("presence").textContent = text;
    $("chair").classList.toggle("here", here);
  };
  const announce = (text, urgent) => $(urgent ? "assertive" : "polite").replaceChildren(make("p", "", text));
  const show = (id) => {
    for (const one of ["room", "cover", "locked", "elsewhere"]) $(one).hidden = one !== id;
    $("hands").hidden = id !== "room";
  };
  const secondsLeft = () => left.seconds - (performance.now() - left.at) / 1000;

  // What stands on the page

  const lineNode = (text, cut) => {
    const node = make("p", "line", make("span", "unseen", "You: "), make("span", "said", text));
    if (cut) node.append(make("small", "", " … All of it is kept; only the beginning is shown."));
    node.dir = "auto";
    node.tabIndex = -1;
    return node;
  };
  const asks = (entry, node) => {
    const why = button("why", "Why did you say that?", () => {
      if (node.querySelector(".grounds")) shut(node);
      else send({ t: "why", turn: entry.turn });
    });
    why.setAttribute("aria-expanded", "false");
    if (entry.disputed) return make("p", "asks", why, make("i", "", "You don’t see it that way."));
    if (!entry.dispute) return make("p", "asks", why);
    const not = button("not", "I don’t see it that way", () => send({ t: "dispute", turn: entry.turn }));
    return make("p", "asks", why, not);
  };
  const chairNode = (entry) => {
    const node = make("div", entry.kind, make("p", "", make("span", "unseen", "The other chair: "), entry.text));
    node.dataset.turn = entry.turn;
    node.classList.toggle("brief", entry.kind === "remark" && entry.text.length < BRIEF);
    if (entry.kind === "safety") {
      node.append(make("p", "", Object.assign(make("a", "", "All numbers on one page"), { href: "/help" })));
    }
    if (entry.why) node.append(asks(entry, node));
    return node;
  };
  const put = (entry) => {
    const node = entry.kind === "line" ? lineNode(entry.text, entry.cut)
      : entry.kind === "frame" ? make("p", "frame", entry.text) : chairNode(entry);
    if (entry.kind === "line") lines.set(entry.turn, node);
    sheet.insertBefore(node, outbox.find((line) => line.node.isConnected)?.node ?? null);
    return node;
  };
  // To the writing place, or to the beginning of what was said where that is longer than the page.
  const settle = (node) => {
    const calm = matchMedia("(prefers-reduced-motion: reduce)").matches;
    const end = document.documentElement.scrollHeight - innerHeight;
    const top = node ? node.getBoundingClientRect().top + scrollY - HEAD_PX : end;
    scrollTo({ top: Math.min(end, top), behavior: calm || !seen ? "auto" : "smooth" });
  };

  // Why did you say that?

  const shut = (node) => {
    node.querySelector(".grounds").remove();
    node.querySelector(".why").setAttribute("aria-expanded", "false");
    for (const said of sheet.querySelectorAll(".said:has(mark)")) said.textContent = said.textContent;
  };
  const shutAll = () => [...sheet.querySelectorAll(":has(> .grounds)")].map((node) => (shut(node), node));
  const highlight = (line, spans) => {
    const said = line.querySelector(".said"), letters = Array.from(said.textContent), parts = [];
    let at = 0;
    for (const { start, end } of spans.sort((a, b) => a.start - b.start)) {
      if (start < at) continue;
      parts.push(letters.slice(at, start).join(""), make("mark", "", letters.slice(start, end).join("")));
      at = end;
    }
    said.replaceChildren(...parts, letters.slice(at).join(""));
  };
  const ground = (quote, here) => {
    const line = quote.session === session ? lines.get(quote.turn) : null;
    const shown = make("mark", "", quote.quote);
    if (!line) return make("li", "", shown, make("small", "", `session ${quote.session}`));
    here.set(line, [...(here.get(line) ?? []), quote]);
    return make("li", "", button("", shown, () => {
      line.scrollIntoView({ block: "center" });
      line.focus({ preventScroll: true });
    }));
  };
  const explain = ({ turn, because, alternative, grounds }) => {
    const node = sheet.querySelector(`:is(.remark, .safety)[data-turn="${turn}"]`);
    if (!node) return;
    shutAll();
    const here = new Map();
    const rests = grounds.length ? "It rests on your words:" : "It rests on no single words of yours.";
    const box = make("div", "grounds", make("p", "", because), make("p", "", rests),
      make("ul", "", ...grounds.map((quote) => ground(quote, here))));
    if (alternative) box.append(make("p", "", alternative));
    for (const [line, spans] of here) highlight(line, spans);
    node.append(box);
    node.querySelector(".why").setAttribute("aria-expanded", "true");
    box.scrollIntoView({ block: "nearest" });
    announce(box.innerText);
  };

  // Time left: when looked for, and in the last ten minutes

  const tellTime = () => {
    if (!left) return;
    const seconds = secondsLeft(), minutes = Math.max(1, Math.round(seconds / 60)), last = seconds < LAST_S;
    $("time").disabled = last;
    $("time").setAttribute("aria-pressed", String(looking || last));
    $("time").textContent = !looking && !last ? "Time" : seconds < 1 ? "The time is up"
      : minutes === 1 ? "About a minute left" : `About ${minutes} minutes left`;
  };

  // Writing and sending

  const tooLong = (text) => text.length > Number($("room").dataset.longest);
  const flush = () => {
    clearTimeout(draftTimer);
    if (words.value === sentDraft || tooLong(words.value)) return;
    if (send({ t: "draft", text: well(words.value) })) sentDraft = words.value;
  };
  const write = (text) => { words.value = text; grow(); };
  const grow = () => { // for browsers in which a writing place does not grow by itself
    if (CSS.supports("field-sizing", "content")) return;
    words.style.height = "auto";
    words.style.height = `${words.scrollHeight}px`;
  };
  const speak = () => {
    const text = well(words.value);
    if (!text.trim() || over) return;
    if (tooLong(text)) return note("That is too much to take in at once. It still stands here; in smaller pieces it can be kept.");
    const line = { name: crypto.randomUUID(), text, node: lineNode(text.slice(0, SHOWN)) };
    line.node.classList.add("waiting");
    outbox.push(line);
    sheet.append(line.node);
    write((sentDraft = ""));
    clearTimeout(draftTimer);
    note("");
    send({ t: "line", name: line.name, text });
    settle();
  };
  const taken = (name) => {
    const at = outbox.findIndex((line) => line.name === name);
    return at < 0 ? null : outbox.splice(at, 1)[0];
  };

  // What the room says

  const hear = {
    page(m) {
      sheet.replaceChildren();
      lines.clear();
      ({ session, over } = m);
      m.entries.forEach(put);
      outbox.splice(0, outbox.length, ...outbox.filter((line) => !m.names.includes(line.name)));
      for (const line of outbox) {
        sheet.append(line.node);
        send({ t: "line", name: line.name, text: line.text });
      }
      sentDraft = m.draft;
      if (words.value) flush();
      else write(m.draft);
      note("");
      present("The other chair is here.", true);
      show(m.paused ? "cover" : "room");
      finish();
      settle(m.names.length || outbox.length ? null : sheet.firstElementChild);
      if (!m.paused && !over) words.focus({ preventScroll: true });
      const last = m.entries.at(-1);
      if (!seen && last && last.kind !== "line") announce(last.text, last.kind === "safety");
      seen = true;
    },
    kept(m) {
      const line = taken(m.name);
      if (!line) return;
      line.node.classList.replace("waiting", "kept");
      if (m.text !== null) line.node.querySelector(".said").textContent = m.text;
      lines.set(m.turn, line.node);
      $("chair").classList.remove("nod");
      void $("chair").offsetWidth; // lets the nod begin again
      $("chair").classList.add("nod");
    },
    refused(m) {
      const line = taken(m.name);
      if (!line) return;
      line.node.remove();
      write(words.value ? `${line.text}\n${words.value}` : line.text);
      flush();
      note(m.say);
    },
    said({ entry }) {
      const node = put(entry);
      node.classList.add("new");
      announce(entry.text, entry.kind === "safety");
      settle(node);
    },
    grounds: explain,
    disputed(m) {
      sheet.querySelector(`.remark[data-turn="${m.turn}"] .not`)?.replaceWith(make("i", "", "You don’t see it that way."));
    },
    time(m) {
      left = { seconds: m.left_s, at: performance.now() };
      tellTime();
      warned = m.locks_in_s < WARN_S;
      if (warned) note("Nothing has been written for a while. The room will lock itself soon; any key keeps it open.");
    },
    over() { over = true; finish(); },
    note(m) { note(m.say); },
  };
  const finish = () => {
    $("writing").hidden = $("tools").hidden = over;
    $("ended").hidden = !over;
    if (!over) return;
    $("sure").hidden = true;
    present("The session has ended.");
    $("ended").firstElementChild.focus({ preventScroll: true });
  };

  // The connection

  const connect = () => {
    socket = new WebSocket(`ws://${location.host}/socket`);
    socket.addEventListener("open", () => { tries = 0; });
    socket.addEventListener("message", (event) => {
      const message = JSON.parse(event.data);
      hear[message.t]?.(message);
    });
    socket.addEventListener("close", ({ code }) => {
      if (leaving) return;
      if (code === LOCKED) return locked();
      if (code === ELSEWHERE) return moved();
      tries += 1;
      setTimeout(() => {
        if (socket.readyState === WebSocket.OPEN) return;
        present("The connection is gone. What you write stays here, and is sent when it is back.");
      }, LATE_MS);
      setTimeout(connect, Math.min(250 * 2 ** tries, 4000));
    });
  };
  const locked = () => { // nothing may stay on the screen; words not yet kept wait for the passphrase
    sheet.replaceChildren();
    if (!outbox.length && words.value === sentDraft) return location.replace("/");
    show("locked");
    $("pass").focus();
  };
  const moved = () => {
    sheet.replaceChildren();
    if (words.value === sentDraft) write((sentDraft = ""));
    show("elsewhere");
    $("here").focus();
  };
  $("here").addEventListener("click", connect);
  $("relock").addEventListener("submit", async (event) => {
    event.preventDefault();
    const asked = { method: "POST", body: new URLSearchParams(new FormData($("relock"))), headers: { Accept: "application/json" } };
    const answer = await fetch("/unlock", asked).catch(() => null);
    const said = await answer?.json().catch(() => null);
    $("pass-trouble").textContent = answer?.ok ? "" : said?.say ?? "There is no connection just now. Your words are still here.";
    if (!answer?.ok) return;
    $("pass").value = "";
    connect();
  });
  setInterval(() => { send({ t: "here", active }); active = false; tellTime(); }, Number($("room").dataset.beat));
  setInterval(() => {
    if (!left || over || $("room").hidden || words.value || outbox.length) return;
    if (performance.now() - typed < (secondsLeft() > 0 ? QUIET_MS : OVERTIME_QUIET_MS)) return;
    typed = performance.now();
    send({ t: "quiet" });
  }, 5000);

  // The hands

  for (const kind of ["keydown", "pointerdown", "wheel"]) {
    addEventListener(kind, () => {
      active = true;
      if (!warned) return;
      warned = false;
      note("");
      send({ t: "here", active });
    }, { passive: true });
  }
  words.addEventListener("input", () => {
    typed = performance.now();
    grow();
    clearTimeout(draftTimer);
    draftTimer = setTimeout(flush, words.value.length > LONG_DRAFT ? DRAFT_MS : 0); // a page being left may not get to it
  });
  words.addEventListener("keydown", (event) => {
    if (event.key !== "Enter" || event.shiftKey || event.isComposing) return;
    event.preventDefault();
    speak();
  });
  $("writing").addEventListener("submit", (event) => { event.preventDefault(); speak(); words.focus(); });
  addEventListener("pagehide", flush);
  addEventListener("leaving", () => { leaving = true; sentDraft = words.value; });
  const sure = (asked) => { $("sure").hidden = !asked; $("tools").hidden = asked; };
  addEventListener("keydown", (event) => {
    if (event.key !== "Escape" || over) return;
    shutAll().forEach((node) => node.querySelector(".why").focus());
    sure(false);
  });
  $("time").addEventListener("click", (event) => {
    looking = !looking;
    tellTime();
    if (event.detail) words.focus(); // by hand: the writing goes on; by keyboard: stay here
  });
  $("pause").addEventListener("click", () => { flush(); send({ t: "pause" }); show("cover"); $("go-on").focus(); });
  $("go-on").addEventListener("click", () => { typed = performance.now(); send({ t: "goon" }); show("room"); words.focus(); });
  $("stop").addEventListener("click", () => {
    $("unsent").hidden = !words.value.trim();
    sure(true);
    $("end").focus();
  });
  $("stay").addEventListener("click", () => { sure(false); words.focus(); });
  $("end").addEventListener("click", () => { write((sentDraft = "")); send({ t: "end" }); });
  connect();
})();
