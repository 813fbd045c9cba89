// A button that carries a question asks it; one that carries a conversation opens it, or begins a new one.
element.addEventListener("click", (event) => {
  const button = event.target.closest("[data-ask], [data-open]");
  if (button) trigger("submit", { question: button.dataset.ask ?? null, talk: button.dataset.open ?? null });
});
