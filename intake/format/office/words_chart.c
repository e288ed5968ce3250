/* words_chart.c -- charts. */
#include "intake/format/office/words.h"

const struct words words_chart = {
	.prefix = "c",
	.elements =
	" chartSpace date1904 roundedCorners style clrMapOvr chart title tx"
	" strRef f strCache ptCount pt v rich overlay layout manualLayout"
	" layoutTarget xMode yMode wMode hMode x y w h spPr txPr"
	" autoTitleDeleted pivotFmts pivotFmt view3D rotX hPercent rotY"
	" depthPercent rAngAx perspective floor sideWall backWall thickness"
	" pictureOptions applyToFront applyToSides applyToEnd pictureFormat"
	" pictureStackUnit plotArea legend legendPos legendEntry delete idx"
	" plotVisOnly dispBlanksAs showDLblsOverMax"
	" areaChart area3DChart lineChart line3DChart stockChart radarChart"
	" scatterChart pieChart pie3DChart doughnutChart barChart bar3DChart"
	" ofPieChart surfaceChart surface3DChart bubbleChart"
	" grouping varyColors ser order marker symbol size dPt explosion bubble3D"
	" dLbls dLbl numFmt dLblPos showLegendKey showVal showCatName"
	" showSerName showPercent showBubbleSize separator showLeaderLines"
	" leaderLines trendline name trendlineType period forward backward"
	" intercept dispRSqr dispEq trendlineLbl errBars errDir errBarType"
	" errValType noEndCap plus minus val cat xVal yVal bubbleSize numRef"
	" numCache numLit strLit multiLvlStrRef multiLvlStrCache lvl formatCode"
	" smooth dropLines hiLowLines upDownBars gapWidth upBars downBars"
	" gapDepth overlap shape serLines barDir invertIfNegative radarStyle"
	" scatterStyle firstSliceAng holeSize ofPieType splitType splitPos"
	" custSplit secondPiePt secondPieSize wireframe bandFmts bandFmt"
	" bubbleScale showNegBubbles sizeRepresents axId"
	" valAx catAx dateAx serAx scaling logBase orientation max min axPos"
	" majorGridlines minorGridlines majorTickMark minorTickMark tickLblPos"
	" crossAx crosses crossesAt crossBetween majorUnit minorUnit dispUnits"
	" builtInUnit custUnit dispUnitsLbl auto lblAlgn lblOffset noMultiLvlLbl"
	" tickLblSkip tickMarkSkip baseTimeUnit majorTimeUnit minorTimeUnit"
	" dTable showHorzBorder showVertBorder showOutline showKeys"
	" printSettings headerFooter pageMargins pageSetup userShapes ",
	.text = " ",
	.attributes =
	" val idx sourceLinked l r t b header footer orientation paperSize"
	" alignWithMargins differentOddEven differentFirst ",
	.long_attributes = " "
};
