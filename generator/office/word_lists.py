"""What a Word template may hold: parts, relationships, fields, and the elements of WordprocessingML.

The lists are those of the program's own templates, and what Word, WPS and LibreOffice make of a document of text,
tables, controls, pictures and shapes (ECMA-376 part 1, 17; MS-DOCX). What is not in them can fetch, run, embed or
hide something, or nobody has looked at it yet.
"""

from __future__ import annotations

import re

from generator.office.lists import WRITTEN_OF_THEMSELVES, kind, names

MAIN = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
MAIN_PART = "word/document.xml"
# Parts of which a text may be a link to a web page or a mail.
LINKED = re.compile(r"word/(?:glossary/)?(?:document|header\d*|footer\d*|footnotes|endnotes)\.xml")
SETTINGS = re.compile(r"word/(?:glossary/)?settings\.xml")
_TYPE = "application/vnd.openxmlformats-officedocument.wordprocessingml."
_MS = "http://schemas.microsoft.com/office/"

KINDS = (
    kind(r"word/document\.xml", f"{_TYPE}document.main+xml", "officeDocument", "document"),
    kind(r"word/glossary/document\.xml", f"{_TYPE}document.glossary+xml", "glossaryDocument", "glossaryDocument"),
    kind(r"word/(?:glossary/)?styles\.xml", f"{_TYPE}styles+xml", "styles", "styles"),
    kind(r"word/(?:glossary/)?settings\.xml", f"{_TYPE}settings+xml", "settings", "settings"),
    kind(r"word/(?:glossary/)?webSettings\.xml", f"{_TYPE}webSettings+xml", "webSettings", "webSettings"),
    kind(r"word/(?:glossary/)?fontTable\.xml", f"{_TYPE}fontTable+xml", "fontTable", "fonts"),
    kind(r"word/(?:glossary/)?numbering\.xml", f"{_TYPE}numbering+xml", "numbering", "numbering"),
    kind(r"word/(?:glossary/)?footnotes\.xml", f"{_TYPE}footnotes+xml", "footnotes", "footnotes"),
    kind(r"word/(?:glossary/)?endnotes\.xml", f"{_TYPE}endnotes+xml", "endnotes", "endnotes"),
    kind(r"word/(?:glossary/)?header\d*\.xml", f"{_TYPE}header+xml", "header", "hdr"),
    kind(r"word/(?:glossary/)?footer\d*\.xml", f"{_TYPE}footer+xml", "footer", "ftr"),
    # Word keeps the theme in a folder of its own, the program's own templates beside the text.
    kind(r"word/(?:glossary/)?(?:theme/)?theme\d*\.xml", "application/vnd.openxmlformats-officedocument.theme+xml",
         "theme", "theme"),
    kind(r"word/(?:glossary/)?media/[\w-]+\.(?i:png|jpe?g)", "image/png image/jpeg image/jpg", "image"),
    *WRITTEN_OF_THEMSELVES,
    # The styles once more, for the Word of 2010.
    kind(r"word/(?:glossary/)?stylesWithEffects\.xml", "application/vnd.ms-word.stylesWithEffects+xml",
         f"{_MS}2007/relationships/stylesWithEffects", "styles", "旧版样式"),
    kind(r"word/(?:glossary/)?comments\.xml", f"{_TYPE}comments+xml", "comments", "comments", "批注"),
    kind(r"word/(?:glossary/)?commentsExtended\.xml", f"{_TYPE}commentsExtended+xml",
         f"{_MS}2011/relationships/commentsExtended", "commentsEx", "批注"),
    kind(r"word/(?:glossary/)?commentsIds\.xml", f"{_TYPE}commentsIds+xml",
         f"{_MS}2016/09/relationships/commentsIds", "commentsIds", "批注"),
    kind(r"word/(?:glossary/)?commentsExtensible\.xml", f"{_TYPE}commentsExtensible+xml",
         f"{_MS}2018/08/relationships/commentsExtensible", "commentsExtensible", "批注"),
    kind(r"word/people\.xml", f"{_TYPE}people+xml", f"{_MS}2011/relationships/people", "people", "批注人"),
    kind(r"word/printerSettings/printerSettings\d*\.bin",
         "application/vnd.openxmlformats-officedocument.wordprocessingml.printerSettings", "printerSettings", "",
         "打印机设置"),
)  # fmt: skip

