/*
 * picture.js -- a page's picture with what was found on it, the boxes people
 * drew, and the pointer that draws one or chooses words.  Places are those of
 * the sheet (1/100 point or pixel), whatever size the picture is shown in.
 */
import { button, el } from "./dom.js";
import { SIGNS, familyOf, spoken } from "./kinds.js";
import { say, t } from "./words.js";

const SIDE_MIN = 4;		/* pixels of the screen a box must have */
const STEP = 0.01, LEAP = 0.05;	/* of the page's side, for boxes by keys */

/* Rows of words that stand side by side, as one rectangle each. */
function rowsOf(words, start, end) {
	const rows = [];

	for (const [from, to, x0, y0, x1, y1] of words) {
		if (to <= start || from >= end)
			continue;
		const last = rows.at(-1);
		const mid = (y0 + y1) / 2;

		if (last && mid > last.y0 && mid < last.y1 && x0 >= last.x0) {
			last.x1 = Math.max(last.x1, x1);
			last.y0 = Math.min(last.y0, y0);
			last.y1 = Math.max(last.y1, y1);
		} else {
			rows.push({ x0, y0, x1, y1 });
		}
	}
	return rows;
}

function lay(e, sheet, box) {
	const { width, height } = sheet;

	e.style.left = `${100 * box.x0 / width}%`;
	e.style.top = `${100 * box.y0 / height}%`;
	e.style.width = `${100 * (box.x1 - box.x0) / width}%`;
	e.style.height = `${100 * (box.y1 - box.y0) / height}%`;
	return e;
}

/*
 * pictureView(sheet, alt, calls): calls.pick(at) a finding is chosen,
 * calls.range(start, end) words are, calls.box(box) one is drawn; calls.tool()
 * says which of "words" and "box" the pointer does.  The caller gives `img` its
 * source when it has it.
 */
export function pictureView(sheet, alt, calls) {
	const img = el("img", { alt, draggable: "false" });
	const layer = el("div", { class: "layer" });
	const root = el("div", { class: "page" }, img, layer);
	let drawn = null, from = null;

	root.style.aspectRatio = `${sheet.width} / ${sheet.height}`;

	function point(event) {
		const r = layer.getBoundingClientRect();
		const part = (v) => Math.max(0, Math.min(1, v));

		return { x: part((event.clientX - r.left) / r.width) * sheet.width,
			y: part((event.clientY - r.top) / r.height) *
			sheet.height };
	}

	function boxTo(event) {
		const to = point(event);
		const low = (a, b) => Math.round(Math.min(a, b));
		const high = (a, b) => Math.round(Math.max(a, b));

		return { x0: low(from.x, to.x), y0: low(from.y, to.y),
			x1: high(from.x, to.x), y1: high(from.y, to.y) };
	}

	function moved(event) {
		lay(drawn, sheet, boxTo(event));
	}

	function released(event) {
		const r = drawn.getBoundingClientRect();
		const box = boxTo(event);
		const large = r.width >= SIDE_MIN && r.height >= SIDE_MIN;

		stop();
		if (!large)
			return;
		if (calls.tool() === "box")
			return calls.box(box);
		const hit = sheet.words.filter(([, , x0, y0, x1, y1]) =>
			x0 < box.x1 && x1 > box.x0 && y0 < box.y1 && y1 > box.y0);

		if (hit.length === 0)
			return say(t("words.none"));
		calls.range(hit[0][0], hit.at(-1)[1]);
	}

	function stop() {
		removeEventListener("pointermove", moved);
		removeEventListener("pointerup", released);
		removeEventListener("pointercancel", stop);
		drawn?.remove();
		drawn = null;
	}

	layer.addEventListener("pointerdown", (event) => {
		const hit = event.target.closest("[data-at]");

		if (event.button !== 0)
			return;
		if (hit)
			calls.pick(Number(hit.dataset.at));
		event.preventDefault();
		from = point(event);
		drawn = lay(el("div", { class: `drawn ${calls.tool()}` }),
			sheet, boxTo(event));
		layer.append(drawn);
		addEventListener("pointermove", moved);
		addEventListener("pointerup", released);
		addEventListener("pointercancel", stop);
	});

	/* Draw findings and boxes anew; the picture stays, and what is being
	 * drawn. */
	function show(findings, boxes, present) {
		const parts = [];

		for (const f of findings) {
			rowsOf(sheet.words, f.start, f.end).forEach((row, n) => {
				const now = f === present;
				const o = lay(el("div", { class: `o k-${familyOf(
					f.kind)} s-${f.decision}` + (now ? " now" :
					"") + (f.changed ? " changed" : ""),
				data: { at: f.at }, title: spoken(f) }), sheet, row);

				if (n === 0)
					o.append(el("span", { class: "badge" },
						familyOf(f.kind) +
						SIGNS[f.decision]));
				parts.push(o);
			});
		}
		for (const b of boxes)
			parts.push(lay(el("div", { class: "o box" + (b.changed ?
				" changed" : "") }), sheet, b));
		layer.replaceChildren(...parts,
			...layer.querySelectorAll(":scope > .drawn"));
	}

	return { root, img, show, byKeys: (ended) =>
		boxByKeys(layer, sheet, calls.box, ended) };
}

