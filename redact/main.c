/*
 * main.c -- tipline-redact: examine, find, review, approve, release, and the
 * verbs that work on single files.  It has text, places and decisions; it
 * passes originals on as descriptors and never reads one.
 */
#include "redact/cmd/cmd.h"

static const struct verb verbs[] = {
	{ "examine", cmd_examine, "[ID...]",
	    "examine what is new: type, metadata, clean copy, text" },
	{ "find", cmd_find, "[ID...] [--watchlist FILE]",
	    "propose what should be redacted" },
	{ "review", cmd_review,
	    "ID [--accept-all | --plan FILE | --export FILE]",
	    "decide on what was found" },
	{ "approve", cmd_approve, "ID", "sign the plan as a second person" },
	{ "release", cmd_release, "ID --to MEMBER|ROLE",
	    "redact, prove it, and hand it over" },
	{ "inspect", cmd_inspect, "FILE...", "what is in a file" },
	{ "strip", cmd_strip, "FILE... -o DIR", "a cleaned copy" },
	{ "text", cmd_text, "FILE", "its text" },
	{ "scan", cmd_scan,
	    "FILE... [--watchlist FILE] | --list-kinds",
	    "what should be redacted in it" },
	{ "redact", cmd_redact,
	    "FILE... -o DIR [--accept KINDS|all] [--watchlist FILE]",
	    "a redacted copy" },
	{ "safe", cmd_safe, "FILE... -o DIR",
	    "a PDF of page pictures, for safe reading" },
};

int
main(int argc, char **argv)
{
	return verbs_main("tipline-redact", verbs,
	    sizeof(verbs) / sizeof(verbs[0]), argc, argv);
}
