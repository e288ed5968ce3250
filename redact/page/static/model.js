/*
 * model.js -- what is known of the review, and where the person is in it.
 * Nothing here touches the page: whoever shows something listens.
 *
 * `revision` is that of the review for which the open item's findings are
 * known; what is decided is decided on what the person saw.
 */
import { get } from "./api.js";

const SHEETS_KEPT = 6;
const TRIES = 5;	/* for two answers of one moment */

export const model = {
	revision: 0,
	state: null,	/* GET /api/state */
	details: null,	/* GET /api/item of the open item */
	item: 0,
	sheet: 0,
	at: -1,		/* place of the present finding in details.findings */
};

let turn = 0;	/* changes when the person goes to an item, and is there */

const listeners = new Map();

/*
 * "state": counts, standing; "item": findings, boxes, times of the open item;
 * "one": a single finding (given); "place": another item, sheet or finding.
 */
export function listen(what, call) {
	listeners.set(what, [...(listeners.get(what) ?? []), call]);
}

export function tell(what, detail) {
	for (const call of listeners.get(what) ?? [])
		call(detail);
}

export function item() {
	return model.state.items[model.item];
}

/* The page that is to be seen on a sheet; -1: none, it is looked at in the
 * item's own form. */
export function pageOf(it, sheet) {
	return sheet >= it.pages_from ? sheet - it.pages_from : -1;
}

export function finding() {
	return model.details.findings[model.at];
}

export function nameOf(f) {
	return { kind: f.kind, start: f.start, end: f.end };
}

function same(a, b) {
	return a.kind === b.kind && a.start === b.start && a.end === b.end;
}

/* The place of this finding, or of the nearest that begins behind. */
export function placeOf(f, exactly = false) {
	const list = model.details.findings;
	const at = list.findIndex((g) => same(f, g));

	if (at >= 0 || exactly)
		return at;
	const near = list.findIndex((g) => g.start >= f.start);

	return near >= 0 ? near : list.length - 1;
}

async function fetchDetails(i) {
	const details = await get(`/api/item/${i}`);

	details.findings.forEach((f, at) => {
		f.at = at;
		f.changed &&= !f.mine;	/* what they did themself is no news */
	});
	for (const b of details.boxes)
		b.changed &&= b.by !== model.state.me.label;
	return details;
}

/* Both of one moment: a change may come between the two answers. */
async function fetchBoth(i) {
	let state, details;

	for (let tries = 0; tries < TRIES; tries++) {
		state = await get("/api/state");
		details = await fetchDetails(i);
		if (state.revision === details.revision)
			break;
	}
	return { state, details };
}

/*
 * Ask for everything anew; the person stays where they are.  Who went on to
 * another item meanwhile wants that one.
 */
export async function refresh() {
	let begun, state, details;

	do {
		begun = turn;
		({ state, details } = await fetchBoth(model.item));
	} while (begun !== turn);
	const was = model.details && model.at >= 0 ? finding() : null;

	model.state = state;
	model.details = details;
	model.revision = details.revision;
	model.at = was ? placeOf(was) : details.findings.length ? 0 : -1;
	tell("state");
	tell("item");
}

/* The counts alone, when nothing else can have changed. */
export async function recount() {
	const state = await get("/api/state");

	if (state.revision !== model.revision)
		return;		/* the next look at the changes sees to it */
	model.state = state;
	tell("state");
}

/*
 * Go to an item; to `sheet` of it, or to its finding `at`, or else to the
 * first that is undecided.  Until its findings are there the model stays what
 * it is.  False when the person went elsewhere meanwhile.
 */
export async function goItem(i, { sheet = null, at = null } = {}) {
	const begun = ++turn, { state } = model;

	if (i !== model.item || model.details === null) {
		let details = await fetchDetails(i);

		/* Another revision is looked at in whole. */
		if (details.revision !== model.revision) {
			const both = await fetchBoth(i);

			({ details } = both);
			if (begun === turn)
				model.state = both.state;
		}
		if (begun !== turn)
			return false;
		turn++;
		Object.assign(model, { item: i, details,
			revision: details.revision });
	}
	const list = model.details.findings;
	const first = list.findIndex((f) => f.decision === "undecided");

	model.at = at ?? (sheet === null ? (first >= 0 ? first :
		list.length ? 0 : -1) : list.findIndex((f) => f.sheet === sheet));
	model.sheet = sheet ?? (model.at >= 0 ? finding().sheet : 0);
	if (model.state !== state)
		tell("state");
	tell("item");
	tell("place");
	return true;
}

export function goFinding(at) {
	model.at = at;
	model.sheet = finding().sheet;
	tell("place");
}

export function goSheet(sheet) {
	const first = model.details.findings.findIndex((f) =>
		f.sheet === sheet);

	model.sheet = sheet;
	if (first >= 0)
		model.at = first;
	tell("place");
}

/* The sheets not looked at, as [item, sheet], from here on and around. */
export function* unseenSheets() {
	const { items } = model.state;

	for (let k = 0; k <= items.length; k++) {
		const i = (model.item + k) % items.length;
		const seen = new Set(items[i].seen);
		const from = k === 0 ? model.sheet : 0;
		const to = k === items.length ? model.sheet : items[i].sheets;

		for (let s = from; s < to; s++)
			if (!seen.has(s))
				yield [i, s];
	}
}

/* The next item, in the order of the list, with something to decide. */
export function nextUndecidedItem() {
	const { items } = model.state;

	for (let k = 1; k <= items.length; k++) {
		const i = (model.item + k) % items.length;

		if (items[i].undecided > 0)
			return i;
	}
	return -1;
}

const sheets = new Map();	/* newest last */

/* The text (and words) of a sheet; it never changes during a review. */
export async function sheetOf(i, s) {
	const name = `${i}/${s}`;
	const known = sheets.get(name) ??
		get(`/api/item/${i}/sheet/${s}`);

	sheets.delete(name);
	sheets.set(name, known);
	for (const old of sheets.keys()) {
		if (sheets.size <= SHEETS_KEPT)
			break;
		sheets.delete(old);
	}
	try {
		return await known;
	} catch (e) {
		sheets.delete(name);
		throw e;
	}
}
