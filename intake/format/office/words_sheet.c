/* words_sheet.c -- spreadsheets and the drawings on their sheets. */
#include "intake/format/office/words.h"

const struct words words_sheet = {
	.prefix = "x",
	.elements =
	/* the workbook */
	" workbook workbookPr bookViews workbookView sheets sheet definedNames"
	" definedName calcPr"
	/* sheets */
	" worksheet chartsheet sheetPr tabColor outlinePr pageSetUpPr dimension"
	" sheetViews sheetView pane selection sheetFormatPr cols col sheetData"
	" row c f v is sheetCalcPr autoFilter mergeCells mergeCell"
	" phoneticPr conditionalFormatting cfRule formula colorScale cfvo color"
	" dataBar iconSet dataValidations dataValidation formula1 formula2"
	" hyperlinks hyperlink printOptions pageMargins pageSetup headerFooter"
	" oddHeader oddFooter evenHeader evenFooter firstHeader firstFooter"
	" rowBreaks colBreaks brk ignoredErrors ignoredError drawing picture"
	/* strings */
	" sst si r rPr t rPh rFont charset family b i strike outline shadow"
	" condense extend sz u vertAlign scheme"
	/* styles */
	" styleSheet numFmts numFmt fonts font name fills fill patternFill"
	" fgColor bgColor gradientFill stop borders border start end left right"
	" top bottom diagonal vertical horizontal cellStyleXfs xf alignment"
	" protection cellXfs cellStyles cellStyle dxfs dxf colors indexedColors rgbColor ",
	.text = " ",
	.attributes =
	" date1904 autoCompressPictures minimized showHorizontalScroll"
	" showVerticalScroll showSheetTabs xWindow yWindow windowWidth"
	" windowHeight tabRatio firstSheet activeTab autoFilterDateGrouping"
	" calcMode fullCalcOnLoad refMode iterate iterateCount iterateDelta"
	" fullPrecision"
	" filterMode enableFormatConditionsCalculation transitionEvaluation"
	" syncHorizontal syncVertical published auto indexed rgb theme tint"
	" applyStyles summaryBelow summaryRight showOutlineSymbols"
	" autoPageBreaks fitToPage ref showFormulas showGridLines"
	" showRowColHeaders showZeros rightToLeft tabSelected showRuler"
	" showWhiteSpace view topLeftCell colorId zoomScale zoomScaleNormal"
	" zoomScaleSheetLayoutView zoomScalePageLayoutView workbookViewId"
	" zoomToFit defaultGridColor windowProtection"
	" xSplit ySplit activePane state pane activeCell activeCellId"
	" baseColWidth defaultColWidth defaultRowHeight customHeight"
	" thickTop thickBottom outlineLevelRow outlineLevelCol"
	" min max width style bestFit customWidth phonetic outlineLevel"
	" r s customFormat ht thickBot"
	" fullCalculationOnLoad percent operator type dxfId iconSet iconId"
	" fontId pivot priority stopIfTrue aboveAverage"
	" bottom timePeriod rank stdDev equalAverage gte showValue reverse"
	" minLength maxLength errorStyle imeMode allowBlank showDropDown"
	" showInputMessage showErrorMessage"
	" horizontalCentered verticalCentered headings gridLines gridLinesSet"
	" left right top header footer paperSize scale firstPageNumber"
	" fitToWidth fitToHeight pageOrder orientation usePrinterDefaults"
	" blackAndWhite draft cellComments useFirstPageNumber errors"
	" horizontalDpi verticalDpi copies differentOddEven differentFirst"
	" scaleWithDoc alignWithMargins manualBreakCount id man pt"
	" evalError twoDigitTextYear numberStoredAsText formulaRange"
	" unlockedFormula emptyCellReference listDataValidation"
	" calculatedColumn"
	" val numFmtId patternType degree bottom"
	" diagonalUp diagonalDown outline fillId borderId xfId quotePrefix"
	" pivotButton applyNumberFormat applyFont applyFill applyBorder"
	" applyAlignment applyProtection horizontal vertical textRotation"
	" wrapText indent relativeIndent justifyLastLine shrinkToFit"
	" readingOrder locked builtinId iLevel customBuiltin"
	" ",
	.long_attributes = " sqref spans "
};

const struct words words_sheet_drawing = {
	.prefix = "xdr",
	.elements =
	" wsDr twoCellAnchor oneCellAnchor absoluteAnchor from to col colOff row"
	" rowOff ext pos clientData sp nvSpPr cNvSpPr spPr style txBody grpSp"
	" nvGrpSpPr cNvGrpSpPr grpSpPr graphicFrame nvGraphicFramePr"
	" cNvGraphicFramePr xfrm cxnSp nvCxnSpPr cNvCxnSpPr pic nvPicPr"
	" cNvPicPr blipFill ",
	.text = " col colOff row rowOff ",
	.attributes =
	" editAs x y cx cy fLocksWithSheet fPrintsWithSheet txBox fLocksText"
	" preferRelativeResize bwMode ",
	.long_attributes = " "
};
