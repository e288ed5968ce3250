/*
 * keys.js -- the keys of the review: one letter each, off while something is
 * typed or a question is open.
 */
import { edgesKey, startEdges } from "./edges.js";
import { equalDialog, helpDialog, wordsDialog } from "./dialogs.js";
import { step } from "./findings.js";
import { model } from "./model.js";
import { over } from "./queue.js";
import { decide, markSeen, setReason, undo } from "./review.js";

const KEYS = {
	n: () => step(1), p: () => step(-1),
	a: () => decide("redact"), k: () => decide("keep"),
	A: equalDialog, e: startEdges, u: undo, v: () => markSeen(),
	"/": wordsDialog, "?": helpDialog,
};

const TYPED = "input:not([type=radio], [type=checkbox]), textarea, select, " +
	"dialog, audio, video, [role=application]";

function reason(key) {
	const r = model.state.reasons.find((one) => one.key === key);

	if (r)
		setReason(r.code);
}

function pressed(event) {
	if (edgesKey(event) || !model.details || event.isComposing ||
	    event.ctrlKey || event.altKey || event.metaKey ||
	    event.target.closest(TYPED) || document.querySelector("dialog") || over())
		return;
	const call = KEYS[event.key];

	if (call)
		call();
	else if (/^[1-9]$/.test(event.key))
		reason(event.key);
	else
		return;
	event.preventDefault();
}

export function startKeys() {
	addEventListener("keydown", pressed);
}
