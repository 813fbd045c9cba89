// A button of an incident's card says what the incident was.
element.addEventListener("click", (event) => {
  const button = event.target.closest("[data-opinion]");
  if (button) trigger("submit", { opined: { incident: button.dataset.incident, opinion: button.dataset.opinion } });
});
