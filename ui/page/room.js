// A choice is made as soon as it is changed; the button is for readers without a pointer or a script.
element.addEventListener("change", (event) => {
  const { slide } = event.target.dataset;
  if (slide) trigger("submit", { slide, rate: event.target.value });
  else event.target.closest("form.lk-choose")?.requestSubmit();
});
// A slider says at once where it stands.
element.addEventListener("input", ({ target }) => {
  if (target.dataset.slide) target.parentElement.querySelector("output").textContent = `${target.value} %`;
});
// What is to become of an action is proposed by a form, and recorded once its answer is confirmed.
element.addEventListener("submit", (event) => {
  const form = event.target.closest("[data-move]");
  if (!form) return;
  event.preventDefault();
  const moves = form.closest("[data-action]");
  const place = moves.querySelector(".lk-proposed").id;
  trigger("submit", { move: form.dataset.move, action: moves.dataset.action, place, told: Object.fromEntries(new FormData(form)) });
});
element.addEventListener("click", (event) => {
  const button = event.target.closest("[data-answer], [data-send]");
  if (!button) return;
  button.disabled = true;
  trigger("submit", button.dataset.send ? { send: button.dataset.send } : { answer: button.dataset.answer, talk: button.dataset.talk });
});
