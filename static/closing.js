// Counts down to the moment a call closes. The server decides; without this the page shows what was left when it came.
const closing = document.getElementById("closing");
const closingSpoken = document.getElementById("closing-spoken");

if (closing) {
  // Measured from the page's own figure, so that a wrong clock on the phone does no harm.
  const endsAt = performance.now() + Number(closing.dataset.seconds) * 1000;
  const units = [["day", 86400], ["hour", 3600], ["minute", 60], ["second", 1]];
  const spokenAt = new Set([3600, 900, 300, 60]);
  let before = Infinity;

  const inWords = (seconds) => {
    const largest = units.findIndex(([, size]) => seconds >= size);
    const at = largest < 0 ? units.length - 1 : largest;
    const words = [];
    for (const [name, size] of units.slice(at, at + 2)) {
      const number = Math.floor(seconds / size);
      seconds -= number * size;
      if (number || !words.length) words.push(`${number} ${name}${number === 1 ? "" : "s"}`);
    }
    return words.join(" ");
  };

  const show = () => {
    const seconds = Math.max(0, Math.ceil((endsAt - performance.now()) / 1000));
    closing.textContent = seconds ? `Closes in ${inWords(seconds)}` : "The call has closed";
    for (const mark of spokenAt) {
      if (before > mark && seconds <= mark && seconds > mark - 30) closingSpoken.textContent = `The call closes in ${inWords(mark)}.`;
    }
    if (!seconds) {
      closingSpoken.textContent = "The call has closed. What you typed is still here, to copy.";
      clearInterval(timer);
    }
    before = seconds;
  };
  const timer = setInterval(show, 1000);
  show();
}
