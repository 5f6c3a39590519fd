// Show and hide kinds of errors.
for (const button of document.querySelectorAll("button[data-kind]")) {
  button.addEventListener("click", () => {
    const shown = button.getAttribute("aria-pressed") !== "true";
    button.setAttribute("aria-pressed", String(shown));
    for (const item of document.querySelectorAll("li[data-kind]")) if (item.dataset.kind === button.dataset.kind) item.hidden = !shown;
  });
}
