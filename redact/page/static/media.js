/*
 * media.js -- sound or film as it is, a line of its time with what is to be
 * silent or blank, and two ways to say from when to when: the place that is
 * being played, or numbers.
 */
import { button, el, refill } from "./dom.js";
import { reasonName } from "./kinds.js";
import { model } from "./model.js";
import { addTime, removeTime } from "./review.js";
import { clock, say, t } from "./words.js";

/* "1:02.5" or "62.5" as milliseconds; NaN for what is neither. */
export function readClock(text) {
	const parts = text.trim().replace(",", ".").split(":");

	if (parts.length > 3 || parts.some((p) => !/^\d+(\.\d*)?$/.test(p)))
		return NaN;
	return Math.round(1000 * parts.reduce((s, p) => s * 60 + Number(p), 0));
}

export function mediaView(it) {
	const player = el(it.view === "film" ? "video" : "audio", {
		controls: true, preload: "metadata",
		"aria-label": t("media", { name: it.name }) });
	const line = el("div", { class: "times", "aria-hidden": "true" });
	const cursor = el("div", { class: "cursor" });
	const list = el("ul", { class: "time-list", "aria-label":
		t("times") });
	const from = moment("time-from", "time.from");
	const to = moment("time-to", "time.to");
	const problem = el("p", { class: "problem", role: "alert" });
	const region = it.view === "film" ? frame(it, player) : null;
	const length = () => it.duration || player.duration * 1000 || 1;
	const place = (ms) => `${Math.min(100, 100 * ms / length())}%`;

	/* A field, and a button that takes the place that is played. */
	function moment(id, key) {
		const input = el("input", { id, type: "text", size: "9",
			inputmode: "numeric", placeholder: "0:00.0" });

		return { input, part: el("span", {}, el("label", {},
			el("span", {}, t(key)), input),
		button(t("time.here"), "", () => {
			input.value = clock(player.currentTime * 1000);
		}, { "aria-label": `${t(key)}: ${t("time.here")}` })) };
	}

	function add() {
		const a = readClock(from.input.value);
		const b = readClock(to.input.value);
		const wrong = !(a >= 0 && b > a && (!it.duration ||
			b <= it.duration));

		problem.textContent = wrong ? t("time.wrong", {
			length: clock(length()) }) : "";
		if (wrong)
			return from.input.focus();
		addTime({ from: a, to: b, ...(region?.box() ??
			{ x0: 0, y0: 0, x1: 0, y1: 0 }) }, reasonChosen());
		from.input.value = to.input.value = "";
	}

	const reasonChosen = () =>
		document.getElementById("new-reason")?.value ?? "";

	function show() {
		const { times } = model.details;

		line.replaceChildren(...times.map((time, n) => {
			const part = el("div", { class: time.x1 > time.x0 ?
				"part blank" : "part" }, String(n + 1));

			part.style.left = place(time.from);
			part.style.width = place(time.to - time.from);
			return part;
		}), cursor);
		refill(list, () => times.map((time, n) => el("li", {},
			el("span", {}, t(time.x1 > time.x0 ? "time.blank" :
				"time.silent", { at: n + 1,
				from: clock(time.from), to: clock(time.to),
				reason: time.reason ? reasonName(time.reason) :
					t("reason.none") })),
			button(t("time.play"), "", () => {
				player.currentTime = time.from / 1000;
				player.play();
			}, { id: `time-play-${n}`, "aria-label":
				t("time.play.n", { n: n + 1 }) }),
			button(t("remove"), "", () => removeTime(n),
				{ id: `time-${n}`, "aria-label":
					t("time.remove", { n: n + 1 }) }))));
	}

	player.addEventListener("timeupdate", () => {
		cursor.style.left = place(player.currentTime * 1000);
	});
	line.addEventListener("click", (event) => {
		const r = line.getBoundingClientRect();

		player.currentTime = (event.clientX - r.left) / r.width *
			length() / 1000;
	});
	player.addEventListener("error", () => say(t("media.failed")));
	return { show, player, root: el("div", { class: "media" }, player, line,
		el("div", { class: "time-form", role: "group", "aria-label":
			t("time.add") }, from.part, to.part, region?.part ?? null,
		button(t("time.add"), "", add, { class: "strong" })),
		problem, list) };
}

/* A region of a film's picture, in percent of its sides. */
function frame(it, player) {
	const fields = ["left", "top", "right", "bottom"].map((side) =>
		el("input", { type: "number", min: "0", max: "100", id:
			`region-${side}`, "aria-label": t(`region.${side}`) }));
	const on = el("input", { type: "checkbox", id: "region" });
	const part = el("span", { class: "region" }, el("label", {}, on,
		el("span", {}, t("region"))), ...fields);
	const show = () => fields.forEach((f) => { f.hidden = !on.checked; });

	[0, 0, 100, 100].forEach((v, n) => { fields[n].value = String(v); });
	on.addEventListener("change", show);
	show();
	return { part, box() {
		const [l, top, r, b] = fields.map((f) => Math.max(0,
			Math.min(100, Number(f.value) || 0)));
		const width = it.width || player.videoWidth;
		const height = it.height || player.videoHeight;

		return !on.checked || r <= l || b <= top ? null : {
			x0: Math.round(l * width), y0: Math.round(top * height),
			x1: Math.round(r * width), y1: Math.round(b * height) };
	} };
}
