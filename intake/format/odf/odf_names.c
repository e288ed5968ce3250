/* odf_names.c -- see odf_names.h. */
#include "intake/format/odf/odf_names.h"

#include <string.h>

#include "intake/format/story/lists.h"

#define OASIS "urn:oasis:names:tc:opendocument:xmlns:"
#define ODF_TYPE "application/vnd.oasis.opendocument."
#define TOKEN_MAX 256u
#define FONT_MAX 64u
#define WORDS_MAX 64u
#define ADDRESS_MAX 4096u
#define PATH_VALUE_MAX ((size_t)4 << 20)

const struct xml_namespace odf_namespaces[] = {
	{ "office", OASIS "office:1.0", NULL },
	{ "style", OASIS "style:1.0", NULL },
	{ "text", OASIS "text:1.0", NULL },
	{ "table", OASIS "table:1.0", NULL },
	{ "draw", OASIS "drawing:1.0", NULL },
	{ "fo", OASIS "xsl-fo-compatible:1.0", NULL },
	{ "svg", OASIS "svg-compatible:1.0", NULL },
	{ "smil", OASIS "smil-compatible:1.0", NULL },
	{ "number", OASIS "datastyle:1.0", NULL },
	{ "chart", OASIS "chart:1.0", NULL },
	{ "dr3d", OASIS "dr3d:1.0", NULL },
	{ "presentation", OASIS "presentation:1.0", NULL },
	{ "anim", OASIS "animation:1.0", NULL },
	{ "xlink", "http://www.w3.org/1999/xlink", NULL },
	{ "math", "http://www.w3.org/1998/Math/MathML", NULL },
	{ "loext", "urn:org:documentfoundation:names:experimental:office:"
	    "xmlns:loext:1.0", NULL },
	/* Known to look into, never written. */
	{ "meta", OASIS "meta:1.0", NULL },
	{ "dc", "http://purl.org/dc/elements/1.1/", NULL },
	{ "config", OASIS "config:1.0", NULL },
	{ "form", OASIS "form:1.0", NULL },
	{ "script", OASIS "script:1.0", NULL },
	{ "db", OASIS "database:1.0", NULL },
	{ "manifest", OASIS "manifest:1.0", NULL },
	{ "xml", "http://www.w3.org/XML/1998/namespace", NULL },
	{ "officeooo", "http://openoffice.org/2009/office", NULL },
	{ NULL, NULL, NULL }
};

const char odf_declarations[] =
    " xmlns:office=\"" OASIS "office:1.0\""
    " xmlns:style=\"" OASIS "style:1.0\""
    " xmlns:text=\"" OASIS "text:1.0\""
    " xmlns:table=\"" OASIS "table:1.0\""
    " xmlns:draw=\"" OASIS "drawing:1.0\""
    " xmlns:fo=\"" OASIS "xsl-fo-compatible:1.0\""
    " xmlns:svg=\"" OASIS "svg-compatible:1.0\""
    " xmlns:smil=\"" OASIS "smil-compatible:1.0\""
    " xmlns:number=\"" OASIS "datastyle:1.0\""
    " xmlns:chart=\"" OASIS "chart:1.0\""
    " xmlns:dr3d=\"" OASIS "dr3d:1.0\""
    " xmlns:presentation=\"" OASIS "presentation:1.0\""
    " xmlns:anim=\"" OASIS "animation:1.0\""
    " xmlns:xlink=\"http://www.w3.org/1999/xlink\""
    " xmlns:math=\"http://www.w3.org/1998/Math/MathML\""
    " xmlns:loext=\"urn:org:documentfoundation:names:experimental:office:"
    "xmlns:loext:1.0\""
    " xmlns:of=\"" OASIS "of:1.2\""
    " xmlns:oooc=\"http://openoffice.org/2004/calc\"";

/* Lists are words between spaces. */

/* What may be there as an element, by prefix. */
static const char keep_office[] =
    " automatic-styles body chart document-content document-styles drawing"
    " font-face-decls image master-styles presentation spreadsheet styles"
    " text ";

