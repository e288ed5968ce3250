/* docx_names.c -- see docx_names.h. */
#include "intake/format/office/docx_names.h"

#include <stdlib.h>
#include <string.h>

#include "intake/format/story/lists.h"

#define ECMA "http://schemas.openxmlformats.org/"
#define STRICT "http://purl.oclc.org/ooxml/"
#define MS_WORD "http://schemas.microsoft.com/office/word/"
#define TOKEN_MAX 64		/* bytes of a value that is a word or number */
#define VALUE_MAX 256		/* bytes of a shape's value */
#define PATH_VALUE_MAX 262144	/* bytes of a shape's path */

const struct xml_namespace office_namespaces[] = {
	{ "w", ECMA "wordprocessingml/2006/main",
	    STRICT "wordprocessingml/main" },
	{ "r", ECMA "officeDocument/2006/relationships",
	    STRICT "officeDocument/relationships" },
	{ "wp", ECMA "drawingml/2006/wordprocessingDrawing",
	    STRICT "drawingml/wordprocessingDrawing" },
	{ "a", ECMA "drawingml/2006/main", STRICT "drawingml/main" },
	{ "pic", ECMA "drawingml/2006/picture", STRICT "drawingml/picture" },
	{ "m", ECMA "officeDocument/2006/math",
	    STRICT "officeDocument/math" },
	{ "mc", ECMA "markup-compatibility/2006", NULL },
	{ "v", "urn:schemas-microsoft-com:vml", NULL },
	{ "o", "urn:schemas-microsoft-com:office:office", NULL },
	{ "w10", "urn:schemas-microsoft-com:office:word", NULL },
	{ "wps", MS_WORD "2010/wordprocessingShape", NULL },
	{ "wpg", MS_WORD "2010/wordprocessingGroup", NULL },
	{ "wpc", MS_WORD "2010/wordprocessingCanvas", NULL },
	{ "wp14", MS_WORD "2010/wordprocessingDrawing", NULL },
	{ "x", ECMA "spreadsheetml/2006/main", STRICT "spreadsheetml/main" },
	{ "xdr", ECMA "drawingml/2006/spreadsheetDrawing",
	    STRICT "drawingml/spreadsheetDrawing" },
	{ "p", ECMA "presentationml/2006/main", STRICT "presentationml/main" },
	{ "c", ECMA "drawingml/2006/chart", STRICT "drawingml/chart" },
	{ "cdr", ECMA "drawingml/2006/chartDrawing",
	    STRICT "drawingml/chartDrawing" },
	{ "dgm", ECMA "drawingml/2006/diagram", STRICT "drawingml/diagram" },
	/* Known to look into, never written. */
	{ "a14", "http://schemas.microsoft.com/office/drawing/2010/main",
	    NULL },
	{ "w14", MS_WORD "2010/wordml", NULL },
	{ "w15", MS_WORD "2012/wordml", NULL },
	{ "ct", ECMA "package/2006/content-types", NULL },
	{ "rel", ECMA "package/2006/relationships", NULL },
	{ NULL, NULL, NULL }
};

const char docx_declarations[] =
    " xmlns:w=\"" ECMA "wordprocessingml/2006/main\""
    " xmlns:r=\"" ECMA "officeDocument/2006/relationships\""
    " xmlns:wp=\"" ECMA "drawingml/2006/wordprocessingDrawing\""
    " xmlns:a=\"" ECMA "drawingml/2006/main\""
    " xmlns:pic=\"" ECMA "drawingml/2006/picture\""
    " xmlns:m=\"" ECMA "officeDocument/2006/math\""
    " xmlns:mc=\"" ECMA "markup-compatibility/2006\""
    " xmlns:v=\"urn:schemas-microsoft-com:vml\""
    " xmlns:o=\"urn:schemas-microsoft-com:office:office\""
    " xmlns:w10=\"urn:schemas-microsoft-com:office:word\""
    " xmlns:wps=\"" MS_WORD "2010/wordprocessingShape\""
    " xmlns:wpg=\"" MS_WORD "2010/wordprocessingGroup\""
    " xmlns:wpc=\"" MS_WORD "2010/wordprocessingCanvas\""
    " xmlns:wp14=\"" MS_WORD "2010/wordprocessingDrawing\""
    " mc:Ignorable=\"wp14\"";

