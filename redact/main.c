/*
 * main.c -- tipline-redact: examine, find, review, approve, release, and the
 * verbs that work on single files.  It has text, places and decisions; it
 * passes originals on as descriptors and never reads one.
 */
#include "redact/cmd/cmd.h"

#define EXAMINING "[--password-fd N] [--patient] [--no-ocr]"
#define FINDING "[--watchlist FILE] [--mode safe|precise]\n" \
	"      [--only KINDS] [--without KINDS]"
#define MEMBERS "[--unknown-members abort|omit|keep]"

static const struct verb verbs[] = {
	{ "examine", cmd_examine,
	    "[ID...] [--again] [--unknown-members abort|omit] " EXAMINING,
	    "examine what is new: type, metadata, clean copy, text" },
	{ "find", cmd_find, "[ID...] [--pseudonyms FILE] " FINDING,
	    "propose what should be redacted" },
	{ "watchlist", cmd_watchlist,
	    "[ID] [--set FILE | --add FILE | --clear]",
	    "the names and numbers that find looks for by itself: of a "
	    "submission, or of\nthe vault; shown, replaced, added to, emptied" },
	{ "review", cmd_review,
	    "ID [--terminal | --no-browser | --accept-all | --plan FILE |\n"
	    "      --export FILE] [--reasons FILE] [--pseudonyms FILE]\n"
	    "      [--item 1,3-5] [--keep-form] [--whiten] [--unredacted]",
	    "decide on what was found, in the browser" },
	{ "approve", cmd_approve, "ID [--return TEXT]",
	    "sign the plan as a second person, or send it back" },
	{ "release", cmd_release, "ID --to MEMBER|ROLE " EXAMINING,
	    "redact, prove it, and hand it over; with --to CARDS --outbox DIR as "
	    "a drop for a\npartner who has no key of this vault" },
	{ "verify", cmd_verify, "ID [--release N] | ID --across |\n"
	    "      FILE --plan PLAN [--made RESULT] |\n"
	    "      FILE... --watchlist LIST [--password-fd N] [--patient]",
	    "make a release again and compare; is a value left in a file?" },
	{ "inspect", cmd_inspect, "FILE... " EXAMINING,
	    "what is in a file, and in it; where two of them differ" },
	{ "strip", cmd_strip, "FILE... -o DIR " MEMBERS " " EXAMINING,
	    "a cleaned copy" },
	{ "text", cmd_text, "FILE " EXAMINING, "its text" },
	{ "scan", cmd_scan,
	    "FILE... " FINDING "\n      " EXAMINING " | --list-kinds",
	    "what should be redacted in it" },
	{ "redact", cmd_redact,
	    "FILE... -o DIR [--accept KINDS|all] [--pseudonyms FILE]\n"
	    "      [--mute TIMES] [--blank TIMES] [--unredacted] [--whiten] "
	    "[--keep-form]\n      " FINDING "\n      " MEMBERS " " EXAMINING,
	    "a redacted copy" },
	{ "safe", cmd_safe, "FILE... -o DIR " EXAMINING,
	    "a PDF of page pictures, for safe reading" },
};

int
main(int argc, char **argv)
{
	return verbs_main("tipline-redact", verbs,
	    sizeof(verbs) / sizeof(verbs[0]), argc, argv);
}