static const char keep_style[] =
    " background-image chart-properties column column-sep columns"
    " default-page-layout default-style drawing-page-properties drop-cap"
    " font-face footer footer-first footer-left footer-style footnote-sep"
    " graphic-properties handout-master header header-first"
    " header-footer-properties header-left header-style"
    " list-level-label-alignment list-level-properties map master-page"
    " page-layout page-layout-properties paragraph-properties"
    " presentation-page-layout region-center region-left region-right"
    " ruby-properties section-properties style tab-stop tab-stops"
    " table-cell-properties table-column-properties table-properties"
    " table-row-properties text-properties ";

static const char keep_text[] =
    " h linenumbering-configuration linenumbering-separator list list-header"
    " list-item list-level-style-bullet list-level-style-image"
    " list-level-style-number list-style note note-body note-citation"
    " note-continuation-notice-backward note-continuation-notice-forward"
    " notes-configuration numbered-paragraph outline-level-style"
    " outline-style p page page-count page-number page-sequence ruby"
    " ruby-base ruby-text section span ";

static const char keep_table[] =
    " calculation-settings covered-table-cell desc iteration"
    " named-expression named-expressions named-range null-date shapes table"
    " table-cell table-column table-column-group table-columns"
    " table-header-columns table-header-rows table-row table-row-group"
    " table-rows title ";

static const char keep_draw[] =
    " a caption circle connector contour-path contour-polygon custom-shape"
    " ellipse enhanced-geometry equation fill-image frame g glue-point"
    " gradient handle hatch image layer layer-set line marker measure object"
    " opacity page page-thumbnail path polygon polyline rect regular-polygon"
    " stroke-dash text-box ";

static const char keep_presentation[] =
    " date-time date-time-decl footer footer-decl header header-decl notes"
    " placeholder ";

static const char keep_number[] =
    " am-pm boolean boolean-style currency-style currency-symbol date-style"
    " day day-of-week embedded-text era fraction hours minutes month number"
    " number-style percentage-style quarter scientific-number seconds text"
    " text-content text-style time-style week-of-year year ";

static const char keep_chart[] =
    " axis categories chart data-label data-point domain equation"
    " error-indicator floor footer grid label-separator legend mean-value"
    " plot-area regression-curve series stock-gain-marker stock-loss-marker"
    " stock-range-line subtitle symbol-image title wall ";

static const char keep_dr3d[] =
    " cube extrude light rotate scene sphere ";

static const char keep_svg[] =
    " desc linearGradient radialGradient stop title ";

static const char keep_anim[] =
    " animate animateColor animateMotion animateTransform iterate par seq"
    " set transitionFilter ";

static const char keep_math[] =
    " maction maligngroup malignmark math menclose merror mfenced mfrac"
    " mglyph mi mlabeledtr mlongdiv mmultiscripts mn mo mover mpadded"
    " mphantom mprescripts mroot mrow ms mscarries mscarry msgroup msline"
    " mspace msqrt msrow mstack mstyle msub msubsup msup mtable mtd mtext"
    " mtr munder munderover none semantics ";

static const char unwrap[] =
    " loext:content-control text:alphabetical-index text:author-initials"
    " text:author-name text:bibliography text:bibliography-mark"
    " text:bookmark-ref text:chapter text:character-count"
    " text:conditional-text text:creation-date text:creation-time"
    " text:creator text:database-display text:database-name"
    " text:database-row-number text:date text:dde-connection"
    " text:description text:drop-down text:editing-cycles text:editing-duration"
    " text:execute-macro text:expression text:file-name"
    " text:illustration-index text:image-count text:index-body"
    " text:index-title text:initial-creator text:keywords text:measure"
    " text:meta text:meta-field text:modification-date"
    " text:modification-time text:note-ref text:object-count"
    " text:object-index text:page-continuation text:page-variable-get"
    " text:paragraph-count text:placeholder text:print-date text:print-time"
    " text:printed-by text:reference-ref text:sender-city"
    " text:sender-company text:sender-country text:sender-email"
    " text:sender-fax text:sender-firstname text:sender-initials"
    " text:sender-lastname text:sender-phone-private text:sender-phone-work"
    " text:sender-position text:sender-postal-code"
    " text:sender-state-or-province text:sender-street text:sender-title"
    " text:sequence text:sequence-ref text:sheet-name text:subject"
    " text:table-count text:table-formula text:table-index"
    " text:table-of-content text:template-name text:text-input text:time"
    " text:title text:user-defined text:user-field-get text:user-field-input"
    " text:user-index text:variable-get text:variable-input"
    " text:variable-set text:word-count ";

