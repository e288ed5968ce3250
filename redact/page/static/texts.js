/*
 * texts.js -- what a text looks like: running text, a letter with its head, or
 * a table.  Each fills `root` with paint(parent, from, to).
 */
import { el } from "./dom.js";
import { t } from "./words.js";

export function fillText(root, text, paint) {
	const p = el("div", { class: "text", dir: "auto" });

	paint(p, 0, text.length);
	root.replaceChildren(p);
}

const FIELD = /^[A-Za-z][A-Za-z-]{0,40}:[ \t]/;

/* Head lines ("From: ...") up to the first line that is none; then the rest. */
export function fillMail(root, text, paint) {
	const head = el("div", { class: "mail-head" });
	let at = 0;

	while (at < text.length) {
		let end = text.indexOf("\n", at);

		end = end < 0 ? text.length : end + 1;
		const colon = FIELD.exec(text.slice(at, end));
		/* A head line may go on in the next, behind a space. */
		if (!colon && !(at > 0 && /^[ \t]+\S/.test(text.slice(at, end))))
			break;
		const name = el("span", { class: "field" });
		const value = el("span", { class: "value" });
		const split = colon ? at + colon[0].length : at;

		paint(name, at, split);
		paint(value, split, end);
		head.append(el("div", {}, name, value));
		at = end;
	}
	const body = el("div", { class: "text", dir: "auto" });

	paint(body, at, text.length);
	root.replaceChildren(...(at > 0 ? [head, body] : [body]));
}

/* What parts the cells: tabs, or what most of the first lines have. */
function separator(text) {
	const lines = text.split("\n", 20);
	let best = "\t", most = 0;

	for (const c of ["\t", ";", ",", "|"]) {
		const n = lines.filter((l) => l.includes(c)).length;

		if (n > most) {
			most = n;
			best = c;
		}
	}
	return best;
}

/* [from, to) of each cell of each row; quoted cells may hold anything. */
export function cellsOf(text) {
	const part = separator(text);
	const rows = [];
	let row = [], from = 0, quoted = false;

	for (let i = 0; i <= text.length; i++) {
		const c = text[i];

		if (c === '"' && part !== "\t" && (quoted || i === from))
			quoted = !quoted;
		if (i < text.length && (quoted || c !== part && c !== "\n"))
			continue;
		if (i === text.length && i === from && row.length === 0)
			break;
		row.push([from, c === "\n" && text[i - 1] === "\r" &&
			i - 1 >= from ? i - 1 : i]);
		from = i + 1;
		if (c !== part) {
			rows.push(row);
			row = [];
		}
	}
	return rows;
}

export function fillTable(root, text, paint) {
	const rows = cellsOf(text);
	const widest = Math.max(1, ...rows.map((r) => r.length));
	const body = el("tbody");

	rows.forEach((cells, n) => {
		const tr = el("tr", {}, el("th", { scope: "row" },
			String(n + 1)));

		cells.forEach(([from, to], c) => {
			const td = el("td", { dir: "auto", colspan: c ===
				cells.length - 1 && c + 1 < widest && c > 0 ?
				String(widest - c) : null });

			paint(td, from, to);
			tr.append(td);
		});
		body.append(tr);
	});
	root.replaceChildren(el("table", { class: "sheet" },
		el("caption", { class: "vh" }, t("table")), body));
}

export const FILLS = { text: fillText, mail: fillMail, table: fillTable };