/* A box that the arrow keys move and, with Shift, stretch. */
function boxByKeys(layer, sheet, take, ended) {
	const { width, height } = sheet;
	const box = { x0: 0.4 * width, y0: 0.45 * height, x1: 0.6 * width,
		y1: 0.55 * height };
	const e = el("div", { class: "drawn box keys", tabindex: "0",
		role: "application", "aria-label": t("box.keys") });
	const part = (v, side) => Math.round(100 * v / side);
	const tellPlace = () => say(t("box.place", {
		left: part(box.x0, width), top: part(box.y0, height),
		right: part(box.x1, width), bottom: part(box.y1, height) }));

	function close() {
		e.remove();
		ended();
	}

	e.addEventListener("keydown", (event) => {
		const way = { ArrowLeft: [-1, 0], ArrowRight: [1, 0],
			ArrowUp: [0, -1], ArrowDown: [0, 1] }[event.key];

		event.stopPropagation();
		if (event.key === "Escape")
			return close();
		if (event.key === "Enter") {
			take(Object.fromEntries(Object.entries(box).map(
				([k, v]) => [k, Math.round(v)])));
			return close();
		}
		if (!way)
			return;
		event.preventDefault();
		const by = event.ctrlKey ? LEAP : STEP;
		const dx = way[0] * by * width, dy = way[1] * by * height;
		const fit = (v, min, max) => Math.max(min, Math.min(max, v));

		if (event.shiftKey) {
			box.x1 = fit(box.x1 + dx, box.x0 + STEP * width, width);
			box.y1 = fit(box.y1 + dy, box.y0 + STEP * height, height);
		} else {
			const mx = fit(dx, -box.x0, width - box.x1);
			const my = fit(dy, -box.y0, height - box.y1);

			box.x0 += mx;
			box.x1 += mx;
			box.y0 += my;
			box.y1 += my;
		}
		lay(e, sheet, box);
		tellPlace();
	});
	layer.append(lay(e, sheet, box));
	e.focus();
	e.scrollIntoView({ block: "center" });
}

export function zoomTools(zoom, change) {
	const set = (z) => change(Math.max(1, Math.min(4, z)));

	return el("span", { class: "zoom", role: "group",
		"aria-label": t("zoom") },
	button("\u2212", "", () => set(zoom / 1.5), { "aria-label":
		t("zoom.out"), disabled: zoom <= 1 }),
	button("+", "", () => set(zoom * 1.5), { "aria-label": t("zoom.in"),
		disabled: zoom >= 4 }));
}