const char docx_theme_declarations[] =
    " xmlns:a=\"" ECMA "drawingml/2006/main\" name=\"Office\"";

/* Lists are words between spaces; each is searched once per name. */
static const char keep_w[] =
    /* stories and blocks */
    " document body hdr ftr footnotes footnote endnotes endnote background"
    " p r tbl tblGrid gridCol tr tc txbxContent"
    " drawing pict object footnoteRef endnoteRef separator continuationSeparator"
    " ruby rubyPr rubyBase rt rubyAlign hps hpsRaise hpsBaseText lid"
    " dir bdo pgNum"
    /* paragraphs */
    " pPr pStyle keepNext keepLines pageBreakBefore framePr widowControl"
    " numPr ilvl numId suppressLineNumbers pBdr top left bottom right start"
    " end between bar shd tabs suppressAutoHyphens kinsoku wordWrap"
    " overflowPunct topLinePunct autoSpaceDE autoSpaceDN bidi adjustRightInd"
    " snapToGrid spacing ind contextualSpacing mirrorIndents suppressOverlap"
    " jc textDirection textAlignment textboxTightWrap outlineLvl"
    /* runs */
    " rPr rStyle rFonts b bCs i iCs caps smallCaps strike dstrike outline"
    " shadow emboss imprint webHidden color w kern position sz szCs"
    " highlight u effect bdr fitText vertAlign rtl cs em eastAsianLayout"
    " oMath"
    /* tables */
    " tblPr tblStyle tblpPr tblOverlap bidiVisual tblStyleRowBandSize"
    " tblStyleColBandSize tblW tblCellSpacing tblInd tblBorders insideH"
    " insideV tblLayout tblCellMar tblLook tblPrEx trPr gridBefore gridAfter"
    " wBefore wAfter cantSplit trHeight tblHeader tcPr tcW gridSpan hMerge"
    " vMerge tcBorders tl2br tr2bl noWrap tcMar tcFitText vAlign hideMark"
    /* sections */
    " sectPr footnotePr endnotePr pos numFmt numStart numRestart type pgSz"
    " pgMar pgBorders lnNumType pgNumType cols col noEndnote titlePg"
    " rtlGutter docGrid"
    /* styles */
    " styles docDefaults rPrDefault pPrDefault style name basedOn next link"
    " uiPriority semiHidden unhideWhenUsed"
    " qFormat tblStylePr"
    /* numbering */
    " numbering abstractNum multiLevelType styleLink numStyleLink lvl"
    " lvlRestart isLgl suff lvlText lvlJc num abstractNumId lvlOverride"
    " startOverride ";

static const char special_w[] =
    " t tab ptab br cr noBreakHyphen sym hyperlink bookmarkStart bookmarkEnd"
    " fldSimple fldChar instrText headerReference footerReference"
    " footnoteReference endnoteReference vanish hidden del"
    " tblCaption tblDescription ";

static const char unwrap_w[] =
    " ins moveTo sdt sdtContent smartTag customXml ";

static const char setting_w[] =
    " settings mirrorMargins gutterAtTop bookFoldPrinting"
    " evenAndOddHeaders defaultTabStop autoHyphenation characterSpacingControl"
    " displayBackgroundShape footnotePr endnotePr footnote endnote pos numFmt"
    " numStart numRestart compat compatSetting clrSchemeMapping ";

static const char attributes_w[] =
    " val ascii hAnsi cs eastAsia asciiTheme hAnsiTheme cstheme"
    " eastAsiaTheme hint color themeColor themeTint themeShade sz space"
    " shadow frame fill themeFill themeFillTint themeFillShade w h hRule type"
    " top left bottom right start end header footer gutter orient before"
    " after beforeLines afterLines beforeAutospacing afterAutospacing line"
    " lineRule leftChars rightChars startChars endChars firstLine"
    " firstLineChars hanging hangingChars leader pos num linePitch charSpace"
    " equalWidth sep fmt chapStyle chapSep countBy distance restart ilvl"
    " numId abstractNumId styleId default customStyle tentative"
    " firstRow lastRow"
    " firstColumn lastColumn noHBand noVBand tblpX tblpY tblpXSpec tblpYSpec"
    " horzAnchor vertAnchor hAnchor vAnchor leftFromText rightFromText"
    " topFromText bottomFromText xAlign yAlign x y hSpace vSpace wrap"
    " anchorLock dropCap lines vertCompress combine combineBrackets vert"
    " alignment relativeTo clear offsetFrom display zOrder"
    " bg1 t1 bg2 t2 accent1 accent2 accent3 accent4 accent5 accent6"
    " followedHyperlink hyperlink ";

