// The screens with people on them: found by name, read last, and inside.
import { clockTime } from "./holdings.js";
import { element } from "./screen.js";

const UNDO_FOR = 15 * 60_000; // milliseconds
const WORDS = { admitted: "Admitted", again: "Scanned before", refused: "Not admitted" };
const by = (id) => document.getElementById(id);

/** `admit(who)` is called when one of them is chosen; null where nobody could look, which `why` may explain. */
export function showFound(found, admit, why = "") {
  by("found").replaceChildren(...(found ?? []).map((who) => choice(who, "Let in", () => admit(who))));
  by("find-told").textContent = why || toldOf(found);
}

function toldOf(found) {
  if (found === null) return "This phone holds no names, and there is no connection to ask by. Scan the ticket, or type the eight letters under its code.";
  if (found.length === 0) return "Nobody of that name. Try a part of it.";
  return found.length === 1 ? "One person." : `${found.length} people.`;
}

export function showLast(place, undo) {
  const { zone } = place.holdings.event;
  const lines = place.last.map((each) => {
    const name = each.delegate?.name || "No name on this phone";
    const what = `${clockTime(each.at, zone)}, ${each.reason === "undone" ? "taken back" : WORDS[each.verdict].toLowerCase()}`;
    const mayUndo = each.verdict === "admitted" && place.now - each.at <= UNDO_FOR;
    return choice({ name, organisation: what, category: "" }, mayUndo ? "Undo" : "", () => undo(each));
  });
  by("last-scans").replaceChildren(...lines);
}

/** Who is inside, by what this phone knows: for whoever counts heads in the car park. */
export function showEvacuation(place, list) {
  const { named, unnamed } = place.holdings.inside(list, place.now);
  const more = [...unnamed.values()].reduce((sum, each) => sum + each, 0);
  const at = clockTime(place.holdings.at, place.holdings.event.zone);
  by("evacuation-told").textContent =
    `${list.name}: ${named.length + more} inside by what this phone knows (data of ${at} and its own scans).` +
    (more ? ` ${more} of them it cannot name.` : "");
  by("named").replaceChildren(...named.map((each) => element("li", "", element("b", each.name), [" ", each.organisation].join(""))));
  by("unnamed").replaceChildren(...[...unnamed].map(([category, number]) => element("li", `${category}: ${number}`)));
}

function choice({ name, organisation, category }, label, act) {
  const line = element("li", "", element("span", "", element("b", name), element("span", [organisation, category].filter(Boolean).join(", "))));
  if (label) {
    const button = element("button", label);
    button.type = "button";
    button.dataset.kind = "quiet";
    button.setAttribute("aria-label", `${label}: ${name}`);
    button.addEventListener("click", act);
    line.append(button);
  }
  return line;
}
