// Counts as one writes, and says what became of what was written. Without it each page has its Save button.
const writing = document.getElementById("writing");
const savedSpoken = document.getElementById("saved-spoken");
let isUnsaved = false;

function counted(mark) {
  const boxes = mark.dataset.of === "*" ? writing.querySelectorAll("[name^=heading_]") : [document.getElementById(mark.dataset.of)];
  const count = mark.dataset.unit === "word" ? countWords : countLetters;
  return [...boxes].reduce((sum, box) => sum + count(box.value), 0);
}

function show(mark) {
  const now = counted(mark);
  const most = Number(mark.dataset.most || 0);
  const units = (number) => `${number.toLocaleString("en-GB")} ${mark.dataset.unit}${number === 1 ? "" : "s"}`;
  const words = most ? `${now.toLocaleString("en-GB")} of ${units(most)}` : units(now);
  mark.textContent = most && now > most ? `${words}, ${now - most} too many` : words;
  mark.toggleAttribute("data-over", most > 0 && now > most);
}

function say(words) {
  // Only when it is news, or every pause would be spoken into.
  if (savedSpoken.textContent !== words) savedSpoken.textContent = words;
}

for (const mark of writing.querySelectorAll("[data-of]")) show(mark);
writing.addEventListener("input", (event) => {
  isUnsaved = true;
  for (const mark of writing.querySelectorAll("[data-of]")) {
    if (mark.dataset.of === "*" || mark.dataset.of === event.target.id) show(mark);
  }
});

if ("autosave" in writing.dataset) {
  let typedSince = false;
  const beginSaving = () => {
    // What was said of a conflict stays until it is settled.
    const words = document.getElementById("saved-words");
    if (words) words.textContent = "Saving…";
  };
  writing.addEventListener("input", () => { typedSince = true; beginSaving(); });
  writing.addEventListener("htmx:beforeSend", () => { typedSince = false; });
  writing.addEventListener("htmx:afterRequest", (event) => {
    isUnsaved = typedSince || !event.detail.successful;
    const line = document.querySelector("#saved p");
    if (!event.detail.successful && event.detail.xhr.status !== 422) {
      line.textContent = "Not saved: no answer came. What you typed is still here, and is sent again when you type on.";
    }
    say(line.textContent);
    if (typedSince) beginSaving();
  });
  // A page that is saved while its own script still saves would meet itself as another window.
  writing.addEventListener("submit", (event) => {
    isUnsaved = false;
    if (!writing.classList.contains("htmx-request")) return;
    event.preventDefault();
    const { submitter } = event;
    writing.addEventListener("htmx:afterRequest", () => setTimeout(() => writing.requestSubmit(submitter)), { once: true });
  });
} else {
  writing.addEventListener("submit", () => { isUnsaved = false; });
}

addEventListener("beforeunload", (event) => {
  if (isUnsaved) event.preventDefault();
});
