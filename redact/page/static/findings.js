/* findings.js -- the list of the open item's findings and its filter. */
import { by, el, options } from "./dom.js";
import { SIGNS, familyOf, kindName } from "./kinds.js";
import { pagedList } from "./list.js";
import { goTo } from "./go.js";
import { goFinding, item, listen, model, nextUndecidedItem }
	from "./model.js";
import { described, valueOf } from "./review.js";
import { say, t } from "./words.js";

const STATES = ["undecided", "redact", "keep", "changed"];
let list = null;
let filtered = "";	/* item and filter that the list was made for */

function row(at) {
	const f = model.details.findings[at];

	return el("div", { class: `row k-${familyOf(f.kind)} s-${f.decision}`,
		title: kindName(f.kind) },
	el("span", { class: "badge" }, familyOf(f.kind),
		el("span", { "aria-hidden": "true" }, SIGNS[f.decision])),
	el("bdi", { class: "value" }, valueOf(f)),
	el("span", { class: "kind" }, kindName(f.kind)),
	el("span", { class: "state" }, t(`state.${f.decision}`),
		f.changed ? el("b", {}, " ", t("changed")) : null));
}

function matches(f) {
	const text = by("filter-text").value.trim().toLocaleLowerCase();
	const kind = by("filter-kind").value, state = by("filter-state").value;

	return (!kind || f.kind === kind) && (!state || (state === "changed" ?
		f.changed : f.decision === state)) &&
		(!text || f.value.toLocaleLowerCase().includes(text) ||
		kindName(f.kind).toLocaleLowerCase().includes(text));
}

function filter() {
	const { findings } = model.details;

	list.set(findings.filter(matches).map((f) => f.at));
	filtered = `${model.item}`;
}

/* Only kinds that the item has; a choice that is gone is no choice. */
function kinds() {
	const select = by("filter-kind"), was = select.value;
	const found = [...new Set(model.details.findings.map((f) => f.kind))];
	const pairs = found.map((k) => [k, kindName(k)]).sort((a, b) =>
		a[1].localeCompare(b[1]));

	options(select, [["", t("filter.kinds")], ...pairs],
		found.includes(was) ? was : "");
}

/* What was opened by its link must be in the list to be seen. */
function show() {
	if (filtered !== `${model.item}`)
		return;
	list.go(model.at);
}

/* The finding before or behind; from one item's end to the next item. */
export function step(way) {
	const at = list.beside(way);

	if (at !== undefined) {
		goFinding(at);
		sayPresent();
		return;
	}
	const next = way > 0 ? nextUndecidedItem() : -1;

	if (next < 0 || next === model.item)
		return say(t(way > 0 ? "list.end" : "list.start"));
	openItem(next);
}

/* Who stands in the list hears it from there. */
function sayPresent() {
	if (document.activeElement !== by("findings") && model.at >= 0)
		say(described(model.details.findings[model.at]));
}

export async function openItem(i, place = {}) {
	if (await goTo(i, place))
		say(`${t("item.opened", { name: item().name, n: item()
			.undecided })} ${model.at >= 0 ?
			described(model.details.findings[model.at]) : ""}`);
}

export function startFindings() {
	list = pagedList("findings", { row, pick: goFinding, empty: () =>
		t(model.details.findings.length ? "list.filtered" :
			"list.empty") });
	options(by("filter-state"), [["", t("filter.states")],
		...STATES.map((s) => [s, t(s === "changed" ? s : `state.${s}`)])],
	"");
	for (const id of ["filter-text", "filter-kind", "filter-state"])
		by(id).addEventListener("input", filter);
	listen("item", () => {
		kinds();
		filter();
		show();
	});
	listen("place", show);
	listen("one", (f) => list.touch(f.at));
}
