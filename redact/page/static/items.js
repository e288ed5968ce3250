/* items.js -- the list of all items, and the two tabs beside the panes. */
import { by, el } from "./dom.js";
import { openItem } from "./findings.js";
import { pagedList } from "./list.js";
import { listen, model, nextUndecidedItem } from "./model.js";
import { num, say, t } from "./words.js";

const TABS = ["findings", "items"];
let list = null;

function row(i) {
	const it = model.state.items[i];
	const unseen = it.sheets - it.seen.length;
	const left = [it.undecided ? t("item.undecided", { n: it.undecided }) :
		null, unseen ? t("item.unseen", { n: unseen }) : null,
	it.changed && model.state.mode === "approve" ?
		t("item.changed", { n: it.changed }) : null]
		.filter((w) => w);

	return el("div", { class: left.length ? "row" : "row ready" },
		el("span", { class: "number" }, num(i + 1)),
		el("bdi", { class: "value" }, it.name),
		el("span", { class: "state" }, left.length ? left.join(", ") :
			`\u2713 ${t("item.ready")}`));
}

function filter() {
	const name = by("filter-name").value.trim().toLocaleLowerCase();

	list.set(model.state.items.map((it, i) => i).filter((i) =>
		model.state.items[i].name.toLocaleLowerCase().includes(name)));
}

export function chooseTab(name, focus = false) {
	for (const tab of TABS) {
		const e = by(`tab-${tab}`), on = tab === name;

		e.setAttribute("aria-selected", String(on));
		e.tabIndex = on ? 0 : -1;
		by(`panel-${tab}`).hidden = !on;
	}
	if (focus)
		by(`tab-${name}`).focus();
	if (name === "items")
		filter();
}

export function nextItem() {
	const i = nextUndecidedItem();

	if (i < 0 || i === model.item)
		return say(t("all.decided"));
	chooseTab("findings");
	by("findings").focus();
	openItem(i);
}

export function startItems() {
	list = pagedList("items", { row, pick: (i) => openItem(i),
		empty: () => t("list.filtered") });
	by("filter-name").addEventListener("input", filter);
	by("next-item").addEventListener("click", nextItem);
	for (const tab of TABS) {
		by(`tab-${tab}`).addEventListener("click", () => chooseTab(tab));
		by(`tab-${tab}`).addEventListener("keydown", (event) => {
			if (!/^Arrow(Left|Right)$/.test(event.key))
				return;
			event.preventDefault();
			chooseTab(TABS.find((other) => other !== tab), true);
		});
	}
	/* Enter on an item goes to its findings. */
	by("items").addEventListener("keydown", (event) => {
		if (event.key === "Enter") {
			chooseTab("findings");
			by("findings").focus();
		}
	});
	chooseTab("findings");
	listen("state", () => {
		by("tab-items").textContent = t("items.n",
			{ n: model.state.items.length });
		if (!by("panel-items").hidden)
			filter();
	});
	listen("place", () => list.go(model.item));
}
