/*
 * review.js -- everything a person can do to the review, each as one act of
 * the queue.
 */
import { post } from "./api.js";
import { goTo } from "./go.js";
import { kindName, reasonName } from "./kinds.js";
import { finding, item, model, nameOf, nextUndecidedItem, placeOf, tell,
	goFinding, unseenSheets } from "./model.js";
import { act } from "./queue.js";
import { ofSheet } from "./sheets.js";
import { shown } from "./utf8.js";
import { say, t } from "./words.js";

const VALUE_SHOWN = 60;

export function valueOf(f) {
	return shown(f.value, VALUE_SHOWN);
}

/* --- one finding */

/* Decide on the present finding, then go to the next that waits. */
export function decide(decision) {
	const f = model.at >= 0 ? finding() : null;

	if (!f)
		return;
	const told = t(`told.${decision}`, { value: valueOf(f) });

	change(f, { decision }, told);
	const next = nextUndecided(model.at);

	if (next >= 0) {
		goFinding(next);
		say(`${told} ${described(finding())}`);
	} else {
		const i = nextUndecidedItem();

		say(`${told} ${i >= 0 && i !== model.item ?
			t("item.decided") : t("all.decided")}`);
	}
}

/* "3 of 12: e-mail address, undecided: anna@example.org" */
export function described(f) {
	return t("described", { at: f.at + 1, n: model.details.findings.length,
		kind: kindName(f.kind), state: t(`state.${f.decision}`),
		value: valueOf(f) });
}

function nextUndecided(at) {
	const list = model.details.findings;

	for (let k = 1; k <= list.length; k++)
		if (list[(at + k) % list.length].decision === "undecided")
			return (at + k) % list.length;
	return -1;
}

/* Give a finding a decision, a reason, or what stands in its place. */
export function change(f, what, words) {
	const i = model.item, it = item(), was = f.decision;
	const now = { decision: f.decision, ...what };

	if (Object.entries(now).every(([k, v]) => f[k] === v) && f.mine)
		return;
	Object.assign(f, now, { mine: true, by: model.state.me.label });
	/* The counts follow at once; the answer corrects them. */
	it[was]--;
	it[f.decision]++;
	model.state.undecided += (f.decision === "undecided") -
		(was === "undecided");
	act({ path: "/api/decide", words, local: true, body: { item: i,
		findings: [nameOf(f)], ...now },
	done: () => {
		const at = model.item === i ? placeOf(f, true) : -1;
		const g = model.details.findings[at];

		return g && Object.entries(now).every(([k, v]) => g[k] === v);
	} });
	tell("one", f);
	tell("state");
}

export function setReason(code) {
	const f = model.at >= 0 ? finding() : null;

	if (!f)
		return;
	const reason = f.reason === code ? "" : code;

	change(f, { reason }, t("told.reason", { value: valueOf(f),
		reason: reason ? reasonName(reason) : t("reason.none") }));
	say(reason ? reasonName(reason) : t("reason.none"));
}

export function setShow(show) {
	const f = finding();

	change(f, { show }, t("told.show", { value: valueOf(f) }));
}

/* --- many at once: first how many, then do it */

export function countEqual(f, decision) {
	return post("/api/equal", { revision: model.revision, item: model.item,
		...nameOf(f), decision, count: true });
}

export function decideEqual(f, decision) {
	const told = t("told.equal", { value: valueOf(f),
		state: t(`state.${decision}`) });

	act({ path: "/api/equal", words: told, body: { item: model.item,
		...nameOf(f), decision, reason: f.reason || undefined,
		count: false }, after: () => say(told) });
}

export function countWords(words) {
	return post("/api/words", { revision: model.revision, words,
		decision: "redact", count: true });
}

export function redactWords(words, reason) {
	const told = t("told.words", { value: shown(words, VALUE_SHOWN) });

	act({ path: "/api/words", words: told, body: { words,
		decision: "redact", reason: reason || undefined, count: false },
	after: () => say(told) });
}

/* --- what people mark by hand */

export function addRange(start, end, reason) {
	const i = model.item;
	const f = { kind: "WATCHLIST", start, end };
	const there = () => model.item === i ? placeOf(f, true) : -1;

	act({ path: "/api/add", words: t("told.add"), body: { item: i, ...f,
		decision: "redact", reason: reason || undefined },
	done: () => there() >= 0,
	after: () => {
		if (there() < 0)
			return;
		goFinding(there());
		say(t("told.redact", { value: valueOf(finding()) }));
	} });
}

export function moveEdges(f, start, end) {
	const i = model.item;

	act({ path: "/api/edges", words: t("told.edges", { value: valueOf(f) }),
		body: { item: i, ...nameOf(f), to_start: start, to_end: end },
		after: () => {
			const at = model.item === i ? placeOf({ kind: f.kind,
				start, end }, true) : -1;

			if (at >= 0)
				goFinding(at);
			say(t("edges.moved"));
		} });
}

function sameBox(a, b) {
	return ["page", "x0", "y0", "x1", "y1", "from", "to"].every((k) =>
		a[k] === b[k]);
}

function mark(what, list, thing, reason) {
	const i = model.item;

	act({ path: `/api/${what}`, words: t(`told.${what}`), body: { item: i,
		...thing, reason: reason || undefined },
	done: () => model.item === i && model.details[list].some((b) =>
		sameBox(b, thing)),
	after: () => say(t(`told.${what}`)) });
}

function unmark(what, index) {
	act({ path: `/api/${what}`, words: t(`told.${what}`),
		body: { item: model.item, index },
		after: () => say(t(`told.${what}`)) });
}

export const addBox = (box, reason) => mark("box", "boxes", box, reason);
export const removeBox = (index) => unmark("unbox", index);
export const addTime = (time, reason) => mark("time", "times", time, reason);
export const removeTime = (index) => unmark("untime", index);

/* --- sheets, options, the whole */

/* The person looked at the present sheet; go on to the next they did not. */
export function markSeen(seen = true) {
	const i = model.item, s = model.sheet, it = item();
	const told = ofSheet(seen ? "told.seen" : "told.unseen", it, s);

	if (it.seen.includes(s) !== seen) {
		it.seen = seen ? [...it.seen, s].sort((a, b) => a - b) :
			it.seen.filter((x) => x !== s);
		model.state.unseen += seen ? -1 : 1;
		act({ path: "/api/seen", words: told, local: true,
			body: { item: i, sheet: s, seen },
			done: () => model.state.items[i].seen.includes(s) ===
				seen });
		tell("state");
	}
	if (!seen)
		return say(told);
	const next = unseenSheets().next().value;

	if (!next)
		return say(`${told} ${t("all.seen")}`);
	say(`${told} ${ofSheet("sheet.next", model.state.items[next[0]],
		next[1])}`);
	goTo(next[0], { sheet: next[1] });
}

export function setOption(option, value) {
	item()[option] = value;
	act({ path: "/api/options", words: t(option),
		body: { item: model.item, [option]: value } });
}

export function undo() {
	act({ path: "/api/undo", words: t("undo"), body: {},
		after: () => say(t("told.undo")) });
}

export const sign = () => post("/api/sign", { revision: model.revision });
export const sendBack = (text) => post("/api/return",
	{ revision: model.revision, text });
export const close = () => post("/api/close", {});
