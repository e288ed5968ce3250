/* notices.js -- what the person must know stands above the page until it is
 * over or read. */
import { by, el } from "./dom.js";
import { t } from "./words.js";

const shownNow = new Map();

/* A list longer than this is cut: the first ones tell what it is about. */
const LIST_MAX = 8;

/*
 * notice(id, text, {urgent, list, buttons}): one for each `id`; the newer
 * replaces the older.  Without buttons there is one that closes it.
 */
export function notice(id, text, { urgent = false, list = [],
	buttons = null } = {}) {
	const old = shownNow.get(id);

	if (old?.dataset.text === text)
		return;		/* said once is enough */
	const box = el("div", { class: urgent ? "notice urgent" : "notice",
		role: urgent ? "alert" : "status", data: { text } },
	el("p", {}, text));

	if (list.length > 0)
		box.append(el("ul", {}, ...list.slice(0, LIST_MAX).map((w) =>
			el("li", {}, el("bdi", {}, w)))));
	for (const [words, click] of buttons ??
		[[t("dismiss"), () => dismiss(id)]])
		box.append(el("button", { type: "button", on: { click } }, words));
	if (old)
		old.replaceWith(box);
	else
		by("notices").append(box);
	shownNow.set(id, box);
}

export function dismiss(id) {
	shownNow.get(id)?.remove();
	shownNow.delete(id);
}
