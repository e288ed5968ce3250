/*
 * edges.js -- move the ends of a finding, or choose words that were not found:
 * with the keys (arrows by letter, with Shift by word, up and down by line,
 * Tab for the other end, Enter, Escape) or by dragging a handle.
 */
import { by } from "./dom.js";
import { finding, model } from "./model.js";
import { indexAt } from "./paint.js";
import { addRange, moveEdges } from "./review.js";
import { shown, stepped } from "./utf8.js";
import { notice, dismiss } from "./notices.js";
import { say, t } from "./words.js";

export const EDGE_KEYS = ["ArrowLeft", "ArrowRight", "ArrowUp", "ArrowDown",
	"Tab", "Enter", "Escape"];

let draft = null;	/* {from, to, which, finding or null} in indexes */
let back = null;	/* who had the focus */
let sheet = null;	/* what useSheet() was given */

export function edgesDraft() {
	return draft;
}

/*
 * The sheet that is worked on: present() its {text, ruler}, asText() shows it
 * as text and asBefore() as it was, paint() draws it anew, reason() is that of
 * what is marked by hand.
 */
export function useSheet(calls) {
	sheet = calls;
}

export function endEdges() {
	if (!draft)
		return;
	draft = null;
	dismiss("edges");
	if (back?.isConnected)
		back.focus();
	sheet.paint();
}

function cancel() {
	endEdges();
	sheet.asBefore();
}

function begin(f, from, to) {
	back = document.activeElement;
	draft = { finding: f, from, to, which: "to" };
	notice("edges", t(f ? "edges.help" : "choose.help"), {
		buttons: [[t("edges.take"), take], [t("cancel"), cancel]] });
	by("left-scroll").focus({ preventScroll: true });
	sheet.paint();
	tellEnds();
}

/* The edges of the present finding. */
export async function startEdges() {
	if (model.at < 0)
		return;
	await sheet.asText();
	const f = finding(), at = sheet.present();

	if (!at)
		return;
	const { byte, index } = { byte: (i) => at.ruler.byte(i),
		index: (b) => at.ruler.index(b) };

	/* What goes on in another sheet is moved there. */
	if (f.start < byte(0) || f.end > byte(at.text.length))
		return say(t("edges.other"));
	begin(f, index(f.start), index(f.end));
}

/* Words that nothing found: begins at the present finding, or at the top. */
export async function startChoice() {
	await sheet.asText();
	const at = sheet.present();

	if (!at || at.text.length === 0)
		return say(t("words.none"));
	const f = model.at >= 0 ? finding() : null;
	const from = f && f.sheet === model.sheet ? at.ruler.index(f.end) : 0;
	const end = stepped(at.text, from, "word", 1);
	const start = Math.max(from, stepped(at.text, end, "word", -1));

	begin(null, start < end ? start : 0, end);
}

function tellEnds() {
	const { text } = sheet.present();

	say(t(draft.which === "to" ? "edges.end" : "edges.start", {
		text: shown(text.slice(draft.from, draft.to)) }));
}

function take() {
	const { ruler } = sheet.present();
	const { finding: f, from, to } = draft;
	const start = ruler.byte(from), end = ruler.byte(to);

	cancel();
	if (!f)
		addRange(start, end, sheet.reason());
	else if (f.start !== start || f.end !== end)
		moveEdges(f, start, end);
}

function move(step, way) {
	const { text } = sheet.present();
	const at = stepped(text, draft[draft.which], step, way);

	/* A choice goes as a whole when its beginning passes its end. */
	if (draft.which === "from" && at >= draft.to)
		draft.to = stepped(text, at, "word", 1);
	if (draft.which === "to" && at <= draft.from)
		return;
	if (draft.which === "from" && at >= draft.to)
		return;
	draft[draft.which] = at;
	sheet.paint();
	tellEnds();
}

/* True when the key was one of these. */
export function edgesKey(event) {
	const arrows = { ArrowLeft: -1, ArrowRight: 1, ArrowUp: -1,
		ArrowDown: 1 };
	const way = arrows[event.key];

	if (!draft || event.ctrlKey || event.altKey || event.metaKey ||
	    event.target.closest("button, input, select"))
		return false;
	if (way !== undefined)
		move(event.key === "ArrowUp" || event.key === "ArrowDown" ?
			"line" : event.shiftKey ? "word" : "letter", way);
	else if (event.key === "Tab" && !event.shiftKey) {
		draft.which = draft.which === "to" ? "from" : "to";
		sheet.paint();
		tellEnds();
	} else if (event.key === "Enter")
		take();
	else if (event.key === "Escape")
		cancel();
	else
		return false;
	event.preventDefault();
	return true;
}

/* --- the handles */

function caret(x, y) {
	if (document.caretPositionFromPoint) {
		const p = document.caretPositionFromPoint(x, y);

		return p && [p.offsetNode, p.offset];
	}
	const r = document.caretRangeFromPoint(x, y);

	return r && [r.startContainer, r.startOffset];
}

export function startHandles() {
	const root = by("left-scroll");
	let which = null;

	root.addEventListener("pointerdown", (event) => {
		const handle = event.target.closest(".handle");

		if (!handle || !draft)
			return;
		event.preventDefault();
		which = draft.which = handle.dataset.which;
		root.setPointerCapture(event.pointerId);
	});
	root.addEventListener("pointermove", (event) => {
		const at = which && draft && caret(event.clientX, event.clientY);

		if (!at || !root.contains(at[0]))
			return;
		const index = indexAt(root, at[0], at[1]);

		if (index < 0 || index === draft[which] || (which === "to" ?
			index <= draft.from : index >= draft.to))
			return;
		draft[which] = index;
		sheet.paint();
	});
	root.addEventListener("pointerup", () => {
		if (which && draft)
			tellEnds();
		which = null;
	});
}
