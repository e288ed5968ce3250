/*
 * left.js -- the pane with the page as it is: one sheet of the open item, in
 * the form that suits it, with what was found in it.
 */
import { Lost } from "./api.js";
import { blobOf, mediaReady, pause } from "./blob.js";
import { button, by, el, options, refill, reveal } from "./dom.js";
import { dragging, startDrag } from "./drag.js";
import { endEdges, edgesDraft, startChoice, useSheet } from "./edges.js";
import { reasonName } from "./kinds.js";
import { mediaView } from "./media.js";
import { finding, goFinding, goSheet, item, listen, model, pageOf, sheetOf }
	from "./model.js";
import { painter } from "./paint.js";
import { pictureView, zoomTools } from "./picture.js";
import { over, unanswered } from "./queue.js";
import { addBox, addRange, markSeen, removeBox } from "./review.js";
import { ofSheet, pictureNumber } from "./sheets.js";
import { FILLS, fillText } from "./texts.js";
import { Ruler } from "./utf8.js";
import { t } from "./words.js";

const AGAIN_MS = 1500;
const PICTURE_WIDTHS = [1000, 2000, 4000];	/* pixels that are asked for */

const view = {
	name: "",	/* item, sheet and form of what is to stand there */
	there: "",	/* the same of what does stand there */
	form: "picture",	/* of a page: "picture" or "text" */
	before: "picture",	/* what it was before edges were moved */
	tool: "words",
	zoom: 1,
	reason: "",	/* for what the person marks by hand */
	sheet: null, ruler: null, picture: null, media: null, url: null,
	loading: null,
	stands: null,	/* a promise, done when the sheet is there or failed */
	late: false,	/* to be painted when the pointer goes up */
};

/* What the person reads there: "picture", "text", "mail", "table", "media". */
function formOf(it) {
	if (it.view === "sound" || it.view === "film")
		return "media";
	return pageOf(it, model.sheet) >= 0 ? view.form : it.view;
}

/* What the person is at: item, sheet and form. */
function wanted() {
	return `${model.item}/${model.sheet}/${formOf(item())}`;
}

/* Edges are moved in the text, never on a picture. */
async function asText() {
	view.before = view.form;
	view.form = "text";
	show();
	await standing();
}

function asBefore() {
	if (view.form !== view.before) {
		view.form = view.before;
		show();
	}
}

function show() {
	const name = wanted();

	by("item-name").textContent = item().name;
	tools();
	if (view.name === name)
		return moveNow() || paint();
	view.name = name;
	endEdges();
	view.loading?.abort();
	view.loading = new AbortController();
	by("left-scroll").setAttribute("aria-busy", "true");
	by("left-scroll").classList.add("past");
	view.stands = bring(name, view.loading.signal);
}

/* Wait until the present sheet stands there, or cannot be shown. */
async function standing() {
	let stands;

	do {
		({ stands } = view);
		await stands;
	} while (stands !== view.stands);
}

/* The person saw the present sheet, or did not: said when it stands there. */
export async function saw(seen = true) {
	const i = model.item, s = model.sheet;

	await standing();
	if (model.item === i && model.sheet === s)
		markSeen(seen);
}

/* Bring the sheet here; the next one to be shown aborts it. */
async function bring(name, signal) {
	const i = model.item, s = model.sheet;

	try {
		const sheet = await sheetOf(i, s);

		if (signal.aborted)
			return;
		view.sheet = sheet;
		view.ruler = new Ruler(sheet.text, sheet.start);
		view.there = name;
		by("left-scroll").classList.remove("past");
		await build(i, s, formOf(item()), signal);
	} catch (e) {
		if (signal.aborted)
			return;
		failed(e);
		if (!(e instanceof Lost) || over())
			return;
		await pause(AGAIN_MS);
		if (!signal.aborted)
			await bring(name, signal);
	} finally {
		if (!signal.aborted)
			by("left-scroll").removeAttribute("aria-busy");
	}
}

/* Nothing stands there; who comes back tries again. */
function failed(e) {
	view.there = "";
	by("left-scroll").classList.remove("past");
	if (!(e instanceof Lost))
		view.name = "";
	by("left-scroll").replaceChildren(el("p", { class: "empty" },
		t("sheet.failed", { why: e.message })));
	unanswered(e);
}