# Which attribute of which element may name a relationship, and of which type that must be.
REFERENCES = {
    (MAIN, "hyperlink", "id"): "hyperlink",
    (MAIN, "headerReference", "id"): "header",
    (MAIN, "footerReference", "id"): "footer",
    ("http://schemas.openxmlformats.org/drawingml/2006/main", "blip", "embed"): "image",
    ("urn:schemas-microsoft-com:vml", "imagedata", "id"): "image",
    ("urn:schemas-microsoft-com:vml", "fill", "id"): "image",
}
LINK_ATTRIBUTES = frozenset({"history", "tooltip", "anchor", "tgtFrame"})

_TEXT = """
    document body background p r t tab br cr sym ptab noBreakHyphen softHyphen pgNum lastRenderedPageBreak
    bookmarkStart bookmarkEnd hyperlink fldSimple fldChar instrText dir bdo
    ruby rubyPr rubyAlign hps hpsRaise hpsBaseText lid rt rubyBase
    drawing pict txbxContent hdr ftr footnotes footnote endnotes endnote footnoteRef endnoteRef footnoteReference
    endnoteReference separator continuationSeparator footnotePr endnotePr numRestart numStart pos
"""
_PARAGRAPHS = """
    pPr pStyle keepNext keepLines pageBreakBefore framePr widowControl numPr ilvl numId suppressLineNumbers pBdr top
    left bottom right start end between bar shd tabs suppressAutoHyphens kinsoku wordWrap overflowPunct
    topLinePunct autoSpaceDE autoSpaceDN bidi adjustRightInd snapToGrid spacing ind contextualSpacing mirrorIndents
    suppressOverlap jc textDirection textAlignment textboxTightWrap outlineLvl divId cnfStyle
"""
_RUNS = """
    rPr rStyle rFonts b bCs i iCs caps smallCaps strike dstrike outline shadow emboss imprint noProof vanish webHidden
    color w kern position sz szCs highlight u effect bdr fitText vertAlign rtl cs em lang eastAsianLayout specVanish
    oMath
"""
_TABLES = """
    tbl tblPr tblStyle tblpPr tblOverlap bidiVisual tblStyleRowBandSize tblStyleColBandSize tblW tblCellSpacing tblInd
    tblBorders insideH insideV tblLayout tblCellMar tblLook tblCaption tblDescription tblGrid gridCol tr trPr tblPrEx
    gridBefore gridAfter wBefore wAfter cantSplit trHeight tblHeader hidden tc tcPr tcW gridSpan hMerge vMerge tcBorders
    tl2br tr2bl tcMar noWrap tcFitText vAlign hideMark
"""
_SECTIONS = """
    sectPr headerReference footerReference type pgSz pgMar paperSrc pgBorders lnNumType pgNumType cols col formProt
    noEndnote titlePg rtlGutter docGrid
"""
_CONTROLS = """
    sdt sdtPr sdtEndPr sdtContent alias tag id lock placeholder docPart showingPlcHdr temporary label tabIndex equation
    comboBox listItem date dateFormat storeMappedDataAs calendar docPartObj docPartList docPartGallery
    docPartCategory docPartUnique dropDownList picture richText text citation group bibliography
"""
_STYLES = """
    styles docDefaults rPrDefault pPrDefault latentStyles lsdException style name aliases basedOn next link
    autoRedefine uiPriority semiHidden unhideWhenUsed qFormat locked personal personalCompose personalReply tblStylePr
    numbering numPicBullet abstractNum nsid multiLevelType tmpl styleLink numStyleLink lvl numFmt lvlRestart
    isLgl suff lvlText lvlPicBulletId legacy lvlJc num abstractNumId lvlOverride startOverride
    fonts font altName panose1 charset family notTrueType pitch sig
"""
_GLOSSARY = """
    glossaryDocument docParts docPartPr category gallery types behaviors behavior description guid docPartBody
"""
_WEB = """
    webSettings encoding optimizeForBrowser relyOnVML allowPNG doNotRelyOnCSS doNotSaveAsSingleFile
    doNotOrganizeInFolder doNotUseLongFileNames pixelsPerInch targetScreenSz saveSmartTagsAsXml divs div blockQuote
    bodyDiv marLeft marRight marTop marBottom divBdr divsChild
"""
# How a document is set and shown (17.15.1), and `compat` with all that is in it (17.15.3), which is yes or no.
_SETTINGS = """
    settings view zoom removePersonalInformation removeDateAndTime doNotDisplayPageBoundaries displayBackgroundShape
    printPostScriptOverText printFractionalCharacterWidth printFormsData embedSystemFonts saveSubsetFonts
    mirrorMargins alignBordersAndEdges bordersDoNotSurroundHeader bordersDoNotSurroundFooter gutterAtTop
    hideSpellingErrors     hideGrammaticalErrors formsDesign stylePaneFormatFilter stylePaneSortMethod documentType
    doNotTrackMoves doNotTrackFormatting autoFormatOverride styleLockTheme styleLockQFSet defaultTabStop
    autoHyphenation consecutiveHyphenLimit hyphenationZone doNotHyphenateCaps showEnvelope summaryLength
    clickAndTypeStyle defaultTableStyle evenAndOddHeaders bookFoldRevPrinting bookFoldPrinting
    bookFoldPrintingSheets drawingGridHorizontalSpacing drawingGridVerticalSpacing
    displayHorizontalDrawingGridEvery displayVerticalDrawingGridEvery doNotUseMarginsForDrawingGridOrigin
    drawingGridHorizontalOrigin drawingGridVerticalOrigin doNotShadeFormData noPunctuationKerning
    characterSpacingControl printTwoOnOne strictFirstAndLastChars noLineBreaksAfter noLineBreaksBefore
    savePreviewPicture     doNotValidateAgainstSchema saveInvalidXml ignoreMixedContent alwaysShowPlaceholderText
    doNotDemarcateInvalidXml updateFields compat themeFontLang clrSchemeMapping doNotIncludeSubdocsInStats
    doNotAutoCompressPictures decimalSymbol listSeparator
"""
_COMPAT = """
    useSingleBorderforContiguousCells wpJustification noTabHangInd noLeading spaceForUL noColumnBalance
    balanceSingleByteDoubleByteWidth noExtraLineSpacing doNotLeaveBackslashAlone ulTrailSpace
    doNotExpandShiftReturn spacingInWholePoints lineWrapLikeWord6 printBodyTextBeforeHeader printColBlack
    wpSpaceWidth showBreaksInFrames subFontBySize suppressBottomSpacing suppressTopSpacing
    suppressSpacingAtTopOfPage suppressTopSpacingWP suppressSpBfAfterPgBrk swapBordersFacingPages convMailMergeEsc
    truncateFontHeightsLikeWP6 mwSmallCaps usePrinterMetrics doNotSuppressParagraphBorders wrapTrailSpaces
    footnoteLayoutLikeWW8 shapeLayoutLikeWW8 alignTablesRowByRow forgetLastTabAlignment
    adjustLineHeightInTable autoSpaceLikeWord95 noSpaceRaiseLower doNotUseHTMLParagraphAutoSpacing
    layoutRawTableWidth layoutTableRowsApart useWord97LineBreakRules doNotBreakWrappedTables
    doNotSnapToGridInCell selectFldWithFirstOrLastChar applyBreakingRules doNotWrapTextWithPunct
    doNotUseEastAsianBreakRules useWord2002TableStyleRules growAutofit useFELayout useNormalStyleForList
    doNotUseIndentAsNumberingTabStop useAltKinsokuLineBreakRules allowSpaceOfSameStyleInTable
    doNotSuppressIndentation doNotAutofitConstrainedTables autofitToFirstFixedWidthCell underlineTabInNumList
    displayHangulFixedWidth splitPgBreakAndParaMark doNotVertAlignCellWithSp doNotBreakConstrainedForcedTable
    doNotVertAlignInTxbx useAnsiKerningPairs cachedColBalance compatSetting
"""
TEXT_ELEMENTS = names(_TEXT + _PARAGRAPHS + _RUNS + _TABLES + _SECTIONS + _CONTROLS + _STYLES + _GLOSSARY + _WEB)
SETTINGS_ELEMENTS = names(_SETTINGS + _COMPAT + _TEXT + _SECTIONS)

# Left out of whatever is made: who wrote, what was hidden, what only the editor needs. None of it is seen on paper.
DROPPED = names("""
    commentRangeStart commentRangeEnd commentReference annotationRef proofErr permStart permEnd rsid rsids dataBinding
    printerSettings docVars docVar proofState revisionView trackRevisions writeProtection
    documentProtection hdrShapeDefaults shapeDefaults activeWritingStyle readModeInkLockDown smartTagType
""")
# Wrappers that only name what is in them; the Chinese Word of 2003 put them around dates and names of people.
UNWRAPPED = {"smartTag": "smartTagPr", "customXml": "customXmlPr"}
TRACKED = names("""
    ins del moveFrom moveTo moveFromRangeStart moveFromRangeEnd moveToRangeStart moveToRangeEnd delText delInstrText
    rPrChange pPrChange sectPrChange tblPrChange tblPrExChange tcPrChange trPrChange tblGridChange numberingChange
    cellIns cellDel cellMerge customXmlInsRangeStart customXmlInsRangeEnd customXmlDelRangeStart customXmlDelRangeEnd
""")
