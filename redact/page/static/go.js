/*
 * go.js -- to another item.  The page stays as it is until that item is there;
 * a question that nobody answered is asked again.
 */
import { Lost } from "./api.js";
import { pause } from "./blob.js";
import { by } from "./dom.js";
import { goItem } from "./model.js";
import { over, unanswered } from "./queue.js";

const AGAIN_MS = 1500;
let way = null;		/* of who left last */

/*
 * goTo(i, place): as goItem().  True when the person is there, false when it
 * cannot be shown (that was told) or they went elsewhere meanwhile.
 */
export function goTo(i, place) {
	const mine = {};

	way = mine;
	by("findings").setAttribute("aria-busy", "true");
	mine.arrived = travel(i, place, mine).finally(() => {
		if (way !== mine)
			return;
		way = null;
		by("findings").removeAttribute("aria-busy");
	});
	return mine.arrived;
}

async function travel(i, place, mine) {
	while (way === mine) {
		try {
			return await goItem(i, place);
		} catch (e) {
			unanswered(e);
			if (!(e instanceof Lost) || over())
				return false;
		}
		await pause(AGAIN_MS);
	}
	return false;
}

/* Is the person on the way?  A promise of what goTo() gives, or null. */
export function onTheWay() {
	return way?.arrived ?? null;
}