static const char attributes_office[] =
    " currency value-type version ";

static const char attributes_style[] =
    " adjustment auto-text-indent auto-update background-transparency"
    " border-line-width border-line-width-bottom border-line-width-left"
    " border-line-width-right border-line-width-top class color column-width"
    " decimal-places default-outline-level diagonal-bl-tr"
    " diagonal-bl-tr-widths diagonal-tl-br diagonal-tl-br-widths direction"
    " distance distance-after-sep distance-before-sep dynamic-spacing"
    " editable family first-page-number flow-with-text font-charset"
    " font-charset-asian font-charset-complex font-family-generic"
    " font-family-generic-asian font-family-generic-complex"
    " font-independent-line-spacing font-pitch font-pitch-asian"
    " font-pitch-complex font-relief font-size-asian font-size-complex"
    " font-size-rel font-size-rel-asian font-size-rel-complex"
    " font-style-asian font-style-complex font-weight-asian"
    " font-weight-complex footnote-max-height glyph-orientation-vertical"
    " height horizontal-pos horizontal-rel join-border justify-single-word"
    " layout-grid-base-height layout-grid-base-width layout-grid-color"
    " layout-grid-display layout-grid-lines layout-grid-mode"
    " layout-grid-print layout-grid-ruby-below layout-grid-ruby-height"
    " layout-grid-snap-to layout-grid-standard-mode leader-color"
    " leader-style leader-type leader-width legend-expansion"
    " legend-expansion-aspect-ratio length letter-kerning line-break"
    " line-height-at-least line-spacing line-style lines list-level"
    " may-break-between-rows min-row-height mirror num-letter-sync"
    " number-wrapped-paragraphs overflow-behavior page-number page-usage"
    " position print print-content print-orientation print-page-order"
    " punctuation-wrap register-true rel-column-width rel-height rel-width"
    " repeat rotation-align rotation-angle row-height ruby-align"
    " ruby-position run-through scale-to scale-to-pages script-type shadow"
    " shrink-to-fit snap-to-layout-grid style tab-stop-distance"
    " table-centering text-align-source text-autospace text-blinking"
    " text-combine text-emphasize text-line-through-color"
    " text-line-through-mode text-line-through-style text-line-through-type"
    " text-line-through-width text-outline text-overline-color"
    " text-overline-mode text-overline-style text-overline-type"
    " text-overline-width text-position text-rotation-angle"
    " text-rotation-scale text-scale text-underline-color"
    " text-underline-mode text-underline-style text-underline-type"
    " text-underline-width type use-optimal-column-width"
    " use-optimal-row-height use-window-font-color vertical-align"
    " vertical-pos vertical-rel width wrap wrap-contour wrap-contour-mode"
    " wrap-dynamic-threshold writing-mode writing-mode-automatic ";

static const char attributes_text[] =
    " anchor-page-number anchor-type animation animation-delay"
    " animation-direction animation-repeat animation-start-inside"
    " animation-steps animation-stop-inside bullet-relative-size c"
    " consecutive-numbering continue-numbering count-empty-lines"
    " count-in-text-boxes display-levels dont-balance-text-columns"
    " footnotes-position increment is-list-header label-followed-by level"
    " line-number list-level-position-and-space-mode list-tab-stop-position"
    " min-label-distance min-label-width note-class number-lines"
    " number-position offset outline-level page-adjust restart-numbering"
    " restart-on-page select-page space-before start-numbering-at"
    " start-value use-soft-page-breaks ";

static const char attributes_table[] =
    " align automatic-find-labels border-color border-model case-sensitive"
    " date-value end-x end-y is-sub-table maximum-difference null-year"
    " number-columns-repeated number-columns-spanned"
    " number-matrix-columns-spanned number-matrix-rows-spanned"
    " number-rows-repeated number-rows-spanned precision-as-shown print"
    " range-usable-as search-criteria-must-apply-to-whole-cell status steps"
    " table-background use-banding-columns-styles use-banding-rows-styles"
    " use-first-column-styles use-first-row-styles use-last-column-styles"
    " use-last-row-styles use-regular-expressions use-wildcards value-type ";

