"""The elements beside those of WordprocessingML that a Word template may hold, by namespace: of shapes, pictures, sums.

Of drawings all that is a shape, a colour, a line or an effect; nothing that is clicked, played, linked or embedded
(ECMA-376 part 1, 20; part 4, 14 for VML; MS-DOCX and MS-ODRAWXML for what came later).
"""

from __future__ import annotations

import re

from generator.office.bounded_xml import COMPATIBILITY
from generator.office.lists import names
from generator.office.word_lists import MAIN, SETTINGS_ELEMENTS, TEXT_ELEMENTS

DRAWING = "http://schemas.openxmlformats.org/drawingml/2006/main"
VML, OFFICE_VML = "urn:schemas-microsoft-com:vml", "urn:schemas-microsoft-com:office:office"
WORD_VML = "urn:schemas-microsoft-com:office:word"
XML = "http://www.w3.org/XML/1998/namespace"
_MS = "http://schemas.microsoft.com/office/"
WORD_2010, WORD_2012 = f"{_MS}word/2010/wordml", f"{_MS}word/2012/wordml"

_COLOURS = """
    srgbClr schemeClr sysClr prstClr scrgbClr hslClr alpha alphaMod alphaOff hue hueMod hueOff sat satMod satOff lum
    lumMod lumOff red redMod redOff green greenMod greenOff blue blueMod blueOff shade tint comp inv gray gamma invGamma
"""
_FILLS = """
    noFill solidFill gradFill gsLst gs lin path tileRect fillToRect pattFill fgClr bgClr blipFill blip grpFill srcRect
    stretch fillRect tile alphaModFix duotone clrChange clrFrom clrTo grayscl biLevel alphaBiLevel alphaCeiling
    alphaFloor alphaInv alphaRepl clrRepl fillOverlay
"""
_LINES = "ln headEnd tailEnd prstDash custDash ds round bevel miter"
_GEOMETRY = """
    xfrm off ext chOff chExt custGeom prstGeom prstTxWarp avLst gdLst gd ahLst ahXY ahPolar cxnLst cxn pos rect
    pathLst moveTo lnTo arcTo quadBezTo cubicBezTo close pt
"""
_EFFECTS = """
    effectLst effectDag outerShdw innerShdw prstShdw glow softEdge reflection blur scene3d camera lightRig rot sp3d
    bevelT bevelB extrusionClr contourClr flatTx backdrop norm up anchor
"""
_SHAPES = """
    graphic graphicData graphicFrameLocks picLocks spLocks grpSpLocks cxnSpLocks lnRef fillRef effectRef fontRef
    bodyPr normAutofit noAutofit spAutoFit
"""
_THEME = """
    theme themeElements clrScheme dk1 lt1 dk2 lt2 accent1 accent2 accent3 accent4 accent5 accent6 hlink folHlink
    fontScheme majorFont minorFont latin ea cs font fmtScheme fillStyleLst lnStyleLst effectStyleLst effectStyle
    bgFillStyleLst objectDefaults spDef lnDef txDef spPr style lstStyle extraClrSchemeLst extraClrScheme clrMap
    custClrLst custClr defPPr lvl1pPr lvl2pPr lvl3pPr lvl4pPr lvl5pPr lvl6pPr lvl7pPr lvl8pPr lvl9pPr defRPr
"""
_WORD_2010 = """
    checkbox checked checkedState uncheckedState entityPicker docId defaultImageDpi discardImageEditingData glow shadow
    reflection textOutline textFill ligatures numForm numSpacing stylisticSets styleSet cntxtAlts bevel miter round
    prstDash bevelT bevelB camera lightRig rot contourClr extrusionClr props3d scene3d schemeClr srgbClr
    solidFill gradFill gsLst gs lin path fillToRect noFill alpha alphaMod alphaOff hue hueMod hueOff sat satMod satOff
    lum lumMod lumOff shade tint
"""
_MATHS = """
    oMath oMathPara oMathParaPr jc r t rPr sty scr nor lit brk aln ctrlPr e sub sup num den deg lim fName acc accPr bar
    barPr box boxPr borderBox borderBoxPr d dPr eqArr eqArrPr f fPr func funcPr groupChr groupChrPr limLow limLowPr
    limUpp limUppPr m mPr mr mc mcs mcPr nary naryPr phant phantPr rad radPr sPre sPrePr sSub sSubPr sSubSup
    sSubSupPr sSup sSupPr chr pos vertJc begChr sepChr endChr grow shp baseJc maxDist objDist rSp rSpRule type
    limLoc subHide supHide degHide show transp zeroAsc zeroDesc zeroWid hideTop hideBot hideLeft hideRight strikeH
    strikeV strikeBLTR strikeTLBR opEmu noBreak diff plcHide cGp cGpRule cSp count mcJc argPr argSz alnScr
    mathPr mathFont brkBin brkBinSub smallFrac dispDef lMargin rMargin defJc preSp postSp interSp intraSp
    wrapIndent wrapRight intLim naryLim
"""
ELEMENTS: dict[str, frozenset[str]] = {
    MAIN: TEXT_ELEMENTS,
    DRAWING: names(_COLOURS + _FILLS + _LINES + _GEOMETRY + _EFFECTS + _SHAPES + _THEME),
    COMPATIBILITY: frozenset({"AlternateContent", "Choice", "Fallback"}),
    "http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing": names("""
        inline anchor extent effectExtent docPr cNvGraphicFramePr simplePos positionH positionV align posOffset wrapNone
        wrapSquare wrapTight wrapThrough wrapTopAndBottom wrapPolygon start lineTo
    """),
    "http://schemas.openxmlformats.org/drawingml/2006/picture": names("pic nvPicPr cNvPr cNvPicPr blipFill spPr"),
    f"{_MS}word/2010/wordprocessingDrawing": names("sizeRelH pctWidth sizeRelV pctHeight pctPosHOffset "
                                                       "pctPosVOffset"),
    f"{_MS}word/2010/wordprocessingShape": names("wsp cNvPr cNvSpPr cNvCnPr spPr style txbx linkedTxbx bodyPr"),
    f"{_MS}word/2010/wordprocessingGroup": names("wgp grpSp cNvPr cNvGrpSpPr grpSpPr"),
    WORD_2010: names(_WORD_2010),
    WORD_2012: names("""
        repeatingSection repeatingSectionItem appearance color collapsed footnoteColumns chartTrackingRefBased docId
        sectionTitle doNotAllowInsertDeleteSection
    """),
    "http://schemas.openxmlformats.org/officeDocument/2006/math": names(_MATHS),
    VML: names("""
        group shape shapetype rect roundrect line oval polyline arc curve stroke path formulas f handles h textbox
        textpath fill shadow imagedata background
    """),
    OFFICE_VML: frozenset({"lock", "extrusion", "bottom", "top", "left", "right", "column"}),
    WORD_VML: frozenset({"wrap", "anchorlock", "bordertop", "borderbottom", "borderleft", "borderright"}),
}  # fmt: skip
SETTINGS_OF_WORD = ELEMENTS | {MAIN: SETTINGS_ELEMENTS}

