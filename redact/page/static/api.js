/*
 * api.js -- ask the review that runs on this computer (docs/format.md "Review
 * page").  What goes wrong is one of three: Lost (nobody answered: ask again),
 * Conflict (somebody else changed it first), Refused (with a sentence).
 */
const token = document.querySelector("meta[name=token]").content;

export class Lost extends Error {}
export class Ended extends Error {}	/* the review is over, or not ours */
export class Refused extends Error {}
export class Conflict extends Refused {}
export class Incomplete extends Refused {}

async function ask(path, options) {
	let answer, content = {};

	try {
		answer = await fetch(path, { cache: "no-store", ...options });
		content = await answer.json();
	} catch (e) {
		/* A browser says TypeError, an answer without JSON SyntaxError. */
		if (answer === undefined || answer.ok)
			throw new Lost(String(e));
	}
	if (answer.ok)
		return { status: answer.status, content };
	if (answer.status === 403 || answer.status === 401)
		throw new Ended(content.error ?? "");
	if (content.state === "conflict")
		throw new Conflict(content.error);
	if (content.state === "incomplete")
		throw new Incomplete(content.error);
	if (content.error === undefined)
		throw new Lost(`status ${answer.status}`);
	throw new Refused(content.error);
}

export async function get(path) {
	return (await ask(path, {})).content;
}

/* For what is being made: {status, content}; 202 means ask again. */
export function getMade(path, signal) {
	return ask(path, { signal });
}

export async function post(path, body) {
	return (await ask(path, { method: "POST", body: JSON.stringify(body),
		headers: { "Content-Type": "application/json",
			"X-Tipline-Token": token } })).content;
}
