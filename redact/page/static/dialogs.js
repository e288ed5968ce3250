/* dialogs.js -- questions that must be answered before anything is done. */
import { Refused } from "./api.js";
import { button, el } from "./dom.js";
import { FAMILY_LETTERS, SIGNS, kindName, reasonName } from "./kinds.js";
import { openItem } from "./findings.js";
import { finding, model, refresh, unseenSheets } from "./model.js";
import { finish, unanswered, unsaved } from "./queue.js";
import { close, countEqual, countWords, decideEqual, redactWords, sendBack,
	sign, valueOf } from "./review.js";
import { ofSheet } from "./sheets.js";
import { say, t } from "./words.js";

const LISTED = 12;	/* sheets that are named; the rest is counted */

/*
 * A dialog with a title, a body and buttons; Escape closes it, and the focus
 * goes back to where it was (<dialog> does both).
 */
function open(title, body, actions, props = {}) {
	const heading = el("h2", { id: "dialog-title" }, title);
	const shut = () => dialog.close();
	const problem = el("p", { class: "problem", role: "alert" });
	const dialog = el("dialog", { "aria-labelledby": "dialog-title",
		on: { close: () => dialog.remove() }, ...props },
	heading, ...body, problem, el("div", { class: "buttons" },
		...actions.map(([words, click, look]) => button(words, "",
			() => click(shut), { class: look ?? null })),
		button(actions.length ? t("cancel") : t("dismiss"), "", shut)));

	document.body.append(dialog);
	dialog.showModal();
	return { dialog, shut, problem: (text) => {
		problem.textContent = text;
	} };
}

/* --- all equal values */

export async function equalDialog() {
	const f = model.at >= 0 ? finding() : null;

	if (!f)
		return;
	try {
		const found = await countEqual(f, "redact");
		const doIt = (decision) => (shut) => {
			shut();
			decideEqual(f, decision);
		};

		open(t("equal.title", { value: valueOf(f) }), [
			el("p", {}, t("equal.count", { n: found.count,
				items: t("items.count", { n: found.items }) })),
			el("p", {}, t("equal.reason", { reason: f.reason ?
				reasonName(f.reason) : t("reason.none") })),
		], [[t("equal.redact", { n: found.count }), doIt("redact"),
			"strong"],
		[t("equal.keep", { n: found.count }), doIt("keep")]]);
	} catch (e) {
		unanswered(e);
	}
}

/* --- a word, everywhere */

export function wordsDialog() {
	const input = el("input", { id: "words", type: "text", required: true,
		maxlength: "400", autocomplete: "off", spellcheck: "false" });
	const select = el("select", { id: "words-reason" },
		el("option", { value: "" }, t("reason.none")),
		...model.state.reasons.map((r) => el("option", { value: r.code },
			reasonName(r.code))));
	const told = el("p", { role: "status", id: "words-count" });
	let counted = "";

	/* The first time it counts, the second time it does it. */
	async function go(shut) {
		const words = input.value.trim();

		if (!words)
			return input.focus();
		if (counted === words) {
			shut();
			return redactWords(words, select.value);
		}
		try {
			const found = await countWords(words);

			told.textContent = found.count ? t("words.count", {
				n: found.count, items: t("items.count",
					{ n: found.items }) }) :
				t("words.nowhere");
			counted = found.count ? words : "";
			action.textContent = counted ? t("words.redact",
				{ n: found.count }) : t("words.find");
		} catch (e) {
			problem(e.message || t("lost.short"));
		}
	}

	const { dialog, shut, problem } = open(t("words.title"), [
		el("p", {}, t("words.help")),
		el("div", { class: "fields" }, el("label", {}, el("span", {},
			t("words.what")), input), el("label", {},
		el("span", {}, t("reason")), select)), told],
	[[t("words.find"), go, "strong"]], { id: "words-dialog" });
	const action = dialog.querySelector(".strong span");

	input.addEventListener("input", () => {
		counted = told.textContent = "";
		action.textContent = t("words.find");
	});
	input.addEventListener("keydown", (event) => {
		if (event.key === "Enter")
			go(shut);
	});
	input.focus();
}

/* --- help */

const KEYS = [["n", "help.next"], ["p", "help.previous"],
	["a", "help.redact"], ["k", "help.keep"], ["1\u20139", "help.reason"],
	["e", "help.edges"], ["A", "help.equal"], ["/", "help.words"],
	["u", "help.undo"], ["v", "help.seen"], ["?", "help.help"]];

export function helpDialog() {
	const table = (caption, rows) => el("table", {}, el("caption", {},
		caption), el("tbody", {}, ...rows.map(([key, text]) =>
		el("tr", {}, el("th", { scope: "row" }, el("kbd", {}, key)),
			el("td", {}, text)))));

	open(t("help"), [el("div", { class: "columns" },
		table(t("help.keys"), KEYS.map(([key, text]) => [key, t(text)])),
		el("div", {}, table(t("help.signs"), Object.entries(SIGNS).map(
			([state, sign]) => [sign, t(`state.${state}`)])),
		table(t("help.letters"), FAMILY_LETTERS.map((letter) =>
			[letter, t(`family.${letter}`)])))),
	el("p", {}, t("help.mouse")), el("p", {}, t("help.seen.text")),
	el("p", {}, t("help.reader"))], [], { id: "help-dialog" });
}

