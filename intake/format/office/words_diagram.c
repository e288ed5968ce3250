/* words_diagram.c -- SmartArt: its data, its layout, its colours.  The shapes
 * it was last drawn as are made anew from these. */
#include "intake/format/office/words.h"

const struct words words_diagram = {
	.prefix = "dgm",
	.elements =
	/* data */
	" dataModel ptLst pt prSet presLayoutVars spPr style t cxnLst cxn bg"
	" whole relIds"
	/* layout */
	" layoutDef title desc catLst cat sampData styleData clrData"
	" layoutNode alg param shape adjLst adj presOf constrLst constr ruleLst"
	" rule varLst forEach choose if else orgChart chMax chPref bulletEnabled"
	" dir hierBranch animOne animLvl resizeHandles"
	/* colours and styles */
	" colorsDef styleLbl fillClrLst linClrLst effectClrLst txLinClrLst"
	" txFillClrLst txEffectClrLst styleDef scene3d sp3d txPr ",
	.text = " ",
	.attributes =
	" type srcOrd destOrd presId"
	" presName presStyleLbl presStyleIdx presStyleCnt phldr"
	" custAng custFlipVert custFlipHor custSzX custSzY custScaleX"
	" custScaleY custT custLinFactX custLinFactY custLinFactNeighborX"
	" custLinFactNeighborY custRadScaleRad custRadScaleInc coherent3DOff"
	" val minVer pri useDef rot hideGeom lkTxEntry zOrderOff blipPhldr idx"
	" axis ptType hideLastTrans st cnt step for forName refType refFor"
	" refForName refPtType op fact max func arg meth ref name styleLbl"
	" chOrder moveWith resizeHandles uniqueId defStyle minVer method ",
	.long_attributes = " "
};
