// A choice is made as soon as it is changed; the button is for readers without a pointer or a script.
element.addEventListener("change", (event) => event.target.closest("form")?.requestSubmit());