static const char attributes_draw[] =
    " align angle auto-grow-height auto-grow-width background-size blue"
    " border caption-angle caption-angle-type caption-escape"
    " caption-escape-direction caption-fit-line-length caption-gap"
    " caption-line-length caption-point-x caption-point-y caption-type color"
    " color-inversion color-mode concave concentric-gradient-fill-allowed"
    " contrast corner-radius corners cx cy decimal-places distance dots1"
    " dots1-length dots2 dots2-length draw-aspect end end-angle end-color"
    " end-glue-point end-guide end-intensity end-line-spacing-horizontal"
    " end-line-spacing-vertical engine escape-direction extrusion"
    " extrusion-allowed extrusion-brightness extrusion-color extrusion-depth"
    " extrusion-diffusion extrusion-first-light-direction"
    " extrusion-first-light-harsh extrusion-first-light-level"
    " extrusion-light-face extrusion-metal extrusion-number-of-line-segments"
    " extrusion-origin extrusion-rotation-angle extrusion-rotation-center"
    " extrusion-second-light-direction extrusion-second-light-harsh"
    " extrusion-second-light-level extrusion-shininess extrusion-skew"
    " extrusion-specularity extrusion-viewpoint fill fill-color"
    " fill-hatch-solid fill-image-height fill-image-ref-point"
    " fill-image-ref-point-x fill-image-ref-point-y fill-image-width"
    " fit-to-contour fit-to-size frame-display-border"
    " frame-display-scrollbar frame-margin-horizontal frame-margin-vertical"
    " gamma glue-point-leaving-directions glue-point-type"
    " gradient-step-count green guide-distance guide-overhang"
    " handle-mirror-horizontal handle-mirror-vertical handle-polar"
    " handle-radius-range-maximum handle-radius-range-minimum"
    " handle-range-x-maximum handle-range-x-minimum handle-range-y-maximum"
    " handle-range-y-minimum handle-switched image-opacity kind"
    " line-distance line-skew luminance marker-end-center marker-end-width"
    " marker-start-center marker-start-width measure-align"
    " measure-vertical-align mirror-horizontal mirror-vertical"
    " ole-draw-aspect opacity page-number parallel path-stretchpoint-x"
    " path-stretchpoint-y placing red rotation secondary-fill-color shadow"
    " shadow-color shadow-offset-x shadow-offset-y shadow-opacity sharpness"
    " show-unit start start-angle start-color start-glue-point start-guide"
    " start-intensity start-line-spacing-horizontal"
    " start-line-spacing-vertical stroke stroke-linejoin style symbol-color"
    " text-path text-path-allowed text-path-mode"
    " text-path-same-letter-heights text-path-scale text-rotate-angle"
    " textarea-horizontal-align textarea-vertical-align tile-repeat-offset"
    " type unit value visible-area-height visible-area-left visible-area-top"
    " visible-area-width wrap-influence-on-position z-index ";

static const char attributes_presentation[] =
    " animations background-objects-visible background-visible class delay"
    " direction display-date-time display-footer display-header"
    " display-page-number duration effect endless force-manual full-screen"
    " mouse-as-pen mouse-visible node-type object pause placeholder"
    " play-full preset-class preset-id preset-sub-type"
    " show-end-of-presentation-slide show-logo source speed start-scale"
    " start-with-navigator stay-on-top transition-on-click transition-speed"
    " transition-style transition-type user-transformed ";

static const char attributes_number[] =
    " automatic-order calendar country decimal-places denominator-value"
    " display-factor format-source grouping language min-denominator-digits"
    " min-exponent-digits min-integer-digits min-numerator-digits position"
    " possessive-form rfc-language-tag script style textual"
    " transliteration-country transliteration-language transliteration-style"
    " truncate-on-overflow ";

