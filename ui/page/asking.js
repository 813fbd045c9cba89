// A button that carries a question asks it.
element.addEventListener("click", (event) => {
  const button = event.target.closest("[data-ask]");
  if (button) trigger("submit", { question: button.dataset.ask });
});
