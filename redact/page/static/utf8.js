/*
 * utf8.js -- the vault counts bytes of UTF-8, the browser units of UTF-16; and
 * a few characters are not seen, or turn the order of others around.
 */

/* Places of a text of which the first byte has the number `start`. */
export class Ruler {
	constructor(text, start) {
		const at = new Float64Array(text.length + 1);
		let b = start;

		for (let i = 0; i < text.length; i++) {
			const c = text.codePointAt(i);

			at[i] = b;
			if (c > 0xffff)		/* both halves of a pair */
				at[++i] = b;
			b += c < 0x80 ? 1 : c < 0x800 ? 2 : c > 0xffff ? 4 : 3;
		}
		at[text.length] = b;
		this.at = at;
	}

	/* The byte of an index; in the middle of a pair, of its beginning. */
	byte(index) {
		return this.at[Math.max(0, Math.min(index,
			this.at.length - 1))];
	}

	/* The first index whose byte is `byte` or behind it. */
	index(byte) {
		let low = 0, high = this.at.length - 1;

		while (low < high) {
			const mid = (low + high) >> 1;

			if (this.at[mid] < byte)
				low = mid + 1;
			else
				high = mid;
		}
		return low;
	}
}

/* Emoji hold joiners and selectors by right; elsewhere these hide. */
const EMOJI = "\\p{RI}\\p{RI}|\\p{Emoji}\\uFE0F\\u20E3|" +
	"\\p{ExtPict}(?:\\uFE0F|\\p{EMod})?" +
	"(?:\\u200D\\p{ExtPict}(?:\\uFE0F|\\p{EMod})?)*";
const PIECES = new RegExp(`(?<line>\\r?\\n)|(?<tab>\\t)|(?<emoji>${EMOJI})|` +
	"(?<chip>[\\p{Cc}\\p{Cf}\\p{Cs}\\p{Co}\\p{Cn}\\p{Zl}\\p{Zp}\\p{DI}])|" +
	"(?<space>(?! )\\p{Zs})", "gu");

/*
 * What `text` is made of, from index `from` up to `to`: [kind, from, to] with
 * kind "text", "line" (LF or CR LF), "space" (one that is no common space) or
 * "chip" (a character that would not be seen, or would reorder the page).
 */
export function* pieces(text, from, to) {
	let at = from, m;

	PIECES.lastIndex = from;
	while ((m = PIECES.exec(text)) !== null && m.index < to) {
		const kind = m.groups.line ? "line" : m.groups.chip ? "chip" :
			m.groups.space ? "space" : "text";

		if (kind === "text")
			continue;
		if (m.index > at)
			yield ["text", at, m.index];
		at = Math.min(m.index + m[0].length, to);
		yield [kind, m.index, at];
	}
	if (at < to)
		yield ["text", at, to];
}

/* "U+202E" */
export function codeName(c) {
	return "U+" + c.codePointAt(0).toString(16).toUpperCase()
		.padStart(4, "0");
}

/* One line in which every hidden character shows: for lists and labels. */
export function shown(text, max = 300) {
	let out = "";

	for (const [kind, from, to] of pieces(text, 0, text.length)) {
		out += kind === "text" ? text.slice(from, to) :
			kind === "chip" ? `[${codeName(text.slice(from, to))}]` :
			kind === "line" ? " \u21b5 " : " ";
		if (out.length > max)
			return out.slice(0, max) + "\u2026";
	}
	return out;
}

const letters = new Intl.Segmenter(undefined, { granularity: "grapheme" });
const words = new Intl.Segmenter(undefined, { granularity: "word" });

/*
 * The place one step from index `at`: step is "letter", "word" or "line",
 * `way` -1 or 1.  A letter is what a person sees as one.
 */
export function stepped(text, at, step, way) {
	if (step === "line") {
		const next = way > 0 ? text.indexOf("\n", at) :
			text.lastIndexOf("\n", at - 2);

		return way > 0 ? (next < 0 ? text.length : next + 1) :
			(at < 2 || next < 0 ? 0 : next + 1);
	}
	/* Near `at` is enough to see where the next one ends. */
	const low = Math.max(0, at - 400), high = Math.min(text.length, at + 400);
	const near = text.slice(low, high);
	let before = 0;

	for (const s of (step === "word" ? words : letters).segment(near)) {
		const begin = low + s.index, end = begin + s.segment.length;
		const stop = step === "letter" || s.isWordLike;

		if (way > 0 && end > at && stop)
			return end;
		if (way < 0 && begin < at && stop)
			before = begin;
	}
	return way > 0 ? high : Math.max(before, low);
}
