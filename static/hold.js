// Counts a hold down on the page. The truth is the database's; without this the page shows when the hold ends.
const hold = document.getElementById("hold");
const spoken = document.getElementById("hold-spoken");
const bar = hold.querySelector("progress");
const words = hold.querySelector("b");
// Measured from the page's own figure, so that a wrong clock on the phone does no harm.
const endsAt = performance.now() + (bar.value + 1) * 1000;

function show() {
  const seconds = Math.max(0, Math.round((endsAt - performance.now()) / 1000));
  const minutes = Math.floor(seconds / 60);
  bar.value = seconds;
  words.textContent = seconds >= 120 ? `${minutes} minutes left` : `${minutes}:${String(seconds % 60).padStart(2, "0")} left`;
  if (seconds === 300 || seconds === 60) {
    spoken.textContent = `${minutes} ${minutes === 1 ? "minute" : "minutes"} left to pay`;
  }
  if (seconds === 0) {
    clearInterval(timer);
    location.reload();
  }
}

const timer = setInterval(show, 1000);
show();
