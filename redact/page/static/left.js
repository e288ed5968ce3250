/*
 * left.js -- the pane with the page as it is: one sheet of the open item, in
 * the form that suits it, with what was found in it.
 */
import { blobOf, mediaReady } from "./blob.js";
import { button, by, el, options, refill, reveal } from "./dom.js";
import { endEdges, edgesDraft, startChoice, useSheet } from "./edges.js";
import { reasonName } from "./kinds.js";
import { mediaView } from "./media.js";
import { finding, goFinding, goSheet, item, listen, model, sheetOf }
	from "./model.js";
import { indexAt, painter } from "./paint.js";
import { pictureView, zoomTools } from "./picture.js";
import { unanswered } from "./queue.js";
import { addBox, addRange, markSeen, removeBox } from "./review.js";
import { FILLS, fillText } from "./texts.js";
import { Ruler } from "./utf8.js";
import { t } from "./words.js";

const PICTURE_WIDTHS = [1000, 2000, 4000];	/* pixels that are asked for */

const view = {
	name: "",	/* item, sheet and form of what stands there */
	form: "picture",	/* of a page: "picture" or "text" */
	before: "picture",	/* what it was before edges were moved */
	tool: "words",
	zoom: 1,
	reason: "",	/* for what the person marks by hand */
	sheet: null, ruler: null, picture: null, media: null, url: null,
	loading: null,
	pressed: null,	/* where the pointer went down */
	late: false,	/* to be painted when it goes up */
};

/* What the person reads there: "picture", "text", "mail", "table", "media". */
function formOf(it) {
	if (it.view === "sound" || it.view === "film")
		return "media";
	if (it.view === "pages")
		return view.form;
	return it.view;
}

/* Edges are moved in the text, never on a picture. */
async function asText() {
	view.before = view.form;
	view.form = "text";
	await show();
}

function asBefore() {
	if (view.form !== view.before) {
		view.form = view.before;
		show();
	}
}

export async function show() {
	const i = model.item, s = model.sheet, it = item();
	const form = formOf(it);
	const name = `${i}/${s}/${form}`;

	by("item-name").textContent = it.name;
	tools();
	if (view.name === name)
		return moveNow() || paint();
	view.name = name;
	endEdges();
	view.loading?.abort();
	view.loading = new AbortController();
	by("left-scroll").setAttribute("aria-busy", "true");
	try {
		const sheet = await sheetOf(i, s);

		if (view.name !== name)
			return;
		view.sheet = sheet;
		view.ruler = new Ruler(sheet.text, sheet.start);
		await build(i, s, form, view.loading.signal);
	} catch (e) {
		if (e.name === "AbortError")
			return;
		view.name = "";
		by("left-scroll").replaceChildren(el("p", { class: "empty" },
			t("sheet.failed", { why: e.message })));
		unanswered(e);
	} finally {
		by("left-scroll").removeAttribute("aria-busy");
	}
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
	const wanted = by("left-scroll").clientWidth * view.zoom *
		devicePixelRatio;
	const width = PICTURE_WIDTHS.find((w) => w >= wanted) ??
		PICTURE_WIDTHS.at(-1);

	view.picture = pictureView(sheet, t("picture.alt", {
		name: item().name, n: s + 1 }), {
		pick: goFinding, tool: toolNow,
		range: (start, end) => addRange(start, end, view.reason),
		box: (box) => addBox({ page: s, ...box }, view.reason),
	});
	zoomed();
	by("left-scroll").replaceChildren(view.picture.root);
	paint();
	tools();
	view.url = await blobOf(`/picture/${i}/${s}?w=${width}`, signal);
	view.picture.img.src = view.url;
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

	if (parts.length === 0 || edgesDraft() || view.pressed)
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
	if (!view.sheet || !model.details)
		return;
	/* Who is in the middle of a drag holds on to what stands there. */
	view.late = view.pressed !== null;
	if (view.late)
		return;
	const form = formOf(item()), root = by("left-scroll");
	const marks = marksHere(), now = model.at >= 0 ? finding() : null;
	const draft = edgesDraft();

	foot();
	if (form === "media")
		return view.media?.show();
	if (form === "picture") {
		view.picture?.show(marks.map((m) => m.finding),
			model.details.boxes.filter((b) => b.page === model.sheet),
			now);
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
	const seen = it.seen.includes(s);
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
			disabled: s + 1 >= it.sheets })),
		button(seen ? t("seen.yes") : t("seen.no"), "v",
			() => markSeen(!seen), { id: "do-seen",
				class: seen ? "seen" : "unseen",
				"aria-pressed": String(seen) }),
	]);
	refill(by("left-tools"), () => [
		...(it.view === "pages" ? pageTools(form) : []),
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
	refill(by("left-foot"), () => formOf(item()) !== "picture" ? [] :
		model.details.boxes.map((b, index) => b.page !== model.sheet ?
			null : el("span", { class: "box-entry" },
			t("box.entry", { n: index + 1, reason: b.reason ?
				reasonName(b.reason) : t("reason.none") }),
			b.changed ? el("b", {}, t("changed")) : null,
			button(t("remove"), "", () => removeBox(index),
				{ id: `box-${index}`, "aria-label":
					t("box.remove", { n: index + 1 }) }))));
}

/* --- the pointer on a text: click a finding, drag over words */

function pressed(event) {
	view.pressed = { x: event.clientX, y: event.clientY };
}

function released(event) {
	const from = view.pressed, root = by("left-scroll");
	const form = formOf(item());

	view.pressed = null;
	if (view.late)
		queueMicrotask(paint);
	if (!from || form === "picture" || form === "media" || edgesDraft())
		return;
	const far = Math.abs(event.clientX - from.x) +
		Math.abs(event.clientY - from.y) > 4;
	const chosen = getSelection();

	if (far && !chosen.isCollapsed && root.contains(chosen.anchorNode)) {
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

	root.addEventListener("pointerdown", pressed);
	addEventListener("pointerup", released);
	addEventListener("pointercancel", released);
	listen("place", show);
	listen("item", () => {
		tools();
		paint();
	});
	listen("state", tools);
	listen("one", paint);
	useSheet({ asText, asBefore, paint, reason: () => view.reason,
		present: () => view.sheet && { text: view.sheet.text,
			ruler: view.ruler } });
}