static const char attributes_chart[] =
    " class angle-offset attached-axis auto-position auto-size automatic-content"
    " axis-label-position axis-position connect-bars data-label-number"
    " data-label-symbol data-label-text data-source-has-labels deep"
    " dimension display-equation display-label display-r-square"
    " error-category error-lower-indicator error-lower-limit error-margin"
    " error-percentage error-upper-indicator error-upper-limit gap-width"
    " group-bars-per-axis hole-size include-hidden-cells interpolation"
    " interval-major interval-minor-divisor japanese-candle-stick"
    " label-arrangement label-position label-position-negative legend-align"
    " legend-position lines link-data-style-to-source logarithmic maximum"
    " mean-value minimum origin overlap percentage pie-offset"
    " regression-type repeated reverse-direction right-angled-axes"
    " scale-text series-source solid-type sort-by-x-values spline-order"
    " spline-resolution stacked symbol-height symbol-name symbol-type"
    " symbol-width text-overlap three-dimensional tick-mark-position"
    " tick-marks-major-inner tick-marks-major-outer tick-marks-minor-inner"
    " tick-marks-minor-outer treat-empty-cells vertical visible ";

static const char attributes_dr3d[] =
    " ambient-color back-scale backface-culling center close-back"
    " close-front depth diffuse-color direction distance edge-rounding"
    " edge-rounding-mode emissive-color enabled end-angle focal-length"
    " horizontal-segments lighting-mode max-edge min-edge normals-direction"
    " normals-kind projection shade-mode shadow shadow-slant shininess size"
    " specular specular-color texture-filter texture-generation-mode-x"
    " texture-generation-mode-y texture-kind texture-mode vertical-segments"
    " vpn vrp vup ";

static const char attributes_svg[] =
    " accent-height alphabetic ascent bbox cap-height cx cy descent"
    " fill-rule font-size font-stretch font-style font-variant font-weight"
    " fx fy gradientTransform gradientUnits hanging height ideographic"
    " mathematical offset origin overline-position overline-thickness r rx"
    " ry slope spreadMethod stemh stemv stop-color stop-opacity"
    " strikethrough-position strikethrough-thickness stroke-color"
    " stroke-linecap stroke-opacity stroke-width type underline-position"
    " underline-thickness units-per-em v-alphabetic v-hanging v-ideographic"
    " v-mathematical width widths x x-height x1 x2 y y1 y2 ";

static const char attributes_anim[] =
    " audio-level color-interpolation color-interpolation-direction command"
    " iterate-interval iterate-type sub-item ";

static const char attributes_smil[] =
    " accelerate accumulate additive attributeName autoReverse begin by"
    " calcMode decelerate direction dur end endsync fadeColor fill"
    " fillDefault from keySplines keyTimes mode repeatCount repeatDur"
    " restart restartDefault subtype to type values ";

static const char attributes_fo[] =
    " background-color border border-bottom border-left border-right"
    " border-top break-after break-before clip color column-count column-gap"
    " end-indent font-size font-style font-variant font-weight height"
    " hyphenate hyphenation-keep hyphenation-ladder-count"
    " hyphenation-push-char-count hyphenation-remain-char-count"
    " keep-together keep-with-next letter-spacing line-height margin"
    " margin-bottom margin-left margin-right margin-top max-height max-width"
    " min-height min-width orphans padding padding-bottom padding-left"
    " padding-right padding-top page-height page-width space-after"
    " space-before start-indent text-align text-align-last text-indent"
    " text-shadow text-transform widows width wrap-option ";

static const char attributes_xlink[] =
    " actuate show type ";

static const char attributes_loext[] =
    " border char-shading-value contextual-spacing glow-color glow-radius"
    " glow-transparency hyphenation-no-caps opacity padding shadow"
    " softedge-radius theme-color ";

static const char attributes_math[] =
    " accent accentunder align alignmentscope bevelled close color"
    " columnalign columnlines columnspacing columnspan columnwidth"
    " denomalign depth dir display displaystyle equalcolumns equalrows fence"
    " fontstyle fontweight form frame framespacing groupalign height largeop"
    " linethickness lspace mathbackground mathcolor mathsize mathvariant"
    " maxsize minlabelspacing minsize movablelimits notation numalign open"
    " overflow rowalign rowlines rowspacing rowspan rspace scriptlevel"
    " scriptminsize scriptsizemultiplier separator separators side stretchy"
    " subscriptshift superscriptshift symmetric voffset width ";

