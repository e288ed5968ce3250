/*
 * queue.js -- what the person did is sent in the order it was done, one after
 * the other, and kept until it was answered: nothing decided is lost in
 * silence.
 */
import { Conflict, Ended, Lost, post } from "./api.js";
import { model, recount, refresh, tell } from "./model.js";
import { dismiss, notice } from "./notices.js";
import { say, t } from "./words.js";

const AGAIN_MS = 1500;
const waiting = [];
let running = false;
let ended = false;	/* told by the other side */
let finished = false;	/* by the person */

export function unsaved() {
	return waiting.length;
}

/*
 * act({path, body, words, local, done, after}): send it.
 * words  what it is, for the person ("redact: Anna")
 * local  true when the page already shows all of its effect
 * done   tells whether it is so already (it was sent, the answer got lost)
 * after  called with the answer
 */
export function act(a) {
	a.details = model.details;
	waiting.push(a);
	if (ended)
		return tellEnded();
	return run();
}

const wait = (ms) => new Promise((done) => setTimeout(done, ms));

async function run() {
	if (running)
		return;
	running = true;
	try {
		while (waiting.length > 0 && !ended)
			await send(waiting[0]);
	} finally {
		running = false;
	}
}

async function send(a) {
	try {
		if (a.lost) {
			await refresh();
			if (a.done?.()) {
				waiting.shift();
				return found();
			}
		}
		const { revision } = model;
		const answer = await post(a.path, { revision, ...a.body });

		waiting.shift();
		found();
		await settle(a, answer, revision);
	} catch (e) {
		if (e instanceof Lost)
			return lost(a);
		if (e instanceof Ended)
			return end();
		waiting.shift();
		await refused(a, e);
	}
}

async function settle(a, answer, revision) {
	model.state.undecided = answer.undecided;
	model.state.unseen = answer.unseen;
	/* Findings that came meanwhile may be those of before. */
	const known = a.body.item !== model.item || a.details === model.details;

	if (a.local && known && answer.revision === revision + 1) {
		model.revision = answer.revision;
		tell("state");
		if (waiting.length === 0)
			await recount().catch(() => {});
	} else {
		await refresh().catch(() => {});
	}
	a.after?.(answer);
}

async function lost(a) {
	a.lost = true;
	tellLost();
	await wait(AGAIN_MS);
}

function tellLost() {
	notice("lost", waiting.length ? t("lost", { n: waiting.length }) :
		t("lost.short"), { urgent: true,
		list: waiting.map((w) => w.words) });
}

function found() {
	dismiss("lost");
}

function end() {
	ended = true;
	tellEnded();
}

function tellEnded() {
	dismiss("lost");
	notice("ended", waiting.length ? t("ended.unsaved",
		{ n: waiting.length }) : t("ended"), { urgent: true,
		list: waiting.map((w) => w.words) });
}

async function refused(a, e) {
	await refresh().catch(() => {});
	if (a.done?.())
		return;		/* somebody else did the very same */
	if (!(e instanceof Conflict)) {
		notice("refused", `${a.words}: ${e.message}`, { urgent: true });
		return;
	}
	notice("conflict", t("conflict", { what: a.words }), { urgent: true,
		buttons: [[t("conflict.again"), () => {
			dismiss("conflict");
			act(a);
		}], [t("conflict.leave"), () => {
			dismiss("conflict");
			say(t("conflict.left"));
		}]] });
}

/* The person ended it: what is not answered from now on is no matter. */
export function finish() {
	finished = true;
}

export function over() {
	return finished || ended;
}

/* Nobody answers a question that is no decision (a sheet, the counts). */
export function unanswered(e) {
	if (finished)
		return;
	if (e instanceof Ended)
		return end();
	if (e instanceof Lost)
		tellLost();
	else
		notice("refused", e.message, { urgent: true });
}

export function answered() {
	if (waiting.length === 0)
		dismiss("lost");
}

addEventListener("beforeunload", (event) => {
	if (waiting.length > 0)
		event.preventDefault();
});
