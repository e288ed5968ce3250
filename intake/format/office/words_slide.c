/* words_slide.c -- presentations. */
#include "intake/format/office/words.h"

const struct words words_slide = {
	.prefix = "p",
	.elements =
	/* the presentation */
	" presentation sldMasterIdLst sldMasterId notesMasterIdLst notesMasterId"
	" sldIdLst sldId sldSz notesSz defaultTextStyle kinsoku"
	/* slides */
	" sld sldLayout sldMaster notes notesMaster cSld bg bgPr bgRef spTree"
	" nvGrpSpPr cNvGrpSpPr nvPr ph grpSpPr sp nvSpPr cNvSpPr spPr style"
	" txBody grpSp graphicFrame nvGraphicFramePr cNvGraphicFramePr xfrm"
	" cxnSp nvCxnSpPr cNvCxnSpPr pic nvPicPr cNvPicPr blipFill clrMap"
	" clrMapOvr sldLayoutIdLst sldLayoutId txStyles titleStyle bodyStyle"
	" otherStyle notesStyle hf"
	/* transitions */
	" transition blinds checker circle dissolve comb cover cut diamond fade"
	" newsflash plus pull push random randomBar split strips wedge wheel"
	" wipe zoom"
	/* animations */
	" timing tnLst par seq excl cTn stCondLst endCondLst endSync iterate"
	" tmAbs tmPct childTnLst subTnLst prevCondLst nextCondLst cond tgtEl"
	" sldTgt spTgt bg subSp oleChartEl txEl charRg pRg graphicEl rtn tn"
	" anim cBhvr attrNameLst attrName tavLst tav val boolVal intVal fltVal"
	" strVal clrVal animClr by hsl rgb from to animEffect progress"
	" animMotion rCtr animRot animScale set cmd bldLst bldP bldDgm"
	" bldOleChart bldGraphic bldAsOne bldSub tmplLst tmpl ",
	.text = " attrName ",
	.attributes =
	" id cx cy type orient sz idx hasCustomPrompt bwMode"
	" serverZoom firstSlideNum showSpecialPlsOnTitleSld rtl"
	" removePersonalInfoOnSave compatMode strictFirstAndLastChars"
	" showMasterSp showMasterPhAnim preserve userDrawn isPhoto"
	" bg1 tx1 bg2 tx2 accent1 accent2 accent3 accent4 accent5 accent6 hlink"
	" folHlink hdr ftr dt sldNum shadeToTitle txBox useBgFill"
	" preferRelativeResize"
	" spd advClick advTm dir thruBlk pattern spokes"
	" presetID presetClass presetSubtype dur repeatCount repeatDur speed"
	" accel decel autoRev restart fill syncBehavior tmFilter evtFilter"
	" display masterRel bldLvl grpId afterEffect nodeType nodePh concurrent"
	" prevAc nextAc evt delay backwards val spid st end bldStep"
	" additive accumulate xfrmType override rctx calcmode valueType tm"
	" clrSpc transition prLst origin pathEditMode rAng"
	" x y zoomContents cmd uiExpand build animBg autoUpdateAnimBg rev"
	" advAuto lvl bld h s l r g b ",
	.long_attributes = " from to by path ptsTypes filter fmla "
};
