"use strict";
/* On every page: help, leaving at once, small conveniences. */
(() => {
  const $ = (id) => document.getElementById(id);

  const leave = () => {
    dispatchEvent(new Event("leaving"));
    document.title = "Blank page";
    document.documentElement.hidden = true;
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
})();
