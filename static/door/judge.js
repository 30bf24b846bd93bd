// The verdict on a badge, in the order of checkin/rules/verdicts.py; tests/checkin/test_judge_agrees.py holds both to one
// table of cases. Pure: what is known and what time it is, it is told.

/**
 * {verdict, reason} for a code that could be read.
 *
 * `ticket` is what is known of it: {standing, marks, products, only_day}, or null. `isReplaced` if it has a newer code; `isSigned`
 * if its signature is true, so that it may be a ticket sold since. `past` is its admission to this list in this period,
 * {inside}, or null; `isFull` whether the list has nobody's place left. `now` is in milliseconds, of the event's time.
 */
export function judge({ ticket, isReplaced = false, isSigned = false, past, list, direction = "in", event, isFull, now }) {
  const isExit = direction === "out";
  if (isReplaced) return refused("replaced");
  if (!ticket) return unheardOf({ isSigned, past, list, isExit });
  if (isExit) return admitted("left");
  const today = localDay(now, event.zone);
  if (ticket.standing === "cancelled") return refused("cancelled");
  if (ticket.standing === "unpaid" && !list.unpaid_may_enter) return refused("unpaid");
  if (ticket.standing === "unproved" || ticket.marks.includes("proof")) return refused("unproved");
  if (list.products.length > 0 && !ticket.products.some((each) => list.products.includes(each))) return refused("other ticket");
  if ([list.day, ticket.only_day].some((day) => day && day !== today)) return refused("other day");
  if (list.opens_at && now < Date.parse(list.opens_at)) return refused("not open");
  if (list.closes_at && now >= Date.parse(list.closes_at)) return refused("not open");
  if (past && list.entry !== "always") {
    return list.reenters && !past.inside ? admitted("back in") : { verdict: "again", reason: "already in" };
  }
  return isFull ? refused("full") : admitted("");
}

/** A true code that is newer than the phone's data comes in where any ticket does, once. */
function unheardOf({ isSigned, past, list, isExit }) {
  if (!isSigned || list.products.length > 0) return refused("unknown code");
  if (isExit) return admitted("left");
  return past?.inside ? { verdict: "again", reason: "already in" } : admitted("new to this phone");
}

function admitted(reason) {
  return { verdict: "admitted", reason };
}

function refused(reason) {
  return { verdict: "refused", reason };
}

/** The day, such as 2027-03-16, on which a list counts an admission at `now`. */
export function periodOf(list, event, now) {
  return list.entry === "once" ? event.first_day : localDay(now, event.zone);
}

/** The day in the event's own zone, whatever the phone's. */
export function localDay(now, zone) {
  const parts = new Intl.DateTimeFormat("en-GB", { timeZone: zone, year: "numeric", month: "2-digit", day: "2-digit" });
  const { year, month, day } = Object.fromEntries(parts.formatToParts(now).map(({ type, value }) => [type, value]));
  return `${year}-${month}-${day}`;
}
