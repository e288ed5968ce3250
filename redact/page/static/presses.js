/*
 * presses.js -- what keys do is done in the order they were pressed.  Each
 * waits for what those before it brought about: another item, a sheet, a count.
 */
import { onTheWay } from "./go.js";
import { model } from "./model.js";
import { over } from "./queue.js";

const waiting = [];	/* {key, call}; the first is the one being done */

/* Keys rest while a question is open. */
export function resting() {
	return over() || document.querySelector("dialog[open]") !== null;
}

/* Is this key among those that wait? */
export function waits(key) {
	return waiting.some((w) => w.key === key);
}

export function nothingWaits() {
	return waiting.length === 0;
}

/* Do call(), at once when nothing is under way; it may give a promise. */
export function inOrder(key, call) {
	waiting.push({ key, call });
	if (waiting.length === 1)
		run();
}

async function run() {
	for (; waiting.length > 0; waiting.shift()) {
		try {
			/* What was meant for an item that is not shown is void. */
			if (onTheWay() && !await arrived()) {
				waiting.length = 1;
				continue;
			}
			const done = model.details && !resting() ?
				waiting[0].call() : null;

			/* Without a promise the next key need not wait. */
			if (done instanceof Promise)
				await done;
		} catch (e) {
			reportError(e);
		}
	}
}

/* The person is where they went last; false when that cannot be shown. */
async function arrived() {
	let there = true;

	for (let way = onTheWay(); way; way = onTheWay())
		there = await way;
	return there;
}