async function build(i, s, form, signal) {
	const root = by("left-scroll");

	if (view.url)
		URL.revokeObjectURL(view.url);
	view.url = view.picture = view.media = null;
	root.scrollTop = 0;
	if (form === "media") {
		view.media = mediaView(item());
		root.replaceChildren(view.media.root);
		paint();
		await mediaReady(`/media/${i}`, signal);
		view.media.player.src = `/media/${i}`;
	} else if (form === "picture") {
		await buildPicture(i, s, signal);
	}
	paint();
}

async function buildPicture(i, s, signal) {
	const { sheet } = view;
	const room = by("left-scroll").clientWidth * view.zoom *
		devicePixelRatio;
	const width = PICTURE_WIDTHS.find((w) => w >= room) ??
		PICTURE_WIDTHS.at(-1);

	view.picture = pictureView(sheet, ofSheet("picture.alt", item(), s), {
		pick: goFinding, tool: toolNow,
		range: (start, end) => addRange(start, end, view.reason),
		box: (box) => addBox({ page: pageOf(item(), s), ...box },
			view.reason),
	});
	zoomed();
	by("left-scroll").replaceChildren(view.picture.root);
	paint();
	tools();
	view.url = await blobOf(`/picture/${i}/${s}?w=${width}`, signal);
	view.picture.img.src = view.url;
	await view.picture.img.decode();
}

/* Where there are no words there is only the box. */
function toolNow() {
	return view.sheet?.words.length ? view.tool : "box";
}

function zoomed() {
	view.picture.root.style.width = `${100 * view.zoom}%`;
}

/* What was found in this sheet, in indexes of its text. */
function marksHere() {
	const { sheet, ruler } = view;

	return model.details.findings.filter((f) => f.start < sheet.end &&
		f.end > sheet.start).map((f) => ({ finding: f,
		from: ruler.index(Math.max(f.start, sheet.start)),
		to: ruler.index(Math.min(f.end, sheet.end)) }));
}

/*
 * Another finding of the same sheet: only its outline moves, if it shows.  In
 * a sheet of many findings that is what keeps the keys quick.
 */
function moveNow() {
	const root = by("left-scroll");
	const parts = root.querySelectorAll(`mark[data-at="${model.at}"]`);

	if (parts.length === 0 || edgesDraft() || dragging() ||
	    view.there !== view.name)
		return false;
	for (const old of root.querySelectorAll("mark.now"))
		old.classList.remove("now");
	for (const part of parts)
		part.classList.add("now");
	reveal(root, parts[0]);
	return true;
}

/* Mark anew; the text and the picture are those that stand there. */
function paint() {
	if (!model.details || view.there !== wanted())
		return;
	view.late = dragging();
	if (view.late)
		return;
	const form = formOf(item()), root = by("left-scroll");
	const marks = marksHere(), now = model.at >= 0 ? finding() : null;
	const draft = edgesDraft();

	foot();
	if (form === "media")
		return view.media?.show();
	if (form === "picture") {
		const page = pageOf(item(), model.sheet);

		view.picture?.show(marks.map((m) => m.finding),
			model.details.boxes.filter((b) => b.page === page), now);
	} else {
		const shown = marks.filter((m) => m.finding !== draft?.finding);
		let top = shown.find((m) => m.finding === now) ?? null;

		if (draft) {
			top = { from: draft.from, to: draft.to, look: "draft" };
			shown.push(top);
		}
		const paintText = painter(view.sheet.text, shown, top);
		const scroll = root.scrollTop;

		(FILLS[form] ?? fillText)(root, view.sheet.text, paintText);
		root.scrollTop = scroll;
		if (draft)
			handles(draft);
	}
	const at = root.querySelector(".draft, .now");

	if (at)
		reveal(root, at);
}

/* Both ends of a draft can be dragged, and have the focus in turn. */
function handles(draft) {
	const parts = by("left-scroll").querySelectorAll("mark.draft");
	const make = (which) => el("span", { class: "handle" + (draft.which ===
		which ? " now" : ""), data: { which }, "aria-hidden": "true" });

	parts[0]?.prepend(make("from"));
	parts[parts.length - 1]?.append(make("to"));
}

/* --- what stands above and below the sheet */

