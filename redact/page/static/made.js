/*
 * made.js -- the pane with exactly what will be released: made for real and
 * examined again on the other side, not guessed here.
 */
import { Ended, Lost, getMade } from "./api.js";
import { blobOf, mediaReady, pause } from "./blob.js";
import { by, el, refill } from "./dom.js";
import { item, listen, model, pageOf } from "./model.js";
import { painter } from "./paint.js";
import { unanswered } from "./queue.js";
import { setOption } from "./review.js";
import { ofSheet } from "./sheets.js";
import { FILLS } from "./texts.js";
import { t } from "./words.js";

const SETTLE_MS = 250;	/* several decisions in a row are made once */
const AGAIN_MS = 300;
const LABEL = /\[[A-Z][A-Z0-9_]*-\d+\]/g;

let shown = "";		/* item, sheet, revision of what stands there */
let asked = null;
let url = null;
let timer = 0;

function later() {
	const it = item();
	const name = `${model.item}/${model.sheet}/${model.revision}`;

	tools(it);
	if (name === shown)
		return;
	shown = name;
	asked?.abort();
	asked = new AbortController();
	state("made.working");
	by("right-scroll").setAttribute("aria-busy", "true");
	clearTimeout(timer);
	timer = setTimeout(make, SETTLE_MS, model.item, model.sheet,
		model.revision, asked.signal);
}

function state(key) {
	by("made-state").textContent = key ? t(key) : "";
	by("made-state").className = key === "made.done" ? "done" : "";
}

async function make(i, s, revision, signal) {
	const it = model.state.items[i];

	try {
		if (pageOf(it, s) >= 0)
			await picture(it, i, s, revision, signal);
		else if (it.view === "sound" || it.view === "film")
			await media(it, i, revision, signal);
		else
			await text(it, i, s, revision, signal);
		if (signal.aborted)
			return;
		state("made.done");
	} catch (e) {
		if (e.name === "AbortError" || signal.aborted)
			return;
		shown = "";
		if (e instanceof Lost || e instanceof Ended)
			return unanswered(e);
		refused(e.message);
	} finally {
		if (!signal.aborted)
			by("right-scroll").removeAttribute("aria-busy");
	}
}

function refused(why) {
	state("made.refused");
	by("right-scroll").replaceChildren(el("p", { class: "empty" },
		t("made.why", { why })));
}

async function picture(it, i, s, revision, signal) {
	const width = by("right-scroll").clientWidth * devicePixelRatio > 1000 ?
		2000 : 1000;
	const next = await blobOf(`/made/${i}/${s}?w=${width}&r=${revision}`,
		signal);
	const root = by("right-scroll");

	if (url)
		URL.revokeObjectURL(url);
	url = next;
	root.replaceChildren(el("div", { class: "page" }, el("img", {
		src: url, alt: ofSheet("made.alt", it, s) })));
	follow();
}

async function text(it, i, s, revision, signal) {
	let made;

	for (;;) {
		made = await getMade(`/api/made/${i}/${s}?r=${revision}`, signal);
		if (made.status !== 202)
			break;
		await pause(AGAIN_MS);
	}
	if (signal.aborted)
		return;
	const { content } = made;

	if (content.state === "refused")
		throw new Error(content.detail);
	const marks = [...content.text.matchAll(LABEL)].map((m) => ({
		from: m.index, to: m.index + m[0].length, look: "label" }));

	FILLS[it.view](by("right-scroll"), content.text,
		painter(content.text, marks, null));
	follow();
}

async function media(it, i, revision, signal) {
	const tag = it.view === "film" ? "video" : "audio";
	const path = `/madem/${i}?r=${revision}`;

	await mediaReady(path, signal);

	by("right-scroll").replaceChildren(el(tag, { controls: true,
		preload: "metadata", src: path,
		"aria-label": t("made.media", { name: it.name }) }));
}

/* The same part of the sheet in both panes. */
function follow() {
	const a = by("left-scroll"), b = by("right-scroll");
	const room = a.scrollHeight - a.clientHeight;

	if (room > 0)
		b.scrollTop = a.scrollTop / room *
			(b.scrollHeight - b.clientHeight);
}

/* How it is made, where there is a choice. */
function tools(it) {
	const choice = (option, able) => able ? el("label", {},
		el("input", { type: "checkbox", id: `option-${option}`,
			checked: it[option], on: { change: (event) =>
				setOption(option, event.target.checked) } }),
		el("span", {}, t(option))) : null;

	refill(by("right-tools"), () => [
		choice("keep_form", it.can_keep_form),
		choice("whiten", it.can_whiten),
		choice("unredacted", it.can_mute),
	]);
}

export function startMade() {
	by("left-scroll").addEventListener("scroll", follow,
		{ passive: true });
	for (const what of ["place", "item", "state"])
		listen(what, () => model.details && later());
}
