/*
 * words.js -- the page's own words, from words.LANG.json.  A value is a text,
 * or one text for each plural form of its {n} (Intl.PluralRules); {name} is
 * replaced by a parameter.
 */
import { by } from "./dom.js";

export const LANGUAGES = [["en", "English"], ["fr", "Français"],
	["pl", "Polski"]];

export const lang = document.documentElement.lang;
const plural = new Intl.PluralRules(lang);
const numbers = new Intl.NumberFormat(lang);
let table = {};

export async function loadWords() {
	const answer = await fetch(`/static/words.${lang}.json`);

	table = await answer.json();
}

export function has(key) {
	return key in table;
}

export function num(n) {
	return numbers.format(n);
}

/* The text of `key`; numbers among the parameters as the language writes them. */
export function t(key, params = {}) {
	let text = table[key] ?? key;

	if (typeof text === "object")
		text = text[plural.select(params.n)] ?? text.other;
	return text.replace(/\{(\w+)\}/g, (all, name) =>
		typeof params[name] === "number" ? num(params[name]) :
		params[name] ?? all);
}

/* Milliseconds as m:ss.t, for sound and film. */
export function clock(ms) {
	const tenths = Math.round(ms / 100);
	const s = Math.floor(tenths / 10);
	const h = Math.floor(s / 3600), m = Math.floor(s / 60) % 60;
	const two = (n) => String(n).padStart(2, "0");

	return `${h ? h + ":" + two(m) : m}:${two(s % 60)}.${tenths % 10}`;
}

/* Fill in what stands in the page itself. */
export function translate() {
	for (const e of document.querySelectorAll("[data-t]"))
		e.textContent = t(e.dataset.t);
	for (const e of document.querySelectorAll("[data-label]"))
		e.setAttribute("aria-label", t(e.dataset.label));
	for (const e of document.querySelectorAll("[data-placeholder]"))
		e.setAttribute("placeholder", t(e.dataset.placeholder));
}

let turn = false;

/* Say it to those who listen to the page. */
export function say(text) {
	/* The same words twice must be another text to be said twice. */
	turn = !turn;
	by("say").textContent = text + (turn ? "" : "\u00a0");
}
