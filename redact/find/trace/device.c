/*
 * device.c -- printers, copiers and phones by what they are called, and serial
 * numbers beside a word for them.
 */
#include "redact/find/trace/run.h"

#include <string.h>

static const char *const kinds[] = { "DEVICE", "SERIAL", NULL };

/* Lines of printers that mean nothing else; words for a serial number. */
static const char *const words[] = {
	"laserjet", "officejet", "deskjet", "pagewide", "designjet",
	"workcentre", "versalink", "altalink", "phaser", "docucentre",
	"bizhub", "taskalfa", "ecosys", "imagerunner", "imageclass",
	"imagepress", "ecotank", "aficio", "workforce", "prt", "prn", "printer",
	"drukarka", "imprimante",
	"serial", "serialnumber", "sn", "s", "numer", "seryjny", "nr",
	"num\xc3\xa9ro", "no", "n\xc2\xb0", "n\xc2\xba", "service", "asset", "inventory", NULL
};

static const char *const lines[] = { "laserjet", "officejet", "deskjet",
	"pagewide", "designjet", "workcentre", "versalink", "altalink",
	"phaser", "docucentre", "bizhub", "taskalfa", "ecosys", "imagerunner",
	"imageclass", "imagepress", "ecotank", "aficio", "workforce", NULL };

static const char *const makers[] = { "hp ", "xerox ", "canon ", "epson ",
	"ricoh ", "kyocera ", "brother ", "lexmark ", "minolta ", "konica ",
	"fuji ", "hewlett-packard ", NULL };

/* Where a maker's name before `at` begins; `at`. */
static size_t
maker_before(const struct view *v, size_t at)
{
	size_t len, start = at;

	for (size_t n = 0; n < 2; n++)
		for (size_t i = 0; makers[i] != NULL; i++) {
			len = strlen(makers[i]);
			if (start >= len && run_is_any(v, start - len,
			    makers[i]) && !is_wordly(byte_before(v,
			    start - len))) {
				start -= len;
				break;
			}
		}
	return start;
}

/* "HP LaserJet Pro M404dn on FS01", "bizhub C258 (2nd floor)" */
static int
printer_line(const struct view *v, size_t at, size_t *next)
{
	size_t start = maker_before(v, at), end, word, stop, n = 0;
	bool model = false;

	end = run_end(v, at, RUN_LOWER | RUN_UPPER, 16);
	while (n++ < 4 && byte_at(v, end) == ' ') {
		word = end + 1;
		stop = run_end(v, word, RUN_HOST, 24);
		if (stop == word || (run_mix(v, word, stop).digits == 0 &&
		    !(v->s[word] >= 'A' && v->s[word] <= 'Z')))
			break;
		model = model || run_mix(v, word, stop).digits > 0;
		end = stop;
	}
	if (!model && start == at)
		return 0;
	if (run_is(v, end, " on ")) {
		stop = run_end(v, end + 4, RUN_WORD | RUN_DOT, 64);
		if (stop > end + 4 && run_mix(v, end + 4, stop).lower <
		    stop - end - 4)
			end = stop;
	}
	while (end > at && run_in(v->s[end - 1], "-."))
		end--;
	*next = end;
	return report(v, start, end, "DEVICE", "device", model ? 0.75 : 0.5,
	    "a printer or copier");
}

/* "PRT-3F-COLOR", "printer: KRK-HR-02" */
static int
printer_name(const struct view *v, size_t at, size_t *next)
{
	size_t end = run_end(v, at, RUN_LOWER | RUN_UPPER, 12), start = at;
	struct mix m;

	if (byte_at(v, end) == '-' || byte_at(v, end) == '_') {
		end = run_end(v, end, RUN_WORD, 40);
	} else {
		if (byte_at(v, end) != ':' && byte_at(v, end) != '=')
			return 0;
		start = run_skip_blanks(v, end + 1, 3);
		if (run_in(byte_at(v, start), "\"'"))
			start++;
		end = start < v->len ? run_end(v, start, RUN_WORD, 40) : start;
	}
	while (end > start && run_in(v->s[end - 1], "-_"))
		end--;
	if (end - start < 5 || is_wordly(byte_at(v, end)))
		return 0;
	m = run_mix(v, start, end);
	if (m.other == 0 || m.digits == 0 || m.upper < 2)
		return 0;
	*next = end;
	return report(v, start, end, "DEVICE", "device", 0.7,
	    "the name of a printer");
}

/* What names a serial number; the value comes behind it. */
static size_t
serial_cue(const struct view *v, size_t at)
{
	static const char *const cues[] = { "serial numbers", "serial number",
	    "serialnumber", "serial no.", "serial no", "serial-no", "serial #",
	    "serial", "s/n", "sn", "numer seryjny", "nr seryjny",
	    "nr ser.", "seryjny", "num\xc3\xa9ro de s\xc3\xa9rie",
	    "no de s\xc3\xa9rie", "n\xc2\xb0 de s\xc3\xa9rie", "n\xc2\xba de "
	    "s\xc3\xa9rie", "service tag", "asset tag", "asset number",
	    "asset no", "inventory number", "inventory no", "numer "
	    "inwentarzowy", "nr inwentarzowy", NULL };

	for (size_t i = 0; cues[i] != NULL; i++)
		if (run_is_any(v, at, cues[i]) &&
		    !is_wordly(byte_at(v, at + strlen(cues[i]))))
			return at + strlen(cues[i]);
	return 0;
}

static int
serial(const struct view *v, size_t at, size_t *next)
{
	size_t start = serial_cue(v, at), end, seen;
	struct mix m;

	if (start == 0)
		return 0;
	seen = start;
	start = run_skip_blanks(v, start, 2);
	while (run_in(byte_at(v, start), ":=#.\"'") && start - seen < 6)
		start = run_skip_blanks(v, start + 1, 3);
	if (run_is_any(v, start, "is ") || run_is_any(v, start, "to "))
		start += 3;
	if (start >= v->len || start == seen)
		return 0;
	end = run_end(v, start, RUN_ALNUM | RUN_DASH, 32);
	while (end > start && v->s[end - 1] == '-')
		end--;
	if (end - start < 5 || end - start > 30 || is_wordly(byte_at(v, end)))
		return 0;
	m = run_mix(v, start, end);
	if (m.digits < 2 || m.distinct < 3 || m.lower > m.digits + m.upper)
		return 0;
	*next = end;
	return report(v, start, end, "SERIAL", "device", 0.8,
	    "beside a word for a serial number");
}

static int
at(const struct view *v, size_t place, enum trigger trigger, size_t *next)
{
	(void)trigger;
	for (size_t i = 0; lines[i] != NULL; i++)
		if (run_is_any(v, place, lines[i]))
			return printer_line(v, place, next);
	if (run_is_any(v, place, "pr") || run_is_any(v, place, "drukarka") ||
	    run_is_any(v, place, "impr"))
		return printer_name(v, place, next);
	return serial(v, place, next);
}

const struct finder find_device = {
	.name = "device", .kinds = kinds,
	.what = "printers and copiers, serial and inventory numbers",
	.triggers = TRIGGER_WORD, .words = words, .at = at,
};