static const char keep_wp[] =
    " inline anchor extent effectExtent simplePos positionH positionV align"
    " posOffset wrapNone wrapSquare wrapTight wrapThrough wrapTopAndBottom"
    " wrapPolygon start lineTo cNvGraphicFramePr sizeRelH sizeRelV pctWidth"
    " pctHeight pctPosHOffset pctPosVOffset ";
static const char special_wp[] = " docPr ";

static const char keep_pic[] =
    " pic nvPicPr cNvPicPr blipFill spPr style ";
static const char keep_wps[] =
    " wsp cNvSpPr cNvCnPr spPr style txbx linkedTxbx bodyPr wgp wpc cNvGrpSpPr"
    " grpSpPr grpSp bg whole ";

static const char keep_v[] =
    " group shapetype shape rect roundrect oval line polyline arc curve"
    " image path formulas f handles h fill stroke shadow textbox ";

/* DrawingML: what fills, lines, shapes, effects and themes need. */
static const char keep_a[] =
    " graphic graphicFrameLocks picLocks spLocks cxnSpLocks grpSpLocks"
    " stretch fillRect tile srcRect noFill solidFill gradFill gsLst gs lin"
    " path fillToRect tileRect pattFill fgClr bgClr grpFill blipFill"
    " srgbClr scrgbClr sysClr schemeClr prstClr hslClr tint shade comp inv"
    " gray alpha alphaOff alphaMod hue hueOff hueMod sat satOff satMod lum"
    " lumOff lumMod red redOff redMod green greenOff greenMod blue blueOff"
    " blueMod gamma invGamma"
    " xfrm off ext chOff chExt prstGeom avLst gd custGeom gdLst ahLst ahXY"
    " ahPolar pos cxnLst cxn rect pathLst moveTo lnTo arcTo cubicBezTo"
    " quadBezTo close pt ln prstDash custDash ds round bevel miter headEnd"
    " tailEnd lnRef fillRef effectRef fontRef effectLst effectDag blur"
    " fillOverlay glow innerShdw outerShdw prstShdw reflection softEdge"
    " scene3d camera rot lightRig backdrop sp3d bevelT bevelB extrusionClr"
    " contourClr flatTx bodyPr normAutofit spAutoFit noAutofit prstTxWarp"
    " alphaBiLevel alphaCeiling alphaFloor alphaInv alphaModFix alphaRepl"
    " biLevel clrChange clrFrom clrTo clrRepl duotone grayscl hsl lumEffect"
    " theme themeElements clrScheme dk1 lt1 dk2 lt2 accent1 accent2 accent3"
    " accent4 accent5 accent6 hlink folHlink fontScheme majorFont minorFont"
    " latin ea cs font fmtScheme fillStyleLst lnStyleLst effectStyleLst"
    " effectStyle bgFillStyleLst objectDefaults extraClrSchemeLst ";

static const char attributes_drawing[] =
    " distT distB distL distR simplePos relativeHeight behindDoc locked"
    " layoutInCell allowOverlap hidden wrapText relativeFrom x y cx cy l t r"
    " b noChangeAspect noGrp noSelect noRot noMove noResize noEditPoints"
    " noAdjustHandles noChangeArrowheads noChangeShapeType noCrop noTextEdit"
    " noDrilldown noUngrp preferRelativeResize edited val lastClr w h cap"
    " cmpd algn type len prst fmla ang scaled path rotWithShape flip sx sy tx"
    " ty kx ky blurRad dist dir endA endPos stA stPos fadeDir rad grow thresh"
    " amt bright contrast hue sat lum lim pos typeface panose pitchFamily"
    " charset script idx sz rot vertOverflow horzOverflow vert wrap lIns tIns"
    " rIns bIns numCol spcCol rtlCol fromWordArt anchor anchorCtr forceAA"
    " upright compatLnSpc fontScale lnSpcReduction txBox bwMode"
    " normalEastAsianFlow prstMaterial extrusionH contourW z flipH flipV"
    " stroke fill extrusionOk hR wR stAng swAng rig lat lon rev fov zoom"
    " gdRefX gdRefY gdRefR gdRefAng minX maxX minY maxY minR maxR minAng"
    " maxAng dpi useA"
    /* VML */
    " style path coordsize coordorigin adj fillcolor filled stroked"
    " strokecolor strokeweight on color color2 opacity opacity2 aspectratio"
    " angle focus focussize focusposition method size position origin"
    " joinstyle endcap dashstyle startarrow endarrow startarrowwidth"
    " startarrowlength endarrowwidth endarrowlength miterlimit linestyle"
    " inset arcsize from to points gradientshapeok arrowok textboxrect limo"
    " eqn xrange yrange polar switch obscured matrix offset offset2 trim"
    " fitshape fitpath xscale cropleft croptop cropright cropbottom gain"
    " blacklevel gamma grayscale bilevel chromakey wrapcoords allowincell"
    " allowoverlap anchorx anchory side ext gradientshapeok ";

