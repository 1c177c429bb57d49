"use strict";
/* One script for every page. On all of them: help, leaving at once, small conveniences.
   In the room: the page that is written on. Nothing of the person's is stored in the browser. */
(() => {
  const $ = (id) => document.getElementById(id);
  const make = (tag, name, text) => {
    const node = document.createElement(tag);
    if (name) node.className = name;
    if (text) node.textContent = text;
    return node;
  };

  // ---- on every page ---------------------------------------------------------------------------

  const leave = () => {
    document.title = "Blank page";
    document.documentElement.hidden = true;
    document.body.replaceChildren();
    fetch("/leave", { method: "POST", keepalive: true }).then(
      () => location.replace("/blank"), () => location.replace("about:blank"));
  };
  let escaped = -1e9;
  addEventListener("keydown", (event) => {
    if (event.key === "F1" || (event.altKey && event.code === "KeyH")) {
      event.preventDefault();
      location.assign("/help");
    }
    if (event.key !== "Escape" || event.repeat) return;
    if (event.timeStamp - escaped < 800) leave();
    escaped = event.timeStamp;
  }, true);
  $("leave")?.addEventListener("click", (event) => { event.preventDefault(); leave(); });

  for (const node of document.querySelectorAll("[data-with-script]")) node.hidden = false;
  for (const tick of document.querySelectorAll("[data-shows]")) {
    tick.addEventListener("change", () => {
      for (const id of tick.dataset.shows.split(" ")) $(id).type = tick.checked ? "text" : "password";
    });
  }
  document.querySelector("[data-prints]")?.addEventListener("click", () => print());
  const locksAfter = Number(document.body.dataset.locksAfter);
  if (locksAfter) setTimeout(() => location.replace("/"), locksAfter * 1000);
  // A page taken back out of the browser's memory may be of before it was locked.
  addEventListener("pagehide", () => { document.documentElement.hidden = true; });
  addEventListener("pageshow", (event) => { if (event.persisted) location.reload(); });

  if (!$("room")) return;

  // ---- the room --------------------------------------------------------------------------------

  const QUIET_MS = 60000, DRAFT_MS = 300, LATE_MS = 1200, HEAD_PX = 90, LAST_S = 600, WARN_S = 120;
  const ELSEWHERE = 4001, LOCKED = 4002;
  const room = $("room"), sheet = $("sheet"), words = $("words"), chair = $("chair");
  const beat = Number(room.dataset.beat), longest = Number(room.dataset.longest);
  const reading = (text) => text.toWellFormed?.() ?? text;
  const outbox = []; // lines not yet acknowledged: {name, text, node}
  const lines = new Map(); // turn -> the node whose words a remark may rest on
  let socket = null, tries = 0, seen = false, over = false, gone = false, moved = false;
  let sentDraft = "", draftTimer = 0, typed = performance.now(), active = false;
  let left = null, looking = false, session = 0;

  const send = (message) => {
    const open = socket?.readyState === WebSocket.OPEN;
    if (open) socket.send(JSON.stringify(message));
    return open;
  };
  const note = (text) => { $("note").textContent = text; };
  const present = (text) => { if ($("presence").textContent !== text) $("presence").textContent = text; };
  const announce = (text, urgent) => { $(urgent ? "assertive" : "polite").textContent = text; };
  const show = (id) => {
    for (const one of ["room", "cover", "again", "elsewhere"]) $(one).hidden = one !== id;
    $("hands").hidden = id !== "room";
  };

  // What stands on the page

  const lineNode = (text, cut) => {
    const node = make("p", "line");
    node.dir = "auto";
    node.tabIndex = -1;
    node.append(make("span", "unseen", "You: "), make("span", "said", text));
    if (cut) node.append(make("small", "", " … All of it is kept; only the beginning is shown."));
    return node;
  };
  const asks = (entry, node) => {
    const row = make("p", "asks");
    const why = make("button", "why", "Why did you say that?");
    why.setAttribute("aria-expanded", "false");
    why.addEventListener("click", () => {
      if (node.querySelector(".grounds")) shut(node);
      else send({ t: "why", turn: entry.turn });
    });
    row.append(why);
    if (entry.disputed) row.append(make("i", "", "You don’t see it that way."));
    else if (entry.dispute) {
      const not = make("button", "not", "I don’t see it that way");
      not.addEventListener("click", () => send({ t: "dispute", turn: entry.turn }));
      row.append(not);
    }
    return row;
  };
  const chairNode = (entry) => {
    const node = make("div", entry.kind);
    const said = make("p");
    said.append(make("span", "unseen", "The other chair: "), entry.text);
    node.append(said);
    node.dataset.turn = entry.turn;
    if (entry.kind === "safety") {
      const way = make("p");
      const link = make("a", "", "All numbers on one page");
      link.href = "/help";
      way.append(link);
      node.append(way);
    }
    if (entry.why) node.append(asks(entry, node));
    return node;
  };
  const put = (entry, fresh) => {
    let node;
    if (entry.kind === "line") lines.set(entry.turn, (node = lineNode(entry.text, entry.cut)));
    else if (entry.kind === "frame") node = make("p", "frame", entry.text);
    else node = chairNode(entry);
    if (fresh) node.classList.add("new");
    const waiting = outbox.find((one) => one.node.isConnected)?.node;
    sheet.insertBefore(node, waiting ?? null);
    return node;
  };
  // To the writing place, or to the beginning of what was just said where that is longer than the page.
  const settle = (node) => {
    const calm = matchMedia("(prefers-reduced-motion: reduce)").matches;
    const end = document.documentElement.scrollHeight - innerHeight;
    const top = node ? node.getBoundingClientRect().top + scrollY - HEAD_PX : end;
    scrollTo({ top: Math.min(end, top), behavior: calm || !seen ? "auto" : "smooth" });
  };

  // Why did you say that?

  const plain = () => {
    for (const said of sheet.querySelectorAll(".line .said:has(mark)")) said.textContent = said.textContent;
  };
  const shut = (node) => {
    node.querySelector(".grounds")?.remove();
    node.querySelector(".why").setAttribute("aria-expanded", "false");
    plain();
  };
  const highlight = (line, spans) => {
    const said = line.querySelector(".said"), letters = Array.from(said.textContent);
    const parts = [];
    let at = 0;
    for (const { start, end } of spans.sort((a, b) => a.start - b.start)) {
      if (start < at) continue;
      parts.push(letters.slice(at, start).join(""), make("mark", "", letters.slice(start, end).join("")));
      at = end;
    }
    said.replaceChildren(...parts, letters.slice(at).join(""));
  };
  const explain = (answer) => {
    const node = sheet.querySelector(`.remark[data-turn="${answer.turn}"], .safety[data-turn="${answer.turn}"]`);
    if (!node) return;
    for (const open of sheet.querySelectorAll(":has(> .grounds)")) shut(open);
    const box = make("div", "grounds");
    box.append(make("p", "", answer.because));
    box.append(make("p", "", answer.grounds.length ? "It rests on your words:" : "It rests on no single words of yours."));
    const list = make("ul"), here = new Map();
    for (const quote of answer.grounds) {
      const item = make("li"), line = quote.session === session ? lines.get(quote.turn) : null;
      const shown = make("mark", "", quote.quote);
      if (line) {
        const go = make("button");
        go.append(shown);
        go.addEventListener("click", () => { line.scrollIntoView({ block: "center" }); line.focus({ preventScroll: true }); });
        item.append(go);
        here.set(line, [...(here.get(line) ?? []), quote]);
      } else item.append(shown, make("small", "", `session ${quote.session}`));
      list.append(item);
    }
    for (const [line, spans] of here) highlight(line, spans);
    if (answer.grounds.length) box.append(list);
    if (answer.alternative) box.append(make("p", "", `Another way to see it: ${answer.alternative[0].toLowerCase()}${answer.alternative.slice(1)}`));
    node.append(box);
    node.querySelector(".why").setAttribute("aria-expanded", "true");
    announce(box.textContent);
  };

  // Time left: when looked for, and in the last ten minutes

  const tellTime = () => {
    if (!left) return;
    const seconds = left.seconds - (performance.now() - left.at) / 1000;
    const minutes = Math.max(1, Math.round(seconds / 60)), last = seconds < LAST_S;
    $("time").disabled = last;
    $("time").setAttribute("aria-pressed", String(looking || last));
    $("time").textContent = !looking && !last ? "Time"
      : seconds < 1 ? "The time is up" : minutes === 1 ? "About a minute left" : `About ${minutes} minutes left`;
  };

  // Sending

  const draft = (now) => {
    clearTimeout(draftTimer);
    draftTimer = setTimeout(() => {
      if (words.value !== sentDraft && send({ t: "draft", text: reading(words.value) })) sentDraft = words.value;
    }, now ? 0 : DRAFT_MS);
  };
  const flush = () => { if (words.value !== sentDraft) send({ t: "draft", text: reading(words.value) }); };
  const grow = () => {
    if (CSS.supports("field-sizing", "content")) return;
    words.style.height = "auto";
    words.style.height = `${words.scrollHeight}px`;
  };
  const write = (text) => { words.value = text; grow(); };
  const speak = () => {
    const text = reading(words.value);
    if (!text.trim() || over) return;
    if (text.length > longest) {
      note("That is too much to take in at once. It still stands here; in smaller pieces it can be kept.");
      return;
    }
    const line = { name: crypto.randomUUID(), text, node: lineNode(text.slice(0, 20000)) };
    line.node.classList.add("waiting");
    outbox.push(line);
    sheet.append(line.node);
    write("");
    sentDraft = "";
    clearTimeout(draftTimer);
    note("");
    send({ t: "line", name: line.name, text });
    settle();
  };

  // What the room says

  const hear = {
    page(m) {
      sheet.replaceChildren();
      lines.clear();
      ({ session, over } = m);
      for (const entry of m.entries) put(entry);
      for (const line of outbox.splice(0)) {
        if (m.names.includes(line.name)) continue;
        outbox.push(line);
        sheet.append(line.node);
      }
      for (const line of outbox) send({ t: "line", name: line.name, text: line.text });
      if (!seen && m.draft && !words.value) write((sentDraft = m.draft));
      else draft(true);
      note("");
      present("The other chair is here.");
      show(m.paused ? "cover" : "room");
      finish();
      settle(m.names.length || outbox.length ? null : sheet.firstElementChild);
      if (!m.paused && !over) words.focus({ preventScroll: true });
      const last = m.entries.at(-1);
      if (last && last.kind !== "line" && !seen) announce(last.text, last.kind === "safety");
      seen = true;
    },
    kept(m) {
      const at = outbox.findIndex((line) => line.name === m.name);
      if (at < 0) return;
      const [line] = outbox.splice(at, 1);
      line.node.classList.remove("waiting");
      line.node.classList.add("kept");
      if (m.text !== null) line.node.querySelector(".said").textContent = m.text;
      lines.set(m.turn, line.node);
      chair.classList.remove("nod");
      void chair.offsetWidth; // lets the nod begin again
      chair.classList.add("nod");
    },
    refused(m) {
      const at = outbox.findIndex((line) => line.name === m.name);
      if (at < 0) return;
      const [line] = outbox.splice(at, 1);
      line.node.remove();
      write(words.value ? `${line.text}\n${words.value}` : line.text);
      draft(true);
      note(m.say);
    },
    said({ entry }) {
      const node = put(entry, true);
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
      if (m.locks_in_s < WARN_S) note("Nothing has been written for a while. The room will lock itself soon; any key keeps it open.");
    },
    over() { over = true; finish(); },
    note(m) { note(m.say); },
    locked() { gone = true; },
    elsewhere() { moved = true; },
  };
  const finish = () => {
    $("writing").hidden = $("tools").hidden = over;
    $("ended").hidden = !over;
    if (over) { $("sure").hidden = true; present("The session has ended."); $("ended").firstChild.focus({ preventScroll: true }); }
    tellTime();
  };
  const locked = () => {
    sheet.replaceChildren();
    if (!outbox.length && words.value === sentDraft) { location.replace("/"); return; }
    show("again");
    $("pass").focus();
  };

  // The connection

  const connect = () => {
    gone = moved = false;
    socket = new WebSocket(`ws://${location.host}/socket`);
    socket.addEventListener("open", () => { tries = 0; });
    socket.addEventListener("message", (event) => {
      const message = JSON.parse(event.data);
      if (message.t in hear) hear[message.t](message);
    });
    socket.addEventListener("close", (event) => {
      if (gone || event.code === LOCKED) { locked(); return; }
      if (moved || event.code === ELSEWHERE) { sheet.replaceChildren(); show("elsewhere"); $("here").focus(); return; }
      tries += 1;
      setTimeout(() => {
        if (socket.readyState === WebSocket.OPEN) return;
        present("The connection is gone. What you write stays here, and is sent when it is back.");
      }, LATE_MS);
      setTimeout(connect, Math.min(250 * 2 ** tries, 4000));
    });
  };
  setInterval(() => { send({ t: "here", active }); active = false; tellTime(); }, beat);
  setInterval(() => {
    const settled = Math.max(typed, left?.quietAt ?? 0);
    const wait = left && left.seconds - (performance.now() - left.at) / 1000 <= 0 ? 10000 : QUIET_MS;
    if (over || $("room").hidden || words.value || outbox.length || performance.now() - settled < wait) return;
    typed = performance.now();
    send({ t: "quiet" });
  }, 5000);

  // The hands

  for (const kind of ["keydown", "pointerdown", "wheel"]) {
    addEventListener(kind, () => {
      if (!active && $("note").textContent.includes("any key")) { send({ t: "here", active: true }); note(""); }
      active = true;
    }, { passive: true });
  }
  words.addEventListener("input", () => { typed = performance.now(); grow(); draft(); });
  words.addEventListener("keydown", (event) => {
    if (event.key !== "Enter" || event.shiftKey || event.isComposing) return;
    event.preventDefault();
    speak();
  });
  $("writing").addEventListener("submit", (event) => { event.preventDefault(); speak(); words.focus(); });
  addEventListener("pagehide", flush);
  addEventListener("keydown", (event) => {
    if (event.key !== "Escape") return;
    for (const open of sheet.querySelectorAll(":has(> .grounds)")) { shut(open); open.querySelector(".why").focus(); }
    sure(false);
  });
  const sure = (asked) => { $("sure").hidden = !asked; $("tools").hidden = asked; };
  $("time").addEventListener("click", () => { looking = !looking; send({ t: "here", active: true }); tellTime(); });
  $("pause").addEventListener("click", () => { flush(); send({ t: "pause" }); show("cover"); $("go-on").focus(); });
  $("go-on").addEventListener("click", () => { send({ t: "goon" }); show("room"); typed = performance.now(); settle(); words.focus(); });
  $("stop").addEventListener("click", () => {
    $("sure-words").textContent = words.value.trim()
      ? "End the session here? What stands unsent would be left out; Enter sends it first."
      : "End the session here? It is all kept.";
    sure(true);
    $("end").focus();
  });
  $("stay").addEventListener("click", () => { sure(false); words.focus(); });
  $("end").addEventListener("click", () => { write(""); send({ t: "end" }); });
  $("here").addEventListener("click", connect);
  $("relock").addEventListener("submit", async (event) => {
    event.preventDefault();
    const body = new URLSearchParams(new FormData($("relock")));
    const answer = await fetch("/unlock", { method: "POST", body, headers: { Accept: "application/json" } }).catch(() => null);
    const said = await answer?.json().catch(() => null);
    $("pass-trouble").textContent = answer?.ok ? "" : said?.say ?? "There is no connection just now. Your words are still here.";
    if (!answer?.ok) return;
    $("pass").value = "";
    connect();
  });
  connect();
})();
