/*
 * app.js -- the review's page: starts its parts, shows how far it is, and looks
 * every two seconds whether another window changed something.
 */
import { get } from "./api.js";
import { by, options } from "./dom.js";
import { closeDialog, helpDialog, returnDialog, signDialog, wordsDialog }
	from "./dialogs.js";
import { startCard } from "./card.js";
import { startHandles } from "./edges.js";
import { openItem, startFindings } from "./findings.js";
import { nextItem, startItems } from "./items.js";
import { startKeys } from "./keys.js";
import { setReasons } from "./kinds.js";
import { startLeft } from "./left.js";
import { startMade } from "./made.js";
import { listen, model, nextUndecidedItem, refresh, tell } from "./model.js";
import { dismiss, notice } from "./notices.js";
import { answered, over, unanswered, unsaved } from "./queue.js";
import { undo } from "./review.js";
import { LANGUAGES, lang, loadWords, say, t, translate } from "./words.js";

const POLL_MS = 2000;

/* --- how far the review is */

function progress() {
	const { state } = model;
	const sum = (part) => state.items.reduce((n, it) => n + part(it), 0);
	const decided = sum((it) => it.redact + it.keep);
	const sheets = sum((it) => it.sheets), seen = sum((it) =>
		it.seen.length);
	const { signed, needed } = state.standing;
	const bar = by("bar");

	by("name").textContent = state.name;
	bar.max = Math.max(1, decided + state.undecided + sheets);
	bar.value = decided + seen;
	by("counts").textContent = `${t("counts.undecided", { n:
		state.undecided })} \u00b7 ${t("counts.unseen", { n:
		state.unseen })}`;
	by("standing").textContent = t("standing", { signed, needed });
	by("do-sign").textContent = t(state.mode === "approve" ? "approve" :
		"sign");
	by("next-item").disabled = nextUndecidedItem() < 0;
	document.title = `${state.name} \u00b7 ${t("counts.undecided",
		{ n: state.undecided })} \u00b7 Tipline`;
	setReasons(state.reasons);
	notes();
}

/* What others wrote, and what this person is to do with it. */
function notes() {
	const { state } = model;
	const last = state.notes.at(-1);

	if (last?.returned && state.mode === "decide")
		notice("note", t("note.returned", { who: last.by }),
			{ list: [last.text] });
	else
		dismiss("note");
	if (state.mode === "approve")
		notice("approve", t("note.approve", {
			who: state.standing.by.join(", ") }));
	else
		dismiss("approve");
}

/* --- what other windows do */

async function look() {
	try {
		if (unsaved() === 0) {
			const { revision } = model;
			const news = await get(
				`/api/changes?since=${revision}`);

			answered();
			if (news.revision !== revision && unsaved() === 0 &&
			    model.revision === revision) {
				await refresh();
				say(t("changed.elsewhere"));
			}
		}
	} catch (e) {
		unanswered(e);
	}
	if (!over())
		setTimeout(look, POLL_MS);
}

/* --- where the person is stays in the address, so that a reload is harmless */

function remember() {
	history.replaceState(null, "", `#${model.item + 1}.${model.sheet + 1}` +
		(model.at >= 0 ? `.${model.at + 1}` : ""));
}

async function begin() {
	const [i, sheet, at] = location.hash.slice(1).split(".").map((n) =>
		Number(n) - 1);
	const it = model.state.items[i];
	const first = nextUndecidedItem();

	if (it && sheet >= 0 && sheet < it.sheets) {
		await openItem(i, { sheet });
		if (model.details?.findings[at]?.sheet === sheet) {
			model.at = at;
			tell("place");
		}
	} else {
		await openItem(model.state.items[0].undecided || first < 0 ? 0 :
			first);
	}
	by("findings").focus();
	listen("place", remember);
	remember();
}

function buttons() {
	for (const [id, call] of [["do-words", wordsDialog], ["do-undo", undo],
		["do-help", helpDialog], ["do-return", returnDialog],
		["do-sign", () => signDialog()], ["do-close", closeDialog],
		["next-item", nextItem]])
		by(id).onclick = call;
	options(by("language"), LANGUAGES, lang);
	by("language").addEventListener("change", (event) => {
		location.href = `/?lang=${event.target.value}${location.hash}`;
	});
}

async function start() {
	await loadWords();
	translate();
	buttons();
	startLeft();
	startFindings();
	startItems();
	startCard();
	startMade();
	startKeys();
	startHandles();
	listen("state", progress);
	model.state = await get("/api/state");
	if (model.state.items.length === 0)
		return notice("empty", t("nothing"));
	await begin();
	setTimeout(look, POLL_MS);
}

start().catch(unanswered);
