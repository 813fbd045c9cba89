// What a reader has unfolded stays unfolded when the next answer arrives; a new question, then its answer, comes into view.
const unfolded = new Set();
let turns = 0;
let waiting = false;

element.addEventListener("toggle", ({ target }) => {
  if (target.open) unfolded.add(target.id);
  else unfolded.delete(target.id);
}, true);

watch("value", () => {
  for (const fold of element.querySelectorAll("details")) fold.open = unfolded.has(fold.id);
  const shown = element.querySelectorAll(".lk-turn");
  const newest = shown[shown.length - 1];
  if (newest && turns && (shown.length > turns || waiting)) {
    const still = matchMedia("(prefers-reduced-motion: reduce)").matches;
    newest.scrollIntoView({ block: "start", behavior: still ? "auto" : "smooth" });
  }
  turns = shown.length;
  waiting = Boolean(element.querySelector(".lk-working"));
});
