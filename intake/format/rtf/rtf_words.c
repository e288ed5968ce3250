/* rtf_words.c -- see rtf_words.h. */
#include "intake/format/rtf/rtf_words.h"

#include <stddef.h>
#include <stdlib.h>
#include <string.h>

#include "intake/format/story/lists.h"

/* Lists are words between blanks. */

/* Groups that hold no text of the body, and go. */
static const char dropped[] =
    " info title subject author manager company operator category keywords"
    " comment doccomm hlinkbase creatim revtim printim buptim version vern"
    " edmins nofpages nofwords nofchars nofcharsws id"
    " generator revtbl rsidtbl userprops propname staticval linkval docvar"
    " atnid atnauthor atntime atndate atnref atnparent atnicn annotation"
    " atrfstart atrfend template themedata colorschememapping datastore"
    " latentstyles mailmerge filetbl xmlnstbl password passwordhash"
    " protusertbl protstart protend fldtype formfield ffdeftext ffname"
    " ffhelptext ffstattext ffentrymcr ffexitmcr ffl"
    " objclass objname objdata objtime objalias objsect objhtml"
    " oleclsid private nextfile wgrffmtfilter windowcaption"
    " writereservation writereservhash datafield"
    " xmlopen xmlclose xmlattrname xmlattrvalue xmlname factoidname"
    " fchars lchars gridtbl oldcprops oldpprops oldsprops oldtprops"
    " blipuid bliptag do rxe xe tc tcn txe bxe"
    " gsp printdata fontemb fontfile wptools ebcstart ebcend"
    " mhtmltag htmltag hlloc hlsrc hlfr"
    " pxe rsid ";

/* The same, but every file has them. */
static const char quiet[] =
    " listtext pntext pntxta pntxtb pnseclvl falt panose fname picprop"
    " keycode pgp pgptbl listpicture ftnsep ftnsepc ftncn aftnsep aftnsepc"
    " aftncn defchp defpap liststylename upr"
    " blipuid ";

static const char body[] =
    " shppict ";

/* Boxes, notes, heads and feet: paragraphs beside those of the body. */
static const char story[] =
    " footnote header headerl headerr headerf footer footerl footerr footerf"
    " shptxt ";

static const char inside[] =
    " object result fldrslt ud ";

/* Kept with their words; what text is in them is no text. */
static const char table[] =
    " colortbl listtable list listlevel listoverridetable listoverride"
    " lfolevel shp shpinst shpgrp nesttableprops ";

static const struct {
	const char *word;
	enum rtf_holds holds;
} others[] = {
	{ "fonttbl", HOLDS_FONTS },
	{ "stylesheet", HOLDS_STYLES },
	{ "leveltext", HOLDS_LEVEL_TEXT },
	{ "levelnumbers", HOLDS_LEVEL_NUMBERS },
	{ "listname", HOLDS_DROPPED },
	{ "field", HOLDS_FIELD },
	{ "fldinst", HOLDS_FIELD_CODE },
	{ "pict", HOLDS_PICTURE },
	{ "bkmkstart", HOLDS_BOOKMARK },
	{ "bkmkend", HOLDS_BOOKMARK },
	{ "sp", HOLDS_PROPERTY },
	{ "sn", HOLDS_PROPERTY_NAME },
	{ "sv", HOLDS_PROPERTY_VALUE }
};