/* Those that office programs bring along. */
static const char common_styles[] =
    " Standard standard Default default Heading Text_20_body List Caption"
    " Index Header Footer Header_20_and_20_Footer Footnote Endnote Title"
    " Subtitle Table_20_Contents Table_20_Heading Frame_20_contents Frame"
    " Graphics OLE Formula Internet_20_link Visited_20_Internet_20_Link"
    " Footnote_20_Symbol Endnote_20_Symbol Footnote_20_anchor"
    " Endnote_20_anchor Numbering_20_Symbols Bullet_20_Symbols Quotations"
    " Preformatted_20_Text Horizontal_20_Line Contents_20_Heading"
    " First_20_line_20_indent Emphasis Strong_20_Emphasis Source_20_Text"
    " Default_20_Paragraph_20_Font Table Illustration Drawing Figure Text"
    " Addressee Sender Signature Salutation Marginalia List_20_Contents"
    " List_20_Heading Line_20_numbering Outline Result Result2 Heading1 Good"
    " Bad Neutral Error Warning Accent Status Note Hyperlink"
    " Text_20_body_20_indent Hanging_20_indent Labels Watermark Landscape"
    " First_20_Page Left_20_Page Right_20_Page Envelope HTML Report gr"
    " objectwithoutfill Object_20_with_20_no_20_fill_20_and_20_no_20_line"
    " objectwithshadow Filled Outlined Lines textbody title title1 title2"
    " headline headline1 headline2 measure text Page_20_Number Definition"
    " Example Teletype User_20_Entry Variable Citation Drop_20_Caps Rubies"
    " Main_20_index_20_entry Placeholder Heading_20_1 Heading_20_2"
    " Heading_20_3 Heading_20_4 Heading_20_5 Heading_20_6 Heading_20_7"
    " Heading_20_8 Heading_20_9 Heading_20_10 Contents_20_1 Contents_20_2"
    " Contents_20_3 Contents_20_4 Contents_20_5 Contents_20_6 Contents_20_7"
    " Contents_20_8 Contents_20_9 Contents_20_10 List_20_1 List_20_2"
    " List_20_3 List_20_4 List_20_5 Numbering_20_1 Numbering_20_2"
    " Numbering_20_3 Numbering_20_4 Numbering_20_5 Numbering_20_ABC"
    " Numbering_20_abc Numbering_20_IVX Numbering_20_ivx Numbering_20_123"
    " Accent_20_1 Accent_20_2 Accent_20_3 Heading_20_(user) ";

static const char list_style[] =
    " style:parent-style-name style:next-style-name style:data-style-name"
    " style:percentage-data-style-name style:list-style-name"
    " style:master-page-name style:page-layout-name"
    " style:register-truth-ref-style-name style:leader-text-style"
    " style:text-line-through-text-style style:apply-style-name"
    " style:style-name text:style-name text:visited-style-name"
    " text:citation-style-name text:citation-body-style-name"
    " text:default-style-name text:master-page-name text:style-override"
    " text:cond-style-name table:style-name"
    " table:default-cell-style-name table:paragraph-style-name"
    " draw:style-name draw:text-style-name draw:master-page-name"
    " draw:fill-gradient-name draw:fill-hatch-name draw:fill-image-name"
    " draw:opacity-name draw:stroke-dash draw:marker-start draw:marker-end"
    " presentation:style-name presentation:presentation-page-layout-name"
    " chart:style-name ";

static const char list_id[] =
    " xml:id draw:id draw:start-shape draw:end-shape draw:chain-next-name"
    " smil:targetElement text:continue-list presentation:master-element"
    " presentation:use-date-time-name presentation:use-footer-name"
    " presentation:use-header-name draw:layer ";

static const char list_font[] =
    " svg:font-family fo:font-family style:font-name style:font-name-asian"
    " style:font-name-complex style:font-family-asian"
    " style:font-family-complex style:font-style-name"
    " style:font-style-name-asian style:font-style-name-complex"
    " style:font-adornments ";

