/* drag.js -- the pointer on a text: click a finding, drag over words. */
import { edgesDraft } from "./edges.js";
import { goFinding } from "./model.js";
import { indexAt } from "./paint.js";

const FAR = 4;		/* pixels a hand moves in a mere click */

let from = null;	/* where the pointer went down */

/* Who is in the middle of it holds on to what stands there. */
export function dragging() {
	return from !== null;
}

/*
 * startDrag(root, {able, choose, ended}): able() says whether a text stands in
 * `root`; choose(a, b) is given the indexes that were dragged over; ended() is
 * told when what stands there may be drawn anew.
 */
export function startDrag(root, { able, choose, ended }) {
	function released(event) {
		const at = from;

		from = null;
		ended();
		if (!at || !able() || edgesDraft())
			return;
		const far = Math.abs(event.clientX - at.x) +
			Math.abs(event.clientY - at.y) > FAR;
		const chosen = getSelection();

		if (far && !chosen.isCollapsed &&
		    root.contains(chosen.anchorNode)) {
			const r = chosen.getRangeAt(0);
			const a = indexAt(root, r.startContainer, r.startOffset);
			const b = indexAt(root, r.endContainer, r.endOffset);

			chosen.removeAllRanges();
			return choose(a, b);
		}
		const mark = event.target.closest?.("[data-at]");

		if (mark && root.contains(mark))
			goFinding(Number(mark.dataset.at));
	}

	root.addEventListener("pointerdown", (event) => {
		from = { x: event.clientX, y: event.clientY };
	});
	addEventListener("pointerup", released);
	addEventListener("pointercancel", released);
}