static const char stays[] =
    /* the document */
    " deff deftab paperw paperh margl margr margt margb gutter landscape"
    " facingp margmirror gutterprl rtlgutter widowctrl hyphauto hyphhotz"
    " hyphconsec hyphcaps endnotes aenddoc aendnotes ftnbj ftntj fet"
    " aftnbj aftntj ftnstart aftnstart ftnrstpg ftnrstcont ftnrestart"
    " aftnrestart aftnrstcont ftnnar ftnnalc ftnnauc ftnnrlc ftnnruc"
    " aftnnar aftnnalc aftnnauc aftnnrlc aftnnruc ltrdoc rtldoc"
    " pgnstart twoonone bookfold horzdoc vertdoc noxlattoyen"
    " expshrtn noultrlspc dntblnsbdb nospaceforul lnongrid useltbaln"
    " alntblind lytcalctblwd lyttblrtgr notabind nolnhtadjtbl lytprtmet"
    " sprstsp sprsspbf sprslnsp sprstsm sprsbsp prcolbl wraptrsp otblrul"
    " transmf swpbdr brkfrm bdbfhdr bdrrlswsix nocolbal"
    /* sections */
    " sectd sect sbknone sbkcol sbkpage sbkeven sbkodd cols colsx colno"
    " colsr colw linebetcol pgwsxn pghsxn marglsxn margrsxn margtsxn"
    " margbsxn guttersxn margmirsxn lndscpsxn titlepg pgnstarts pgncont"
    " pgnrestart pgnx pgny pgndec pgnucrm pgnlcrm pgnucltr pgnlcltr headery"
    " footery linemod linex linestarts linerestart lineppage linecont"
    " vertalt vertalc vertalb vertalj ltrsect rtlsect stextflow"
    " pgbrdrhead pgbrdrfoot pgbrdrt pgbrdrb pgbrdrl pgbrdrr pgbrdropt"
    " sftnbj sftntj sftnstart sftnrstpg sftnrestart sftnrstcont"
    /* paragraphs */
    " pard par s hyphpar intbl itap keep keepn level noline nowidctlpar"
    " widctlpar outlinelevel pagebb sbys qc qj ql qr qd fi li lin ri rin"
    " cufi culi curi adjustright sb sa sbauto saauto lisb lisa sl slmult"
    " contextualspace nosnaplinegrid rtlpar ltrpar tx tb tqr tqc tqdec tldot"
    " tlmdot tlhyph tlul tlth tleq brdrt brdrb brdrl brdrr brdrbtw brdrbar"
    " box brdrs brdrth brdrsh brdrdb brdrdot brdrdash brdrhair brdrdashsm"
    " brdrdashd brdrdashdd brdrtriple brdrtnthsg brdrthtnsg brdrtnthtnsg"
    " brdrtnthmg brdrthtnmg brdrtnthtnmg brdrtnthlg brdrthtnlg"
    " brdrtnthtnlg brdrwavy brdrwavydb brdrdashdotstr brdremboss"
    " brdrengrave brdroutset brdrinset brdrnone brdrnil brdrw brdrcf brsp"
    " shading cfpat cbpat bghoriz bgvert bgfdiag bgbdiag bgcross bgdcross"
    " aspalpha aspnum faauto fahang facenter faroman favar fafixed nocwrap"
    " nooverflow nowwrap ilvl ls pnlvlblt pnlvlbody pnstart pndec"
    " absw absh phmrg phpg phcol posx posnegx posxc posxi posxo posxl posxr"
    " pvmrg pvpg pvpara posy posnegy posyt posyil posyb posyc dxfrtext"
    " dfrmtxtx dfrmtxty overlay dropcapli dropcapt absnoovrlp wrapdefault"
    " wraparound wraptight wrapthrough frmtxlrtb"
    /* characters */
    " plain b caps scaps cb cf cs dn up embo expnd expndtw kerning f fs i"
    " impr outl shad strike striked sub super nosupersub ul ulc uld uldash"
    " uldashd uldashdd uldb ulhwave ulldash ulnone ulth ulthd ulthdash"
    " ulthdashd ulthdashdd ulthldash ululdbwave ulw ulwave charscalex"
    " highlight chbrdr chcfpat chcbpat chshdng rtlch ltrch loch hich dbch"
    " fcs ab ai af afs acf aul accnone acccomma accdot cgrid chftn"
    " chpgn nosectexpand animtext fittext gcw"
    " tab line page column lbr cell row nestcell nestrow"
    /* tables */
    " trowd trgaph trleft trrh trhdr trkeep trkeepfollow trql trqr trqc"
    " trautofit trwWidth trftsWidth trwWidthB trftsWidthB trwWidthA"
    " trftsWidthA tblind tblindtype trpaddl trpaddr trpaddt trpaddb"
    " trpaddfl trpaddfr trpaddft trpaddfb trspdl trspdr trspdt trspdb"
    " trspdfl trspdfr trspdft trspdfb trbrdrt trbrdrl trbrdrb trbrdrr"
    " trbrdrh trbrdrv tposx tposy tposnegx tposnegy tposxc tposxr tposxl"
    " tposyt tposyb tposyc tphcol tphmrg tphpg tpvmrg tpvpara tpvpg"
    " tdfrmtxtLeft tdfrmtxtRight tdfrmtxtTop tdfrmtxtBottom tabsnoovrlp"
    " trcbpat trcfpat trshdng rtlrow ltrrow taprtl irow irowband lastrow ts"
    " tbllkborder tbllkshading tbllkfont tbllkcolor tbllkbestfit"
    " tbllkhdrrows tbllklastrow tbllkhdrcols tbllklastcol tbllknorowband"
    " tbllknocolband cellx clmgf clmrg clvmgf clvmrg clvertalt clvertalc"
    " clvertalb cltxlrtb cltxtbrl cltxbtlr cltxlrtbv cltxtbrlv clbrdrt"
    " clbrdrb clbrdrl clbrdrr cldglu cldgll clcbpat clcfpat clshdng clwWidth"
    " clftsWidth clFitText clNoWrap clpadl clpadr clpadt clpadb clpadfl"
    " clpadfr clpadft clpadfb clcbpatraw clcfpatraw clshdngraw tsrowd"
    " tsvertalt tsbrdrt tsbrdrb tsbrdrl tsbrdrr tsbrdrh tsbrdrv"
    /* fonts, colours, styles, lists */
    " fnil froman fswiss fmodern fscript fdecor ftech fbidi fcharset fprq"
    " red green blue ctint cshade caccentone caccenttwo caccentthree"
    " caccentfour caccentfive caccentsix cmaindarkone cmainlightone"
    " cmaindarktwo cmainlighttwo chyperlink cfollowedhyperlink ctextone"
    " cbackgroundone ctexttwo cbackgroundtwo"
    " ds additive sbasedon snext slink sautoupd sqformat spriority"
    " ssemihidden sunhideused"
    " list listlevel listsimple listhybrid listoverride listoverridecount"
    " listoverridestartat listoverrideformat lfolevel levelnfc levelnfcn"
    " leveljc leveljcn levelfollow levelstartat levelspace levelindent"
    " levelold levelprev levelprevspace levellegal levelnorestart"
    /* shapes and pictures */
    " shp shpinst shpgrp shpleft shptop shpright shpbottom shpfhdr shpz"
    " shpbxpage shpbxmargin shpbxcolumn shpbxignore shpbypage shpbymargin"
    " shpbypara shpbyignore shpwr shpwrk shpfblwtxt"
    " picw pich picwgoal pichgoal picscalex picscaley piccropl piccropr"
    " piccropt piccropb ftnalt ";

