/*
 * list.js -- a long list of which one page stands in the document: a listbox
 * that the arrow keys walk through, with its filter left to the caller.
 */
import { button, by, el, refill, reveal } from "./dom.js";
import { inOrder } from "./presses.js";
import { t } from "./words.js";

const PAGE = 100;	/* rows of a page */

/*
 * pagedList(id, {row, pick, empty}): row(key) gives the option's element for
 * one of the keys (without role), pick(key) is told what the person chose,
 * empty() says why there is none.
 */
export function pagedList(id, { row, pick, empty }) {
	const box = by(id), pager = by(`${id}-pager`);
	let keys = [], present = -1, page = 0;

	function option(key, at) {
		const e = row(key);

		e.id = `${id}-${key}`;
		e.setAttribute("role", "option");
		e.setAttribute("aria-setsize", keys.length);
		e.setAttribute("aria-posinset", at + 1);
		e.setAttribute("aria-selected", String(key === present));
		e.addEventListener("click", () => pick(key));
		return e;
	}

	function pages() {
		return Math.max(1, Math.ceil(keys.length / PAGE));
	}

	function fill() {
		const from = page * PAGE;
		const rows = keys.slice(from, from + PAGE);

		if (rows.length > 0)
			box.replaceChildren(...rows.map((key, n) =>
				option(key, from + n)));
		else
			box.replaceChildren(el("div", { class: "empty",
				role: "option", "aria-disabled": "true",
				"aria-selected": "false" }, empty()));
		refill(pager, () => pages() === 1 ? [] : [
			button("\u2039", "", () => turn(page - 1), { disabled:
				page === 0, id: `${id}-back`,
			"aria-label": t("page.back") }),
			el("span", {}, t("page.of", { page: page + 1,
				n: pages() })),
			button("\u203a", "", () => turn(page + 1), { disabled:
				page + 1 === pages(), id: `${id}-on`,
			"aria-label": t("page.on") })]);
		mark();
	}

	function turn(to) {
		page = to;
		fill();
		box.scrollTop = 0;
	}

	function mark() {
		const e = by(`${id}-${present}`);

		box.querySelector("[aria-selected=true]")?.setAttribute(
			"aria-selected", "false");
		if (e) {
			e.setAttribute("aria-selected", "true");
			box.setAttribute("aria-activedescendant", e.id);
			reveal(box, e);
		} else {
			box.removeAttribute("aria-activedescendant");
		}
	}

	box.addEventListener("keydown", (event) => {
		const far = { ArrowDown: 1, ArrowUp: -1, PageDown: 10,
			PageUp: -10, Home: -Infinity, End: Infinity }[event.key];

		if (far === undefined || event.ctrlKey)
			return;
		event.preventDefault();
		inOrder(event.key, () => keys.length > 0 && pick(keys[Math.max(
			0, Math.min(keys.length - 1, keys.indexOf(present) +
				far))]));
	});

	return {
		/* Show these keys, in this order. */
		set(list) {
			const at = list.indexOf(present);

			keys = list;
			page = at >= 0 ? Math.floor(at / PAGE) :
				Math.min(page, pages() - 1);
			fill();
		},
		/* `key` is the one that the person is at. */
		go(key) {
			const at = keys.indexOf(key);

			present = key;
			if (at >= 0 && Math.floor(at / PAGE) !== page)
				turn(Math.floor(at / PAGE));
			else
				mark();
		},
		/* One row changed. */
		touch(key) {
			const at = keys.indexOf(key);

			if (at >= 0)
				by(`${id}-${key}`)?.replaceWith(option(key, at));
		},
		/* The one `way` from the present; undefined at either end. */
		beside(way) {
			const at = keys.indexOf(present);

			return at < 0 ? keys[way > 0 ? 0 : keys.length - 1] :
				keys[at + way];
		},
		has: (key) => keys.includes(key),
	};
}
