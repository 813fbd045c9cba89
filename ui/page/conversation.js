// What a reader has unfolded stays unfolded when the next answer arrives; a new question, then its answer, comes into view.
const unfolded = new Set();
let turns = 0;
let waiting = false;

element.addEventListener("toggle", ({ target }) => {
  if (target.open) unfolded.add(target.id);
  else unfolded.delete(target.id);
}, true);

// The address names the conversation, so that it is there again after a reload, and in each tab another one.
function nameInAddress(talk) {
  const address = new URL(location);
  if ((address.searchParams.get("talk") ?? "") === talk) return;
  address.searchParams.delete("ask");
  if (talk) address.searchParams.set("talk", talk);
  else address.searchParams.delete("talk");
  history.replaceState(history.state, "", address);
}

// A question that has no answer yet outlives the page: Gradio loads it anew when a server that went away is back.
const DRAFT = "lk-draft";
const box = () => document.querySelector("#lk-box textarea, #lk-box input");
document.addEventListener("input", ({ target }) => {
  if (target === box()) sessionStorage.setItem(DRAFT, target.value);
});

function putBack() {
  const [draft, empty] = [sessionStorage.getItem(DRAFT), box()];
  if (!draft || !empty || empty.value) return;
  empty.value = draft;
  empty.dispatchEvent(new Event("input", { bubbles: true }));
}

watch("value", () => {
  if (!turns) setTimeout(putBack);
  nameInAddress(element.querySelector("[data-talk]")?.dataset.talk ?? "");
  for (const fold of element.querySelectorAll("details")) fold.open = unfolded.has(fold.id);
  const shown = element.querySelectorAll(".lk-turn");
  const newest = shown[shown.length - 1];
  if (newest && turns && (shown.length > turns || waiting)) {
    const still = matchMedia("(prefers-reduced-motion: reduce)").matches;
    newest.scrollIntoView({ block: "start", behavior: still ? "auto" : "smooth" });
  }
  turns = shown.length;
  const working = Boolean(element.querySelector(".lk-working"));
  if (waiting && !working) sessionStorage.removeItem(DRAFT);
  waiting = working;
});