/* --- sign, send back, end */

/* What is in the way of a signature: sentences with a button to go there. */
function missing(shut) {
	const { state } = model;
	const to = (words, i, place) => el("li", {}, button(words, "", () => {
		shut();
		openItem(i, place);
	}));
	const parts = [];

	const open_ = state.items.flatMap((it, i) => it.undecided ? [[it, i]] :
		[]);
	if (open_.length)
		parts.push(el("p", {}, t("missing.undecided",
			{ n: state.undecided })), el("ul", { class: "missing" },
			...open_.slice(0, LISTED).map(([it, i]) =>
				to(t("missing.item", { name: it.name,
					n: it.undecided }), i))));
	const sheets = [...unseenSheets()];
	if (sheets.length)
		parts.push(el("p", {}, t("missing.seen", { n: sheets.length })),
			el("ul", { class: "missing" }, ...sheets.slice(0, LISTED)
				.map(([i, s]) => to(ofSheet("missing.sheet",
					state.items[i], s), i, { sheet: s }))));
	if (sheets.length > LISTED || open_.length > LISTED)
		parts.push(el("p", {}, t("missing.more")));
	return parts;
}

/* Decisions on their way must have arrived before the whole is signed. */
async function ready() {
	if (unsaved() > 0) {
		say(t("unsaved", { n: unsaved() }));
		await new Promise((done) => setTimeout(done, 1000));
	}
	if (unsaved() > 0)
		return false;
	await refresh();
	return true;
}

/*
 * Ask for the signature, or say what is missing for it; `why` is what the
 * other side said when it was asked before.
 */
export async function signDialog(why = "") {
	try {
		if (!await ready())
			return;
	} catch (e) {
		return unanswered(e);
	}
	const { state } = model, approve = state.mode === "approve";
	const sum = (k) => state.items.reduce((n, it) => n + it[k], 0);
	let shut = () => {};
	const lacks = missing(() => shut());

	if (lacks.length) {
		if (why)
			lacks.unshift(el("p", {}, el("b", {}, why)));
		({ shut } = open(t("missing.title"), lacks, [],
			{ id: "missing-dialog" }));
		return;
	}
	/* Who signs new decisions is the first; who approves, one more. */
	const left = state.standing.needed - (approve ?
		state.standing.signed + 1 : 1);
	const signed = async () => {
		try {
			await sign();
			await leave(t("signed"), left > 0 ? t("signed.more",
				{ n: left }) : t("signed.all"));
		} catch (e) {
			if (!(e instanceof Refused))
				return problem(t("lost.short"));
			/* What is missing may be new to this page. */
			await refresh().catch(unanswered);
			problem(e.message);
			if (model.state.undecided + model.state.unseen > 0) {
				shut();
				signDialog(e.message);
			}
		}
	};
	const d = open(t(approve ? "approve.title" : "sign.title"), [
		el("ul", {}, el("li", {}, t("sum.redact", { n: sum("redact") })),
			el("li", {}, t("sum.keep", { n: sum("keep") })),
			el("li", {}, t("sum.boxes", { n: sum("boxes") })),
			sum("times") ? el("li", {}, t("sum.times",
				{ n: sum("times") })) : null,
			state.withheld ? el("li", {}, t("sum.withheld",
				{ n: state.withheld })) : null),
		el("p", {}, t(approve ? "approve.text" : "sign.text",
			{ signed: state.standing.signed,
				needed: state.standing.needed }))],
	[[t(approve ? "approve" : "sign"), signed, "strong"]],
	{ id: "sign-dialog" });
	const problem = d.problem;

	shut = d.shut;
}

/* End the review on the other side; the page says what came of it. */
async function leave(title, words) {
	await close();
	finish();
	document.querySelector("dialog")?.close();
	for (const part of document.body.children)
		part.hidden = true;
	const heading = el("h1", { tabindex: "-1" }, title);

	document.body.append(el("main", { class: "over" }, heading,
		el("p", {}, words), el("p", {}, t("over.text"))));
	document.title = title;
	heading.focus();
}

export function returnDialog() {
	const text = el("textarea", { id: "return-text", rows: "5", required:
		true, maxlength: "1500" });
	const send = async () => {
		if (!text.value.trim()) {
			problem(t("return.empty"));
			return text.focus();
		}
		try {
			if (!await ready())
				return problem(t("unsaved", { n: unsaved() }));
			await sendBack(text.value.trim());
			await leave(t("returned"), t("returned.text"));
		} catch (e) {
			problem(e.message || t("lost.short"));
		}
	};
	const { problem } = open(t("return.title"), [el("p", {},
		t("return.help")), el("label", {}, el("span", {},
		t("return.note")), text)], [[t("return"), send, "strong"]],
	{ id: "return-dialog" });

	text.focus();
}

export function closeDialog() {
	const n = model.state.undecided;

	open(t("close"), [el("p", {}, n ? t("close.undecided", { n }) :
		t("close.text"))], [[t("close"), end, "strong"]],
	{ id: "close-dialog" });
}

async function end() {
	try {
		await ready();
		await leave(t("over"), t("over.saved"));
	} catch (e) {
		unanswered(e);
	}
}
