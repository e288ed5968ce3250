/* svg_names.c -- see svg_names.h. */
#include "intake/format/markup/svg_names.h"

#include <stddef.h>
#include <stdlib.h>
#include <string.h>

#define COUNT(a) (sizeof(a) / sizeof((a)[0]))

/* Sorted. */
static const char *const elements[] = {
	"a", "altGlyph", "altGlyphDef", "altGlyphItem", "animate",
	"animateColor", "animateMotion", "animateTransform", "circle",
	"clipPath", "defs", "desc", "discard", "ellipse", "feBlend",
	"feColorMatrix", "feComponentTransfer", "feComposite",
	"feConvolveMatrix", "feDiffuseLighting", "feDisplacementMap",
	"feDistantLight", "feDropShadow", "feFlood", "feFuncA", "feFuncB",
	"feFuncG", "feFuncR", "feGaussianBlur", "feImage", "feMerge",
	"feMergeNode", "feMorphology", "feOffset", "fePointLight",
	"feSpecularLighting", "feSpotLight", "feTile", "feTurbulence",
	"filter", "font", "font-face", "g", "glyph", "glyphRef", "hatch",
	"hatchpath", "hkern", "image", "line", "linearGradient", "marker",
	"mask", "mesh", "meshgradient", "meshpatch", "meshrow",
	"missing-glyph", "mpath", "path", "pattern", "polygon", "polyline",
	"radialGradient", "rect", "set", "stop", "style", "svg", "switch",
	"symbol", "text", "textPath", "title", "tref", "tspan", "use", "view",
	"vkern",
};

/* Sorted. */
static const char *const attrs[] = {
	"accumulate", "additive", "alignment-baseline", "amplitude",
	"arabic-form", "ascent", "attributeName", "attributeType", "azimuth",
	"baseFrequency", "baseline-shift", "bbox", "begin", "bias", "by",
	"calcMode", "cap-height", "clip", "clip-path", "clip-rule",
	"clipPathUnits", "color", "color-interpolation",
	"color-interpolation-filters", "color-rendering", "cursor", "cx",
	"cy", "d", "descent", "diffuseConstant", "direction", "display",
	"divisor", "dominant-baseline", "dur", "dx", "dy", "edgeMode",
	"elevation", "enable-background", "end", "exponent", "fill",
	"fill-opacity", "fill-rule", "filter", "filterRes", "filterUnits",
	"flood-color", "flood-opacity", "font-family", "font-size",
	"font-size-adjust", "font-stretch", "font-style", "font-variant",
	"font-weight", "format", "fr", "from", "fx", "fy", "g1", "g2",
	"glyph-name", "glyph-orientation-horizontal",
	"glyph-orientation-vertical", "gradientTransform", "gradientUnits",
	"height", "horiz-adv-x", "horiz-origin-x", "horiz-origin-y",
	"image-rendering", "in", "in2", "intercept", "isolation", "k", "k1",
	"k2", "k3", "k4", "kernelMatrix", "kernelUnitLength", "kerning",
	"keyPoints", "keySplines", "keyTimes", "lengthAdjust",
	"letter-spacing", "lighting-color", "limitingConeAngle",
	"line-height", "marker-end", "marker-mid", "marker-start",
	"markerHeight", "markerUnits", "markerWidth", "mask", "mask-type",
	"maskContentUnits", "maskUnits", "max", "method", "min",
	"mix-blend-mode", "mode", "numOctaves", "offset", "opacity",
	"operator", "order", "orient", "orientation", "origin", "overflow",
	"overline-position", "overline-thickness", "paint-order", "panose-1",
	"path", "pathLength", "patternContentUnits", "patternTransform",
	"patternUnits", "pointer-events", "points", "pointsAtX", "pointsAtY",
	"pointsAtZ", "preserveAlpha", "preserveAspectRatio", "primitiveUnits",
	"r", "radius", "refX", "refY", "repeatCount", "repeatDur",
	"requiredExtensions", "requiredFeatures", "restart", "result",
	"rotate", "rx", "ry", "scale", "seed", "shape-rendering", "side",
	"slope", "spacing", "specularConstant", "specularExponent",
	"spreadMethod", "startOffset", "stdDeviation", "stemh", "stemv",
	"stitchTiles", "stop-color", "stop-opacity", "strikethrough-position",
	"strikethrough-thickness", "stroke", "stroke-dasharray",
	"stroke-dashoffset", "stroke-linecap", "stroke-linejoin",
	"stroke-miterlimit", "stroke-opacity", "stroke-width", "surfaceScale",
	"systemLanguage", "tableValues", "targetX", "targetY", "text-align",
	"text-anchor", "text-decoration", "text-rendering", "textLength",
	"to", "transform", "transform-origin", "type", "u1", "u2",
	"underline-position", "underline-thickness", "unicode",
	"unicode-bidi", "unicode-range", "units-per-em", "v-alphabetic",
	"v-hanging", "v-ideographic", "v-mathematical", "values",
	"vector-effect", "version", "vert-adv-y", "vert-origin-x",
	"vert-origin-y", "viewBox", "viewTarget", "visibility", "white-space",
	"width", "widths", "word-spacing", "writing-mode", "x", "x-height",
	"x1", "x2", "xChannelSelector", "y", "y1", "y2", "yChannelSelector",
	"z", "zoomAndPan",
};

static int
compare(const void *key, const void *row)
{
	return strcmp(key, *(const char *const *)row);
}

bool
svg_has_element(const char *name)
{
	return bsearch(name, elements, COUNT(elements), sizeof(elements[0]),
	    compare) != NULL;
}

bool
svg_has_attr(const char *name)
{
	return bsearch(name, attrs, COUNT(attrs), sizeof(attrs[0]),
	    compare) != NULL;
}