static const char properties[] =
    " shapeType fFlipH fFlipV rotation geoLeft geoTop geoRight geoBottom"
    " shapePath pVerticies pSegmentInfo adjustValue adjust2Value adjust3Value"
    " adjust4Value adjust5Value adjust6Value adjust7Value adjust8Value"
    " fillType fillColor fillBackColor fillOpacity fillAngle fFilled"
    " lineColor lineWidth lineStyle lineDashing lineStartArrowhead"
    " lineEndArrowhead lineJoinStyle lineEndCapStyle fLine lineOpacity"
    " lineType dxTextLeft dyTextTop dxTextRight dyTextBottom WrapText"
    " anchorText txflTextFlow fFitShapeToText fFitTextToShape"
    " dxWrapDistLeft dyWrapDistTop dxWrapDistRight dyWrapDistBottom"
    " posh posv posrelh posrelv fLayoutInCell fAllowOverlap fBehindDocument"
    " cropFromTop cropFromBottom cropFromLeft"
    " cropFromRight pictureContrast pictureBrightness pictureGray"
    " relLeft relTop relRight relBottom groupLeft groupTop groupRight"
    " groupBottom fRelFlipH fRelFlipV relRotation fShadow shadowColor"
    " shadowOffsetX shadowOffsetY pctHoriz pctVert sizerelh sizerelv"
    " fLockAspectRatio fLockRotation pib ";

static const char common_styles[] =
    "|Normal|Default|Standard|Default Paragraph Font|Body Text|heading|"
    "Heading|caption|Caption|Title|Subtitle|header|footer|Header|Footer|"
    "footnote text|footnote reference|endnote text|endnote reference|"
    "Hyperlink|FollowedHyperlink|Internet link|List|List Paragraph|Index|"
    "Table Normal|Normal Table|Table Grid|No List|Text body|No Spacing|"
    "Strong|Emphasis|Quote|annotation text|annotation reference|"
    "annotation subject|Balloon Text|page number|Plain Text|Normal (Web)|"
    "Table Contents|Table Heading|toc heading|index heading|";

enum rtf_holds
rtf_holds(const char *word)
{
	size_t i;

	for (i = 0; i < sizeof others / sizeof others[0]; i++)
		if (strcmp(word, others[i].word) == 0)
			return others[i].holds;
	if (lists_word(quiet, word))
		return HOLDS_QUIET;
	if (lists_word(dropped, word))
		return HOLDS_DROPPED;
	if (lists_word(story, word))
		return HOLDS_STORY;
	if (lists_word(table, word))
		return HOLDS_TABLE;
	if (lists_word(inside, word))
		return HOLDS_INSIDE;
	return lists_word(body, word) ? HOLDS_BODY : HOLDS_NOTHING;
}

