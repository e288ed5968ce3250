/*
 * paint.js -- a stretch of a document's text as elements: findings marked,
 * hidden characters visible.  Every element that holds text of the document
 * knows the index where it begins (data-i; data-n: how many units it stands
 * for), so that a place on the page is a place of the text again.
 */
import { el } from "./dom.js";
import { SIGNS, familyOf, spoken } from "./kinds.js";
import { codeName, pieces } from "./utf8.js";
import { t } from "./words.js";

/*
 * painter(text, marks, present): `marks` are {from, to, finding} in indexes of
 * `text`, or {from, to, look} for what is no finding; `present` is the one that
 * the person is at, or null.
 */
export function painter(text, marks, present) {
	const badged = new Set();
	const cuts = [...new Set(marks.flatMap((m) => [m.from, m.to]))]
		.sort((a, b) => a - b);

	/* Of those that cover a place the present one shows, else the shortest. */
	function top(from) {
		let best = null;

		for (const m of marks) {
			if (m.from > from || m.to <= from)
				continue;
			if (m === present)
				return m;
			if (!best || m.to - m.from < best.to - best.from)
				best = m;
		}
		return best;
	}

	/* Append what stands in [from, to) to `parent`. */
	function paint(parent, from, to) {
		const inner = cuts.filter((c) => c > from && c < to);
		let at = from;

		for (const end of [...inner, to]) {
			const m = end > at ? top(at) : null;
			const home = m ? marked(m, m === present) : parent;

			put(home, text, at, end);
			if (m) {
				if (m.finding && end >= Math.min(m.to, to))
					home.append(el("span", { class: "vh" },
						"]"));
				parent.append(home);
			}
			at = end;
		}
	}

	function marked(m, now) {
		const f = m.finding;

		if (!f)
			return el("mark", { class: `f ${m.look}` });
		const mark = el("mark", { class: `f k-${familyOf(f.kind)} ` +
			`s-${f.decision}${now ? " now" : ""}` +
			(f.changed ? " changed" : ""), data: { at: f.at },
		title: spoken(f) });

		if (!badged.has(m)) {
			badged.add(m);
			mark.append(badge(f), el("span", { class: "vh" },
				`[${spoken(f)}: `));
		}
		return mark;
	}

	return paint;
}

/* Letter of the family and sign of the decision. */
export function badge(f) {
	return el("span", { class: "badge", "aria-hidden": "true" },
		familyOf(f.kind) + SIGNS[f.decision]);
}

/* Append text as it is, with what hides made visible. */
export function put(parent, text, from, to) {
	for (const [kind, a, b] of pieces(text, from, to)) {
		const data = { i: a, n: b - a };

		if (kind === "line")
			parent.append(el("span", { data }, "\n"));
		else if (kind === "chip")
			parent.append(el("span", { class: "chip", data,
				title: t("hidden") },
			codeName(text.slice(a, b))));
		else
			parent.append(el("span", { data, class: kind === "space" ?
				"space" : null, title: kind === "space" ?
				codeName(text[a]) : null }, text.slice(a, b)));
	}
}

/*
 * The index of the text at a place of the page (node, offset), among what was
 * painted into `root`; -1 when nothing is there.
 */
export function indexAt(root, node, offset) {
	const holder = (node.nodeType === Node.TEXT_NODE ? node.parentElement :
		node).closest("[data-i]");

	if (holder && root.contains(holder)) {
		const { i, n } = holder.dataset;

		if (node.nodeType !== Node.TEXT_NODE)
			return Number(i) + (offset > 0 ? Number(n) : 0);
		/* A chip, or a line's end, is all or nothing. */
		return Number(i) + (node.length === Number(n) ? offset :
			offset > 0 ? Number(n) : 0);
	}
	/* Between elements: behind the last one that ends before. */
	const range = document.createRange();

	range.setStart(root, 0);
	range.setEnd(node, offset);
	let last = -1;
	for (const e of root.querySelectorAll("[data-i]")) {
		if (!range.intersectsNode(e))
			break;
		last = Number(e.dataset.i) + Number(e.dataset.n);
	}
	if (last >= 0)
		return last;
	const first = root.querySelector("[data-i]");

	return first ? Number(first.dataset.i) : -1;
}