/* Qualified attributes that may come along on shapes. */
static const char attributes_shape[] =
    " o:spt o:preferrelative o:hr o:hrstd o:hralign o:hrpct o:hrnoshade"
    " o:connecttype o:extrusionok o:allowincell o:allowoverlap o:insetmode"
    " v:ext ";

/* The local part when `name` has this prefix, else NULL. */
static const char *
local(const char *name, const char *prefix)
{
	size_t len = strlen(prefix);

	return strncmp(name, prefix, len) == 0 && name[len] == ':' ?
	    name + len + 1 : NULL;
}

enum docx_rule
docx_element(const char *name)
{
	const char *s;

	if ((s = local(name, "w")) != NULL) {
		if (lists_word(special_w, s))
			return RULE_SPECIAL;
		if (lists_word(unwrap_w, s))
			return RULE_UNWRAP;
		return lists_word(keep_w, s) ? RULE_KEEP : RULE_DROP;
	}
	if ((s = local(name, "a")) != NULL) {
		if (strcmp(s, "blip") == 0 || strcmp(s, "graphicData") == 0 ||
		    strcmp(s, "hlinkClick") == 0)
			return RULE_SPECIAL;
		return lists_word(keep_a, s) ? RULE_KEEP : RULE_DROP;
	}
	if ((s = local(name, "v")) != NULL) {
		if (strcmp(s, "imagedata") == 0 || strcmp(s, "textpath") == 0)
			return RULE_SPECIAL;
		return lists_word(keep_v, s) ? RULE_KEEP : RULE_DROP;
	}
	if ((s = local(name, "wp")) != NULL)
		return lists_word(special_wp, s) ? RULE_SPECIAL :
		    lists_word(keep_wp, s) ? RULE_KEEP : RULE_DROP;
	if ((s = local(name, "wp14")) != NULL)
		return lists_word(keep_wp, s) ? RULE_KEEP : RULE_DROP;
	if ((s = local(name, "pic")) != NULL)
		return strcmp(s, "cNvPr") == 0 ? RULE_SPECIAL :
		    lists_word(keep_pic, s) ? RULE_KEEP : RULE_DROP;
	if ((s = local(name, "wps")) != NULL ||
	    (s = local(name, "wpg")) != NULL ||
	    (s = local(name, "wpc")) != NULL)
		return strcmp(s, "cNvPr") == 0 ? RULE_SPECIAL :
		    lists_word(keep_wps, s) ? RULE_KEEP : RULE_DROP;
	if ((s = local(name, "m")) != NULL)
		return strcmp(s, "t") == 0 ? RULE_SPECIAL : RULE_KEEP;
	if (local(name, "mc") != NULL || strcmp(name, "c:chart") == 0 ||
	    strcmp(name, "dgm:relIds") == 0)
		return RULE_SPECIAL;
	if ((s = local(name, "w10")) != NULL)
		return RULE_KEEP;
	return RULE_DROP;
}

static bool
is_number(const char *s, size_t max)
{
	return *s != '\0' && strlen(s) <= max &&
	    strspn(s, "0123456789") == strlen(s);
}

/* What schemas enumerate or count: no sentence fits in. */
static bool
is_token(const char *s)
{
	return strlen(s) <= TOKEN_MAX && strspn(s, "abcdefghijklmnopqrstuvwxyz"
	    "ABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789#%+-.,_:()*/") == strlen(s);
}

