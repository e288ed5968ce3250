/* html.c -- see html.h. */
#include "vault/cmd/html.h"

#include "vault/base/print.h"
#include "vault/cmd/words.h"

/*
 * Colours have at least 4.5:1 on their ground, light and dark (WCAG 2.2 AA);
 * lengths are in rem and everything wraps, so that 200 % needs no scrolling
 * to the side.
 */
static const char look[] =
"<style>\n"
":root{color-scheme:light dark;--bg:#f6f7f9;--fg:#16191f;--soft:#4d5766;"
"--card:#fff;--line:#cdd3dc;--good:#0b6b3a;--good-bg:#e2f5ea;--bad:#a3140f;"
"--bad-bg:#fde8e6;--due:#7a4a00;--due-bg:#fdf1d8;--accent:#1d4f9c;"
"--pill:#e8edf5}\n"
"@media (prefers-color-scheme:dark){:root{--bg:#13161b;--fg:#e9edf3;"
"--soft:#aab4c3;--card:#1c2129;--line:#3a4350;--good:#7ddba6;"
"--good-bg:#12311f;--bad:#ff9d94;--bad-bg:#3d1614;--due:#f2c56b;"
"--due-bg:#35290f;--accent:#9cc2ff;--pill:#2a3240}}\n"
"*{box-sizing:border-box}\n"
"body{margin:0;background:var(--bg);color:var(--fg);font:1rem/1.5 "
"system-ui,\"Segoe UI\",Roboto,\"Helvetica Neue\",Arial,sans-serif;"
"overflow-wrap:anywhere}\n"
"main,header.top,footer{max-width:68rem;margin:0 auto;padding:0 1.25rem}\n"
"header.top{padding-top:2rem}\n"
"h1{font-size:1.1rem;font-weight:600;color:var(--soft);margin:0 0 .75rem}\n"
"h2{font-size:1.35rem;margin:2.5rem 0 .75rem}\n"
"h3{font-size:1.05rem;margin:0}\n"
"p{margin:.4rem 0;max-width:52rem}\n"
".soft{color:var(--soft)}\n"
".mono{font-family:ui-monospace,\"DejaVu Sans Mono\",Menlo,Consolas,"
"monospace;font-size:.85em}\n"
".verdict{border-radius:.75rem;padding:1.25rem 1.5rem;border:1px solid;"
"border-left-width:.5rem}\n"
".verdict strong{display:block;font-size:1.9rem;line-height:1.2}\n"
".good{color:var(--good);background:var(--good-bg)}\n"
".bad{color:var(--bad);background:var(--bad-bg)}\n"
".due{color:var(--due);background:var(--due-bg)}\n"
".verdict p{color:var(--fg)}\n"
"ul.counts{list-style:none;padding:0;display:grid;"
"grid-template-columns:repeat(auto-fit,minmax(8rem,1fr));gap:.75rem;"
"margin:1.25rem 0}\n"
"ul.counts li{background:var(--card);border:1px solid var(--line);"
"border-radius:.6rem;padding:.7rem .9rem;color:var(--soft);"
"font-size:.9rem}\n"
"ul.counts b{display:block;color:var(--fg);font-size:1.5rem;"
"font-weight:650;font-variant-numeric:tabular-nums}\n"
"ul.told{list-style:none;padding:0;margin:0;display:grid;gap:.6rem}\n"
"ul.told li{background:var(--card);border:1px solid var(--line);"
"border-left:.35rem solid;border-radius:.5rem;padding:.65rem .9rem}\n"
"ul.told li.bad{border-left-color:var(--bad)}\n"
"ul.told li.due{border-left-color:var(--due)}\n"
"ul.told li.bad,ul.told li.due{color:var(--fg)}\n"
".pill{display:inline-block;background:var(--pill);border-radius:1rem;"
"padding:.05rem .6rem;font-size:.85rem;font-weight:600}\n"
".bad .pill,.pill.bad{color:var(--bad);background:var(--bad-bg)}\n"
".due .pill,.pill.due{color:var(--due);background:var(--due-bg)}\n"
".pill.good{color:var(--good);background:var(--good-bg)}\n"
"table{border-collapse:collapse;width:100%;background:var(--card);"
"border:1px solid var(--line)}\n"
"th,td{text-align:left;vertical-align:top;padding:.5rem .75rem;"
"border-bottom:1px solid var(--line)}\n"
"th{font-size:.9rem;color:var(--soft)}\n"
".cards{display:grid;grid-template-columns:repeat(auto-fill,"
"minmax(min(100%,20rem),1fr));gap:1rem;align-items:start}\n"
"article{background:var(--card);border:1px solid var(--line);"
"border-radius:.75rem;padding:1rem 1.1rem}\n"
"article header{display:flex;flex-wrap:wrap;gap:.3rem .6rem;"
"align-items:baseline}\n"
"article header h3{flex:1 1 auto}\n"
"ol.line{list-style:none;margin:.8rem 0 0;padding:0 0 0 .35rem}\n"
"ol.line li{position:relative;padding:0 0 .75rem 1.3rem;"
"border-left:2px solid var(--line)}\n"
"ol.line li:last-child{border-left-color:transparent;padding-bottom:0}\n"
"ol.line li::before{content:\"\";position:absolute;left:-.42rem;top:.4rem;"
"width:.7rem;height:.7rem;border-radius:50%;background:var(--accent);"
"border:2px solid var(--card)}\n"
"ol.line li.end::before{background:var(--bad)}\n"
"ol.line b{font-weight:600}\n.nr{white-space:nowrap}\n"
"ol.line span,ol.line time{color:var(--soft);font-size:.9rem}\n"
"footer{padding-top:2rem;padding-bottom:3rem}\n"
"@media (max-width:44rem){table,thead,tbody,tr,td{display:block}"
"thead{position:absolute;clip-path:inset(50%)}td{border:0;"
"padding:.15rem .75rem}tr{border-bottom:1px solid var(--line);"
"padding:.5rem 0}}\n"
"@media print{body{background:#fff;font-size:10pt}article,ul.told li,"
".verdict,tr{break-inside:avoid}h2{break-after:avoid}"
"*{print-color-adjust:exact}}\n"
"</style>\n";

int
html_time(struct bytes *b, int64_t seconds)
{
	char when[WHEN_SIZE];

	when_format(when, seconds);
	if (*when == '?')
		return bytes_add_str(b, "<span>no date</span>");
	return bytes_addf(b, "<time datetime=\"%s\">%s</time>", when, when);
}

int
html_begin(struct bytes *b, const char *title)
{
	(void)bytes_add_str(b, "<!DOCTYPE html>\n<html lang=\"en\">\n<head>\n"
	    "<meta charset=\"utf-8\">\n<meta name=\"viewport\" "
	    "content=\"width=device-width, initial-scale=1\">\n"
	    "<meta http-equiv=\"Content-Security-Policy\" "
	    "content=\"default-src 'none'; style-src 'unsafe-inline'\">\n"
	    "<meta name=\"referrer\" content=\"no-referrer\">\n<title>");
	(void)print_html(b, title);
	(void)bytes_add_str(b, "</title>\n");
	(void)bytes_add_str(b, look);
	return bytes_add_str(b, "</head>\n<body>\n");
}

int
html_end(struct bytes *b)
{
	return bytes_add_str(b, "</body>\n</html>\n");
}
