// What an answer says can be copied, and its rows taken along as a file.
element.addEventListener("click", async (event) => {
  const button = event.target.closest("[data-copy], [data-csv]");
  if (!button) return;
  const card = button.closest(".lk-card");
  if ("csv" in button.dataset) {
    const file = new Blob(["\ufeff", card.querySelector(".lk-csv").textContent], { type: "text/csv" });
    const link = Object.assign(document.createElement("a"), { href: URL.createObjectURL(file), download: button.dataset.csv });
    link.click();
    URL.revokeObjectURL(link.href);
    return;
  }
  const said = [".lk-body", ".lk-read"].map((part) => card.querySelector(part)?.innerText.trim()).filter(Boolean);
  await navigator.clipboard.writeText(said.join("\n"));
  const before = button.textContent;
  button.textContent = button.dataset.copy;
  setTimeout(() => { button.textContent = before; }, 1500);
});
