/*
 * kinds.js -- what a finding is called.  Kinds come in families; each has a
 * letter and a colour, and no family is told by its colour alone.
 */
import { has, t } from "./words.js";

const FAMILIES = {
	P: ["PERSON", "USER_NAME", "AGE", "DATE_OF_BIRTH", "NATIONALITY",
		"PROFESSION"],
	C: ["EMAIL", "PHONE", "SIGNAL_USERNAME", "MESSENGER_HANDLE"],
	L: ["LOCATION", "ADDRESS", "GPS"],
	O: ["ORG"],
	D: ["DATE"],
	M: ["IBAN", "CREDIT_CARD", "BIC", "BTC", "ETH", "XMR", "AMOUNT"],
	S: ["API_KEY", "PASSWORD", "PRIVATE_KEY", "PGP_KEY", "SSH_KEY",
		"PGP_FINGERPRINT", "AGE_KEY", "CRYPTO_KEY", "CERTIFICATE"],
	T: ["IP", "MAC", "URL", "ONION", "HOSTNAME", "DEVICE", "SERIAL", "SID",
		"UUID", "MAIL_HEADER", "SOFTWARE", "DOCUMENT_ID", "USER_PATH",
		"FILE_PATH", "IMEI", "IMSI", "ICCID"],
	N: ["CODE", "CASE_NUMBER", "MRZ", "VIN"],
	W: ["WATCHLIST"],
};

const letters = new Map(Object.entries(FAMILIES).flatMap(([letter, kinds]) =>
	kinds.map((kind) => [kind, letter])));

export const FAMILY_LETTERS = [...Object.keys(FAMILIES), "X"];

/* Numbers of one country have its letters in front: PL_PESEL. */
const COUNTRY = /^(?:[A-Z]{2})_/;

export function familyOf(kind) {
	if (/_POSTCODE$|_ZIP$/.test(kind))
		return "L";
	return letters.get(kind) ?? (COUNTRY.test(kind) ? "N" : "X");
}

export function kindName(kind) {
	const key = `kind.${kind}`;

	return has(key) ? t(key) : kind.replaceAll("_", " ");
}

/* A sign for each decision: its shape tells it without its colour. */
export const SIGNS = { undecided: "?", redact: "\u25a0", keep: "\u25cb" };

/* "e-mail address, redact, source" */
export function spoken(f) {
	return [kindName(f.kind), t(`state.${f.decision}`),
		f.reason ? reasonName(f.reason) : null,
		f.changed ? t("changed") : null].filter((w) => w).join(", ");
}

let imported = new Map();

export function setReasons(list) {
	imported = new Map(list.filter((r) => r.text).map((r) =>
		[r.code, r.text]));
}

export function reasonName(code) {
	const text = imported.get(code), key = `reason.${code}`;

	return text ? `${code}: ${text}` : has(key) ? t(key) : code;
}
