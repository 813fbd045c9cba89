// A part of the room that takes another's place, so that the rest of the room stays as it is.
watch("value", () => {
  for (const part of element.querySelectorAll("[data-part]")) {
    const place = document.getElementById(part.dataset.part);
    place?.replaceChildren(...part.cloneNode(true).childNodes);
    const link = place?.parentElement.querySelector(":scope > .lk-take > a");
    if (link && part.dataset.question) link.href = part.dataset.question;
  }
});