bool
rtf_word_stays(const char *word)
{
	return lists_word(stays, word);
}

uint32_t
rtf_word_char(const char *word)
{
	static const struct {
		const char *word;
		uint32_t cp;
	} chars[] = {
		{ "emdash", 0x2014 }, { "endash", 0x2013 },
		{ "lquote", 0x2018 }, { "rquote", 0x2019 },
		{ "ldblquote", 0x201c }, { "rdblquote", 0x201d },
		{ "bullet", 0x2022 }, { "emspace", 0x2003 },
		{ "enspace", 0x2002 }, { "qmspace", 0x2005 },
		{ "zwj", 0x200d }, { "zwnj", 0x200c }, { "zwbo", 0x200b },
		{ "zwnbo", 0x2060 }, { "ltrmark", 0x200e },
		{ "rtlmark", 0x200f }
	};
	size_t i;

	for (i = 0; i < sizeof chars / sizeof chars[0]; i++)
		if (strcmp(word, chars[i].word) == 0)
			return chars[i].cp;
	return 0;
}

bool
rtf_property_stays(const char *name)
{
	return lists_word(properties, name);
}

bool
rtf_style_is_common(const char *name)
{
	size_t len = strlen(name);
	const char *at = common_styles;

	/* "heading 3", "toc 1", "List 2" */
	if (len > 2 && name[len - 2] == ' ' && name[len - 1] >= '1' &&
	    name[len - 1] <= '9')
		return (len == 9 && (memcmp(name, "heading", 7) == 0 ||
		    memcmp(name, "Heading", 7) == 0)) ||
		    (len == 5 && memcmp(name, "toc", 3) == 0) ||
		    (len == 7 && memcmp(name, "index", 5) == 0);
	if (len == 0 || strchr(name, '|') != NULL)
		return len == 0;
	while ((at = strstr(at, name)) != NULL) {
		if (at[-1] == '|' && at[len] == '|')
			return true;
		at += len;
	}
	return false;
}

struct charset {
	int32_t number;
	const char *name;
};

static const char *
find(const struct charset *list, size_t n, int32_t number)
{
	size_t i;

	for (i = 0; i < n; i++)
		if (list[i].number == number)
			return list[i].name;
	return NULL;
}

const char *
rtf_charset(int32_t fcharset)
{
	static const struct charset list[] = {
		{ 0, "windows-1252" }, { 77, "macintosh" },
		{ 128, "windows-932" }, { 129, "windows-949" },
		{ 130, "ibm-1363" }, { 134, "windows-936" },
		{ 136, "windows-950" }, { 161, "windows-1253" },
		{ 162, "windows-1254" }, { 163, "windows-1258" },
		{ 177, "windows-1255" }, { 178, "windows-1256" },
		{ 186, "windows-1257" }, { 204, "windows-1251" },
		{ 222, "windows-874" }, { 238, "windows-1250" },
		{ 254, "ibm-437" }, { 255, "ibm-437" }
	};

	return find(list, sizeof list / sizeof list[0], fcharset);
}

const char *
rtf_codepage(int32_t cpg)
{
	static const struct charset list[] = {
		{ 437, "ibm-437" }, { 708, "ISO-8859-6" }, { 819, "ISO-8859-1" },
		{ 850, "ibm-850" }, { 852, "ibm-852" }, { 860, "ibm-860" },
		{ 862, "ibm-862" }, { 863, "ibm-863" }, { 864, "ibm-864" },
		{ 865, "ibm-865" }, { 866, "ibm-866" }, { 874, "windows-874" },
		{ 932, "windows-932" }, { 936, "windows-936" },
		{ 949, "windows-949" }, { 950, "windows-950" },
		{ 1250, "windows-1250" }, { 1251, "windows-1251" },
		{ 1252, "windows-1252" }, { 1253, "windows-1253" },
		{ 1254, "windows-1254" }, { 1255, "windows-1255" },
		{ 1256, "windows-1256" }, { 1257, "windows-1257" },
		{ 1258, "windows-1258" }, { 10000, "macintosh" },
		{ 65001, "UTF-8" }
	};

	return find(list, sizeof list / sizeof list[0], cpg);
}