function tools() {
	const it = item(), s = model.sheet, form = formOf(it);
	const seen = it.seen.includes(s), inner = pictureNumber(it, s);
	const page = el("input", { id: "sheet-number", type: "number", min: "1",
		max: String(it.sheets), value: String(s + 1), inputmode: "numeric",
		"aria-label": t("sheet"), on: { change: (event) => {
			const n = Math.round(Number(event.target.value));

			if (n >= 1 && n <= it.sheets)
				goSheet(n - 1);
			else
				event.target.value = String(s + 1);
		} } });

	refill(by("left-nav"), () => [
		el("span", { class: "sheets", role: "group", "aria-label":
			t("sheets") },
		button("\u2039", "", () => goSheet(s - 1), { id: "sheet-back",
			"aria-label": t("sheet.back"), disabled: s === 0 }),
		page, el("span", {}, t("sheet.of", { n: it.sheets })),
		button("\u203a", "", () => goSheet(s + 1), { id: "sheet-on",
			"aria-label": t("sheet.on"),
			disabled: s + 1 >= it.sheets }),
		inner ? el("b", {}, t("picture.n", { n: inner })) : null),
		button(seen ? t("seen.yes") : t("seen.no"), "v",
			() => saw(!seen), { id: "do-seen",
				class: seen ? "seen" : "unseen",
				"aria-pressed": String(seen) }),
	]);
	refill(by("left-tools"), () => [
		...(pageOf(it, s) >= 0 ? pageTools(form) : []),
		form === "picture" || form === "media" ? null :
			button(t("choose"), "", startChoice,
				{ id: "do-choose" }),
		reasons(),
	]);
}

function pageTools(form) {
	const change = (what) => () => {
		Object.assign(view, what);
		if (view.picture && what.zoom)
			zoomed();
		show();
	};
	const toggle = (id, words, pressed, what) => button(words, "",
		change(what), { id, "aria-pressed": String(pressed) });

	return [
		el("span", { role: "group", class: "toggle", "aria-label":
			t("form") },
		toggle("form-picture", t("form.picture"), form === "picture",
			{ form: "picture" }),
		toggle("form-text", t("form.text"), form === "text",
			{ form: "text" })),
		...(form === "picture" ? [
			el("span", { role: "group", class: "toggle",
				"aria-label": t("tool") },
			toggle("tool-words", t("tool.words"),
				toolNow() === "words", { tool: "words" }),
			toggle("tool-box", t("tool.box"), toolNow() === "box",
				{ tool: "box" })),
			button(t("box.add"), "", () => view.picture?.byKeys(
				() => by("box-by-keys")?.focus()),
			{ id: "box-by-keys" }),
			zoomTools(view.zoom, (zoom) => change({ zoom })()),
		] : []),
	];
}

function reasons() {
	const select = el("select", { id: "new-reason", on: { change: (e) => {
		view.reason = e.target.value;
	} } });

	options(select, [["", t("reason.none")], ...model.state.reasons.map(
		(r) => [r.code, reasonName(r.code)])], view.reason);
	return el("label", { class: "new-reason" }, el("span", {},
		t("reason.new")), select);
}

/* The boxes of this page, for those who do not point at them. */
function foot() {
	const page = pageOf(item(), model.sheet);

	refill(by("left-foot"), () => formOf(item()) !== "picture" ? [] :
		model.details.boxes.map((b, index) => b.page !== page ?
			null : el("span", { class: "box-entry" },
			t("box.entry", { n: index + 1, reason: b.reason ?
				reasonName(b.reason) : t("reason.none") }),
			b.changed ? el("b", {}, t("changed")) : null,
			button(t("remove"), "", () => removeBox(index),
				{ id: `box-${index}`, "aria-label":
					t("box.remove", { n: index + 1 }) }))));
}

/* Spaces at the ends are not what the person meant. */
function choose(a, b) {
	const { text } = view.sheet;

	while (a < b && /\s/.test(text[a]))
		a++;
	while (b > a && /\s/.test(text[b - 1]))
		b--;
	if (a >= 0 && a < b)
		addRange(view.ruler.byte(a), view.ruler.byte(b), view.reason);
}

export function startLeft() {
	const root = by("left-scroll");

	startDrag(root, { choose, ended: () => view.late && queueMicrotask(
		paint), able: () => view.there === wanted() &&
		!["picture", "media"].includes(formOf(item())) });
	listen("place", show);
	listen("item", () => {
		tools();
		paint();
	});
	listen("state", tools);
	listen("one", paint);
	useSheet({ asText, asBefore, paint, reason: () => view.reason,
		present: () => view.there === wanted() && {
			text: view.sheet.text, ruler: view.ruler } });
}
