/* card.js -- all about the present finding, and every decision by pointer. */
import { button, by, el, options, refill } from "./dom.js";
import { familyOf, kindName, reasonName } from "./kinds.js";
import { equalDialog } from "./dialogs.js";
import { startEdges } from "./edges.js";
import { finding, listen, model } from "./model.js";
import { badge } from "./paint.js";
import { decide, setReason, setShow, valueOf } from "./review.js";
import { num, t } from "./words.js";

const SHOWS = ["label", "pseudonym", "general"];

function decisions(f) {
	const one = (decision, key) => button(t(`do.${decision}`), key,
		() => decide(decision), { id: `do-${decision}`,
			class: `decide s-${decision}`,
			"aria-pressed": String(f.decision === decision) });

	return el("div", { class: "buttons", role: "group", "aria-label":
		t("decision") }, one("redact", "a"), one("keep", "k"),
	button(t("do.equal"), "A", equalDialog, { id: "do-equal" }),
	button(t("do.edges"), "e", startEdges, { id: "do-edges" }));
}

function reasons(f) {
	return el("fieldset", { class: "reasons" },
		el("legend", {}, t("reason")),
		...model.state.reasons.map((r) => el("label", {},
			el("input", { type: "radio", name: "reason",
				id: `reason-${r.code}`, value: r.code,
				checked: f.reason === r.code,
				on: { change: () => setReason(r.code) } }),
			el("span", {}, reasonName(r.code)),
			r.key ? el("kbd", { "aria-hidden": "true" }, r.key) :
				null)),
		f.reason ? button(t("reason.clear"), "",
			() => setReason(f.reason), { id: "reason-clear" }) :
			null);
}

function shows(f) {
	const select = el("select", { id: "show", on: { change: (event) =>
		setShow(event.target.value) } });

	options(select, SHOWS.map((s) => [s, t(`show.${s}`)]), f.show);
	return el("label", { class: "show" }, el("span", {}, t("show")),
		select);
}

function show() {
	const f = model.details && model.at >= 0 ? finding() : null;

	refill(by("card"), () => f ? [
		el("p", { class: `what k-${familyOf(f.kind)} s-${f.decision}` },
			badge(f), el("bdi", { class: "value" }, valueOf(f))),
		el("p", { class: "why" }, t("why", { kind: kindName(f.kind),
			why: f.why || f.finder,
			sure: num(Math.round(f.confidence * 100)) })),
		el("p", { class: "who" }, f.by && f.decision !== "undecided" ?
			t(f.mine ? "by.me" : "by", { who: f.by,
				state: t(`state.${f.decision}`) }) :
			t(`state.${f.decision}`),
		f.changed ? el("b", {}, ` ${t("changed.since")}`) : null),
		decisions(f), reasons(f), shows(f),
	] : [el("p", { class: "empty" }, t("card.empty"))]);
}

export function startCard() {
	listen("item", show);
	listen("place", show);
	listen("one", (f) => f === finding() && show());
}