static const char list_path[] =
    " svg:d svg:viewBox draw:enhanced-path draw:points draw:formula"
    " draw:modifiers draw:transform draw:handle-position draw:glue-points"
    " draw:text-areas draw:handle-polar dr3d:transform"
    " draw:path-stretchpoint-x draw:path-stretchpoint-y ";

static const char list_words[] =
    " style:num-prefix style:num-suffix style:num-format text:bullet-char"
    " style:leader-text style:text-line-through-text style:leader-char"
    " style:char loext:num-list-format ";

static const char list_address[] =
    " table:cell-range-address table:base-cell-address table:print-ranges"
    " table:end-cell-address chart:values-cell-range-address"
    " chart:label-cell-address chart:error-lower-range"
    " chart:error-upper-range draw:notify-on-update-of-ranges ";

/* By prefix: its elements, its attributes. */
static const struct {
	const char *prefix, *elements, *attributes;
} lists[] = {
	{ "text", keep_text, attributes_text },
	{ "style", keep_style, attributes_style },
	{ "table", keep_table, attributes_table },
	{ "draw", keep_draw, attributes_draw },
	{ "fo", NULL, attributes_fo },
	{ "svg", keep_svg, attributes_svg },
	{ "office", keep_office, attributes_office },
	{ "number", keep_number, attributes_number },
	{ "presentation", keep_presentation, attributes_presentation },
	{ "chart", keep_chart, attributes_chart },
	{ "dr3d", keep_dr3d, attributes_dr3d },
	{ "anim", keep_anim, attributes_anim },
	{ "smil", NULL, attributes_smil },
	{ "xlink", NULL, attributes_xlink },
	{ "loext", NULL, attributes_loext },
	{ "math", keep_math, NULL }
};
#define NLISTS (sizeof lists / sizeof lists[0])

/* Which of the lists, and where the local part begins; -1: none. */
static int
split(const char *name, const char **local)
{
	const char *colon = strchr(name, ':');
	size_t i;

	if (colon == NULL)
		return -1;
	for (i = 0; i < NLISTS; i++)
		if (strlen(lists[i].prefix) == (size_t)(colon - name) &&
		    memcmp(lists[i].prefix, name, (size_t)(colon - name)) ==
		    0) {
			*local = colon + 1;
			return (int)i;
		}
	return -1;
}

enum odf_rule
odf_element(const char *name)
{
	const char *local;
	int i;

	if (lists_word(unwrap, name))
		return ODF_UNWRAP;
	if ((i = split(name, &local)) < 0 || lists[i].elements == NULL)
		return ODF_DROP;
	return lists_word(lists[i].elements, local) ? ODF_KEEP : ODF_DROP;
}

/* Things whose own name others use: styles, layouts, gradients. */
static bool
is_definition(const char *element)
{
	static const char list[] = " draw:gradient draw:hatch draw:fill-image"
	    " draw:opacity draw:marker draw:stroke-dash svg:linearGradient"
	    " svg:radialGradient ";

	return (strncmp(element, "style:", 6) == 0 &&
	    strcmp(element, "style:font-face") != 0) ||
	    strncmp(element, "number:", 7) == 0 ||
	    strcmp(element, "text:list-style") == 0 ||
	    strcmp(element, "text:outline-style") == 0 ||
	    lists_word(list, element);
}

