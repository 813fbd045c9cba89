// A thumb says whether the answer was good; of one that was not, the reason chosen and the words written go along.
element.addEventListener("click", (event) => {
  const button = event.target.closest("[data-verdict]");
  if (!button) return;
  const judge = button.closest("[data-judged]");
  const told = "with" in button.dataset;
  trigger("submit", {
    judged: {
      trace: judge.dataset.judged,
      verdict: button.dataset.verdict,
      reason: (told && judge.querySelector("input:checked")?.value) || null,
      comment: (told && judge.querySelector("textarea").value.trim()) || null,
    },
  });
});
