/*
 * dom.js -- make elements.  Words of a document come in as text nodes only:
 * nothing here, or anywhere, parses a string as HTML.
 */

/*
 * el(tag, props, children...): `props` may hold class, on (event: function),
 * data (dataset), and attributes; true gives an empty attribute, false and
 * null none.  Children are elements, strings, or null for nothing.
 */
export function el(tag, props = {}, ...children) {
	const e = document.createElement(tag);

	for (const [name, value] of Object.entries(props)) {
		if (name === "on") {
			for (const [event, call] of Object.entries(value))
				e.addEventListener(event, call);
		} else if (name === "data") {
			Object.assign(e.dataset, value);
		} else if (name === "value" || name === "checked") {
			e[name] = value;
		} else if (value === true) {
			e.setAttribute(name, "");
		} else if (value !== false && value !== null &&
		    value !== undefined) {
			e.setAttribute(name, value);
		}
	}
	e.append(...children.filter((c) => c !== null));
	return e;
}

/* The element of the page with this id. */
export function by(id) {
	return document.getElementById(id);
}

/* A button with its key beside it, as the help tells it. */
export function button(text, key, click, props = {}) {
	return el("button", { type: "button", "aria-keyshortcuts": key || null,
		on: { click }, ...props }, el("span", {}, text),
	key ? el("kbd", { "aria-hidden": "true" }, key) : null);
}

/* A choice of [value, text] pairs. */
export function options(select, pairs, chosen) {
	select.replaceChildren(...pairs.map(([value, text]) =>
		el("option", { value }, text)));
	select.value = chosen;
}

/* Fill `box` anew by fill(); who had the focus there keeps it, by its id. */
export function refill(box, fill) {
	const had = box.contains(document.activeElement) ?
		document.activeElement.id : "";

	box.replaceChildren(...fill().filter((c) => c !== null));
	if (had)
		by(had)?.focus({ preventScroll: true });
}

/* Bring `e` into sight inside `box`, which scrolls; nothing else moves. */
export function reveal(box, e) {
	const b = box.getBoundingClientRect(), r = e.getBoundingClientRect();

	if (r.top < b.top || r.bottom > b.bottom)
		box.scrollTop += r.top - b.top - (b.height - r.height) / 2;
	if (r.left < b.left || r.right > b.right)
		box.scrollLeft += r.left - b.left - b.width / 4;
}
