/* words_drawing.c -- DrawingML: shapes, texts, fills, themes, tables. */
#include "intake/format/office/words.h"

const struct words words_drawing = {
	.prefix = "a",
	.elements =
	/* places and shapes */
	" xfrm off ext chOff chExt prstGeom avLst gd custGeom gdLst ahLst ahXY"
	" ahPolar pos cxnLst cxn rect pathLst path moveTo lnTo arcTo cubicBezTo"
	" quadBezTo close pt graphic graphicFrameLocks picLocks spLocks"
	" cxnSpLocks grpSpLocks stCxn endCxn"
	/* fills and lines */
	" noFill solidFill gradFill gsLst gs lin fillToRect tileRect pattFill"
	" fgClr bgClr grpFill blipFill stretch fillRect tile srcRect srgbClr"
	" scrgbClr sysClr schemeClr prstClr hslClr tint shade comp inv gray"
	" alpha alphaOff alphaMod hue hueOff hueMod sat satOff satMod lum lumOff"
	" lumMod red redOff redMod green greenOff greenMod blue blueOff blueMod"
	" gamma invGamma ln lnL lnR lnT lnB lnTlToBr lnBlToTr prstDash custDash"
	" ds round bevel miter headEnd tailEnd"
	/* effects */
	" effectLst effectDag cont blur fillOverlay glow innerShdw outerShdw"
	" prstShdw reflection softEdge scene3d camera rot lightRig backdrop"
	" anchor norm up sp3d bevelT bevelB extrusionClr contourClr flatTx"
	" alphaBiLevel alphaCeiling alphaFloor alphaInv alphaModFix alphaRepl"
	" biLevel clrChange clrFrom clrTo clrRepl duotone grayscl hsl lum blend"
	" lumEffect effect relOff fill"
	/* styles of shapes */
	" style lnRef fillRef effectRef fontRef"
	/* text */
	" bodyPr prstTxWarp normAutofit spAutoFit noAutofit lstStyle defPPr"
	" lvl1pPr lvl2pPr lvl3pPr lvl4pPr lvl5pPr lvl6pPr lvl7pPr lvl8pPr"
	" lvl9pPr defRPr p pPr rPr endParaRPr r br fld lnSpc spcBef spcAft"
	" spcPct spcPts buClrTx buClr buSzTx buSzPct buSzPts buFontTx buFont"
	" buNone buAutoNum buChar buBlip tabLst tab latin ea cs sym highlight"
	" uLnTx uLn uFillTx uFill rtl"
	/* tables */
	" txBody tbl tblPr tblGrid gridCol tr tc tcPr cell3D tableStyleId tblStyleLst"
	" tblStyle tblBg wholeTbl band1H band2H band1V band2V lastCol firstCol"
	" lastRow seCell swCell firstRow neCell nwCell tcTxStyle tcStyle tcBdr"
	" left right top bottom insideH insideV tl2br tr2bl font fillStyle"
	/* themes */
	" theme themeOverride themeElements clrScheme dk1 lt1 dk2 lt2 accent1"
	" accent2 accent3 accent4 accent5 accent6 hlink folHlink fontScheme"
	" majorFont minorFont fmtScheme fillStyleLst lnStyleLst effectStyleLst"
	" effectStyle bgFillStyleLst objectDefaults spDef lnDef txDef spPr"
	" extraClrSchemeLst extraClrScheme clrMap masterClrMapping"
	" overrideClrMapping masterClr ",
	.text = " tableStyleId ",
	.attributes =
	" x y cx cy l t r g b prst rot flipH flipV w h fill stroke extrusionOk"
	" hR wR stAng swAng ang gdRefX gdRefY gdRefR gdRefAng minX maxX minY"
	" maxY minR maxR minAng maxAng noChangeAspect noGrp noSelect noRot"
	" noMove noResize noEditPoints noAdjustHandles noChangeArrowheads"
	" noChangeShapeType noCrop noTextEdit noDrilldown noUngrp"
	" val lastClr scaled path flip sx sy tx ty algn kx ky cap cmpd len type"
	" lim pos blurRad dist dir endA endPos stA stPos fadeDir grow rad thresh"
	" amt bright contrast hue sat lum blend useA"
	" rotWithShape dpi cstate dx dy dz nx ny nz lat lon rev fov zoom rig"
	" extrusionH contourW z prstMaterial idx id"
	" vertOverflow horzOverflow vert wrap lIns tIns rIns bIns numCol spcCol"
	" rtlCol fromWordArt anchor anchorCtr forceAA upright compatLnSpc"
	" fontScale lnSpcReduction marL marR lvl indent defTabSz rtl"
	" eaLnBrk fontAlgn latinLnBrk hangingPunct startAt"
	" pitchFamily charset panose kumimoji sz i u strike kern spc"
	" normalizeH baseline noProof dirty err smtClean"
	" rowSpan gridSpan hMerge vMerge marT marB horzOverflow firstRow"
	" firstCol lastRow lastCol bandRow bandCol on def script"
	" bg1 tx1 bg2 tx2 accent1 accent2 accent3 accent4 accent5 accent6 hlink"
	" folHlink bwMode ",
	.long_attributes = " fmla typeface "
};

/* Shapes on the drawing of a chart. */
const struct words words_chart_drawing = {
	.prefix = "cdr",
	.elements =
	" relSizeAnchor absSizeAnchor from to x y ext sp nvSpPr cNvSpPr spPr"
	" style txBody cxnSp nvCxnSpPr cNvCxnSpPr pic nvPicPr cNvPicPr blipFill"
	" grpSp nvGrpSpPr cNvGrpSpPr grpSpPr ",
	.text = " x y ",
	.attributes = " cx cy preferRelativeResize txBox fLocksText bwMode ",
	.long_attributes = " "
};