enum odf_value
odf_attribute(const char *element, const char *name)
{
	const char *local;
	int i;

	if (strncmp(element, "math:", 5) == 0)
		return lists_word(attributes_math, name) ? VALUE_TOKEN :
		    VALUE_NONE;
	if (strcmp(name, "style:name") == 0)
		return strcmp(element, "style:font-face") == 0 ? VALUE_FONT :
		    VALUE_STYLE;
	if (strcmp(name, "draw:name") == 0 || strcmp(name, "svg:name") == 0)
		return is_definition(element) ? VALUE_STYLE :
		    strcmp(element, "draw:layer") == 0 ? VALUE_ID :
		    strcmp(element, "draw:equation") == 0 ? VALUE_TOKEN :
		    VALUE_NONE;
	if (strcmp(name, "presentation:name") == 0)
		return VALUE_ID;
	if (strcmp(name, "style:condition") == 0)
		return VALUE_CONDITION;
	if (lists_word(list_style, name))
		return VALUE_STYLE;
	if (strcmp(name, "text:class-names") == 0 ||
	    strcmp(name, "draw:class-names") == 0 ||
	    strcmp(name, "presentation:class-names") == 0 ||
	    strcmp(name, "draw:stroke-dash-names") == 0)
		return VALUE_STYLES;
	if (lists_word(list_id, name))
		return VALUE_ID;
	if (lists_word(list_font, name))
		return VALUE_FONT;
	if (lists_word(list_path, name))
		return VALUE_PATH;
	if (lists_word(list_words, name))
		return VALUE_WORDS;
	if (lists_word(list_address, name))
		return VALUE_ADDRESS;
	if ((i = split(name, &local)) < 0 || lists[i].attributes == NULL)
		return VALUE_NONE;
	return lists_word(lists[i].attributes, local) ? VALUE_TOKEN : VALUE_NONE;
}

static bool
only(const char *s, const char *set, size_t max)
{
	size_t len = strspn(s, "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRST"
	    "UVWXYZ0123456789");

	while (s[len] != '\0' && strchr(set, s[len]) != NULL)
		len += 1 + strspn(s + len + 1, "abcdefghijklmnopqrstuvwxyz"
		    "ABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789");
	return s[len] == '\0' && len <= max;
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
odf_value_fits(enum odf_value kind, const char *value)
{
	switch (kind) {
	case VALUE_TOKEN:
		return only(value, " #+-.,_:;()*/%", TOKEN_MAX);
	case VALUE_PATH:
		return only(value, " \n\t+-.,()?$*/%", PATH_VALUE_MAX);
	case VALUE_CONDITION:
		return strncmp(value, "value()", 7) == 0 &&
		    only(value, "()<>=!.-+", FONT_MAX);
	case VALUE_FONT:
		return is_plain(value, FONT_MAX);
	case VALUE_WORDS:
		return is_plain(value, WORDS_MAX);
	case VALUE_ADDRESS:
		/* Not those of another file. */
		return is_plain(value, ADDRESS_MAX) &&
		    strstr(value, "'#") == NULL && strstr(value, "//") == NULL;
	default:
		return false;
	}
}

bool
odf_style_is_common(const char *name)
{
	return lists_word(common_styles, name);
}

size_t
odf_style_master(const char *name)
{
	static const char *const ends[] = { "-title", "-subtitle", "-notes",
	    "-background", "-backgroundobjects", NULL };
	size_t len = strlen(name), n, i;

	for (i = 0; ends[i] != NULL; i++) {
		n = strlen(ends[i]);
		if (len > n && strcmp(name + len - n, ends[i]) == 0)
			return len - n;
	}
	n = strlen("-outline1");
	if (len > n && strncmp(name + len - n, "-outline", n - 1) == 0 &&
	    name[len - 1] >= '1' && name[len - 1] <= '9')
		return len - n;
	return 0;
}

bool
odf_style_is_numbered(const char *name)
{
	size_t letters = strspn(name, "abcdefghijklmnopqrstuvwxyz"
	    "ABCDEFGHIJKLMNOPQRSTUVWXYZ");
	size_t digits = strspn(name + letters, "0123456789");

	return letters <= 3 && digits > 0 && name[letters + digits] == '\0';
}

const char *
odf_body_mime(const char *element)
{
	static const struct {
		const char *element, *mime;
	} kinds[] = {
		{ "office:text", ODF_TYPE "text" },
		{ "office:spreadsheet", ODF_TYPE "spreadsheet" },
		{ "office:presentation", ODF_TYPE "presentation" },
		{ "office:drawing", ODF_TYPE "graphics" },
		{ "office:chart", ODF_TYPE "chart" },
		{ "office:image", ODF_TYPE "image" },
		{ "math:math", ODF_TYPE "formula" }
	};
	size_t i;

	for (i = 0; i < sizeof kinds / sizeof kinds[0]; i++)
		if (strcmp(element, kinds[i].element) == 0)
			return kinds[i].mime;
	return NULL;
}
