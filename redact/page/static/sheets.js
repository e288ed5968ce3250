/*
 * sheets.js -- what people call a sheet: in a document that has no pages of its
 * own those with a page are the pictures in it.
 */
import { pageOf } from "./model.js";
import { t } from "./words.js";

/* Which picture in its document it is, from 1; 0 for what is none. */
export function pictureNumber(it, s) {
	return it.view === "pages" ? 0 : pageOf(it, s) + 1;
}

/* The words of `key` about this sheet, those of `key`.inner about a picture. */
export function ofSheet(key, it, s) {
	const n = pictureNumber(it, s);

	return n > 0 ? t(`${key}.inner`, { n, name: it.name }) :
		t(key, { n: s + 1, name: it.name });
}
