/*
 * keys.js -- the keys of the review: one letter each, off while something is
 * typed or a question is open.
 */
import { EDGE_KEYS, edgesKey, startEdges } from "./edges.js";
import { equalDialog, helpDialog, wordsDialog } from "./dialogs.js";
import { step } from "./findings.js";
import { saw } from "./left.js";
import { model } from "./model.js";
import { inOrder, nothingWaits, resting, waits } from "./presses.js";
import { decide, setReason, undo } from "./review.js";

const KEYS = {
	n: () => step(1), p: () => step(-1),
	a: () => decide("redact"), k: () => decide("keep"),
	A: equalDialog, e: startEdges, u: undo, v: () => saw(),
	"/": wordsDialog, "?": helpDialog,
};

const TYPED = "input:not([type=radio], [type=checkbox]), textarea, select, " +
	"dialog, [role=application]";

function reason(key) {
	const r = model.state.reasons.find((one) => one.key === key);

	if (r)
		setReason(r.code);
}

/* What this key does, or null. */
function meant(event) {
	if (!model.state || event.isComposing || event.ctrlKey ||
	    event.altKey || event.metaKey || event.target.closest(TYPED) ||
	    resting())
		return null;
	/* Edges that are on their way want their own keys, too. */
	if (waits("e") && EDGE_KEYS.includes(event.key))
		return () => edgesKey(event);
	if (/^[1-9]$/.test(event.key))
		return () => reason(event.key);
	return KEYS[event.key] ?? null;
}

function pressed(event) {
	if (nothingWaits() && edgesKey(event))
		return;
	const call = meant(event);

	if (!call)
		return;
	event.preventDefault();
	inOrder(event.key, call);
}

export function startKeys() {
	addEventListener("keydown", pressed);
}