/* Names of fonts, of Word's own styles, characters of formulas. */
static bool
is_named(const char *element, const char *name)
{
	return strcmp(element, "w:rFonts") == 0 ||
	    strcmp(element, "w:name") == 0 ||
	    strcmp(element, "w:rStyle") == 0 ||
	    strcmp(element, "w:pStyle") == 0 ||
	    strcmp(name, "m:val") == 0;
}

static bool
is_plain(const char *s, size_t max)
{
	size_t i;

	for (i = 0; s[i] != '\0'; i++)
		if (i >= max || (unsigned char)s[i] < 0x20 || s[i] == 0x7f)
			return false;
	return true;
}

bool
docx_attribute(const char *element, const char *name, const char *value)
{
	const char *s;

	if ((s = local(name, "w")) != NULL || (s = local(name, "m")) != NULL)
		return lists_word(attributes_w, s) && (is_token(value) ||
		    (is_named(element, name) && is_plain(value, TOKEN_MAX)));
	if (strchr(name, ':') != NULL)
		return lists_word(attributes_shape, name) &&
		    is_plain(value, VALUE_MAX);
	if (local(element, "w") != NULL)
		return false;
	if (strcmp(name, "id") == 0 && strcmp(element, "v:shapetype") == 0)
		return strncmp(value, "_x0000_t", 8) == 0 &&
		    is_number(value + 8, 6);
	if (strcmp(name, "id") == 0)	/* linked text boxes */
		return (strcmp(element, "wps:txbx") == 0 ||
		    strcmp(element, "wps:linkedTxbx") == 0) &&
		    is_number(value, 9);
	if (strcmp(name, "seq") == 0)
		return is_number(value, 9);
	if (strcmp(name, "name") == 0)	/* a guide of a shape's formula */
		return strcmp(element, "a:gd") == 0 && is_plain(value, 32);
	if (strcmp(name, "uri") == 0)
		return strcmp(element, "a:graphicData") == 0;
	if (strcmp(name, "type") == 0 && local(element, "v") != NULL)
		return strncmp(value, "#_x0000_t", 9) == 0 ?
		    is_number(value + 9, 6) : is_plain(value, 16);
	if (strcmp(name, "path") == 0 || strcmp(name, "points") == 0 ||
	    strcmp(name, "wrapcoords") == 0 || strcmp(name, "style") == 0)
		return is_plain(value, PATH_VALUE_MAX) &&
		    strstr(value, "url(") == NULL;
	return lists_word(attributes_drawing, name) &&
	    is_plain(value, VALUE_MAX);
}

bool
docx_setting(const char *name)
{
	const char *s = local(name, "w");

	return s != NULL && lists_word(setting_w, s);
}

bool
docx_number_text(const char *name)
{
	static const char list[] = " wp:posOffset wp:align wp14:pctWidth"
	    " wp14:pctHeight wp14:pctPosHOffset wp14:pctPosVOffset ";

	return lists_word(list, name);
}

bool
docx_names_style(const char *s)
{
	static const char words[] = " a accent and annotation authorities"
	    " balloon bibliography block body book bullet caption char"
	    " character closing code colorful columns columned contemporary"
	    " continue date default definition document e elegant emphasis"
	    " endnote envelope figures first followed followedhyperlink footer"
	    " footnote font grid hashtag header heading html hyperlink indent"
	    " index intense keyboard light line list macro macrotext map mail"
	    " medium mention message no normal note number of outline page"
	    " paragraph plain placeholder preformatted professional quote"
	    " reference return revision sample salutation section"
	    " shading signature simple smart spacing strong sub subject subtitle"
	    " subtle table text theme title to toa toc typewriter unresolved"
	    " variable web acronym address article cite d dark effects"
	    " classic columnar double top bottom form z ";
	char word[16];
	size_t n;

	while (*s != '\0') {
		/* "HTMLAddress" is two words, "ListBullet2" too. */
		for (n = 0; s[n] >= 'A' && s[n] <= 'Z'; n++)
			;
		if (n > 1 && s[n] >= 'a' && s[n] <= 'z')
			n--;
		else
			while (s[n] >= 'a' && s[n] <= 'z')
				n++;
		if (n >= sizeof word || (unsigned char)*s >= 0x80)
			return false;
		for (size_t i = 0; i < n; i++)
			word[i] = (char)(s[i] | 0x20);
		word[n] = '\0';
		if (n > 0 && !lists_word(words, word))
			return false;
		s += n > 0 ? n : 1;
	}
	return true;
}
