// Puts the package of a phone together from what it holds and the leaves that have changed since, as they are cut in
// checkin/rules/leaves.py: tests/checkin/test_leaves.py holds both to it.

/** True if `json` is the data of a door, or what has changed of it, and not something else that a network has put in its way. */
export function isData(json) {
  return typeof json?.now === "string" && (isWhole(json) || isChange(json));
}

function isWhole(json) {
  return Array.isArray(json.tickets) && Array.isArray(json.lists) && json.lists.length > 0;
}

function isChange({ marks, count, size, parts, tickets, in: entries }) {
  return typeof marks === "string" && Number.isInteger(count) && size > 0 && [parts, tickets, entries].every((each) => each instanceof Object);
}

/** What `held` has become by what was `told`; null if they do not fit, and then the whole has to be asked for. */
export function renewed(held, told) {
  if (isWhole(told)) return told;
  const { now, marks, count, size, parts } = told;
  const tickets = [];
  for (let leaf = 0; leaf * size < count; leaf += 1) {
    const before = held.tickets.slice(leaf * size, (leaf + 1) * size);
    const entries = told.in[leaf] ?? before.map((each) => each.in);
    tickets.push(...(told.tickets[leaf] ?? before).map((each, at) => ({ ...each, in: entries[at] })));
  }
  return tickets.length === count && tickets.every((each) => each.in) ? { ...held, ...parts, now, marks, tickets } : null;
}