# VML says in attributes what it fetches and what a click opens: these are the others.
VML_ATTRIBUTES = names("""
    id style class type title alt adj path coordsize coordorigin wrapcoords print filled fillcolor opacity stroked
    strokecolor strokeweight insetpen chromakey from to arcsize points control1 control2 startangle endangle on
    color color2 opacity2 origin position size aspect colors angle alignshape focus focussize focusposition method
    rotate recolor weight linestyle miterlimit joinstyle endcap dashstyle filltype imagesize imagealignshape
    startarrow startarrowwidth startarrowlength endarrow endarrowwidth endarrowlength inset limo fillok strokeok
    shadowok arrowok gradientshapeok textpathok insetpenok connecttype connectlocs connectangles extrusionok eqn
    switch xrange yrange polar radiusrange invx invy string fitshape fitpath trim xscale obscured offset offset2
    matrix croptop cropbottom cropleft cropright gain blacklevel gamma grayscale bilevel anchorx anchory side v
    textpath editas aspectratio shapetype grouping ungrouping rotation text verticies cropping adjusthandles
    selection
""")
OFFICE_VML_ATTRIBUTES = names("""
    spid spt connecttype connectlocs connectangles extrusionok insetmode allowincell allowoverlap bwmode bwpure bwnormal
    hralign hr hrstd hrnoshade hrpct hrnofade connectortype preferrelative title forcedash opacity2 detectmouseclick
    userdrawn bullet regroupid oned dgmlayout dgmlayoutmru dgmnodekind cliptowrap clip
    bordertopcolor borderleftcolor borderbottomcolor borderrightcolor
    master
""")
# Attributes that say who, when or with what a thing was written, or only matter to what is left out.
DROPPED_ATTRIBUTE = re.compile(
    rf"\{{{re.escape(MAIN)}\}}rsid\w*|\{{{re.escape(WORD_2010)}\}}(?:paraId|textId)"
    rf"|\{{{re.escape(WORD_2012)}\}}restartNumberingAfterBreak|\{{{re.escape(OFFICE_VML)}\}}gfxdata"
    rf"|\{{{_MS}word/2010/wordprocessingDrawing\}}(?:anchorId|editId)"
)
# Attributes of other namespaces that may stand on any listed element.
ATTRIBUTE_SPACES = frozenset({MAIN, WORD_2010, WORD_2012, XML, f"{_MS}word/2010/wordprocessingDrawing",
                              "http://schemas.openxmlformats.org/officeDocument/2006/math"})  # fmt: skip
EXTENSIONS = frozenset({"extLst"})  # optional by definition (20.1.2.2.15); what is in one need not be known
