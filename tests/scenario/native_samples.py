"""Documents that hold a name wherever one can stand.

    make DIR NAME [PNG]  write one of each format; their picture is that file
    check IN OUT NAME    is the name gone from OUT, is the rest there?
    names N              N names of different lengths and shapes
    wide DIR NAMES       of each format one for each name, alike but for it

The documents are made here; nothing of them is anybody's.
"""
import base64, html, io, os, quopri, random, re, sys, unicodedata, urllib.parse, zipfile
from xml.sax.saxutils import escape, quoteattr

PNG = base64.b64decode('iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg==')

def packed(members, first=None):
    b = io.BytesIO()
    with zipfile.ZipFile(b, 'w') as z:
        for n, d in members.items():
            i = zipfile.ZipInfo(n, (2020, 1, 1, 0, 0, 0))
            i.compress_type = zipfile.ZIP_STORED if n == first else zipfile.ZIP_DEFLATED
            z.writestr(i, d if isinstance(d, bytes) else d.encode())
    return b.getvalue()

R = 'http://schemas.openxmlformats.org/officeDocument/2006/relationships'
PKG = 'http://schemas.openxmlformats.org/package/2006'
NS = ('xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main" '
 f'xmlns:r="{R}" xmlns:wp="http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing" '
 'xmlns:a="http://schemas.openxmlformats.org/drawingml/2006/main" '
 'xmlns:pic="http://schemas.openxmlformats.org/drawingml/2006/picture" '
 'xmlns:mc="http://schemas.openxmlformats.org/markup-compatibility/2006" '
 'xmlns:wps="http://schemas.microsoft.com/office/word/2010/wordprocessingShape" '
 'xmlns:w14="http://schemas.microsoft.com/office/word/2010/wordml" '
 'xmlns:w15="http://schemas.microsoft.com/office/word/2012/wordml" '
 'xmlns:v="urn:schemas-microsoft-com:vml" xmlns:o="urn:schemas-microsoft-com:office:office" '
 'xmlns:dgm="http://schemas.openxmlformats.org/drawingml/2006/diagram" '
 'xmlns:c="http://schemas.openxmlformats.org/drawingml/2006/chart" '
 'xmlns:m="http://schemas.openxmlformats.org/officeDocument/2006/math" '
 'mc:Ignorable="w14 w15"')

def types(over, extra=''):
    return ('<?xml version="1.0" encoding="UTF-8" standalone="yes"?>'
     f'<Types xmlns="{PKG}/content-types"><Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
     '<Default Extension="xml" ContentType="application/xml"/><Default Extension="png" ContentType="image/png"/>'
     '<Default Extension="vml" ContentType="application/vnd.openxmlformats-officedocument.vmlDrawing"/>'
     '<Default Extension="xlsx" ContentType="application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"/>'
     '<Default Extension="bin" ContentType="application/vnd.openxmlformats-officedocument.oleObject"/>' + extra +
     ''.join(f'<Override PartName="/{p}" ContentType="{t}"/>' for p, t in over.items()) + '</Types>')

def rels(*rows):
    out = f'<?xml version="1.0" encoding="UTF-8"?><Relationships xmlns="{PKG}/relationships">'
    for i, (kind, target) in enumerate(rows, 1):
        mode = ' TargetMode="External"' if target.startswith(('http', 'mailto', 'file:', '\\\\')) else ''
        k = kind if kind.startswith('http') else f'{R}/{kind}'
        out += f'<Relationship Id="rId{i}" Type="{k}" Target={quoteattr(target)}{mode}/>'
    return out + '</Relationships>'

def props(n):
    e = escape(n)
    return {'docProps/core.xml': f'<cp:coreProperties xmlns:cp="{PKG}/metadata/core-properties" xmlns:dc="http://purl.org/dc/elements/1.1/"><dc:title>About {e}</dc:title><dc:creator>{e}</dc:creator><cp:keywords>{e}</cp:keywords></cp:coreProperties>',
     'docProps/app.xml': f'<Properties xmlns="http://schemas.openxmlformats.org/officeDocument/2006/extended-properties" xmlns:vt="http://schemas.openxmlformats.org/officeDocument/2006/docPropsVTypes"><Manager>{e}</Manager><TitlesOfParts><vt:vector size="1" baseType="lpstr"><vt:lpstr>{e}</vt:lpstr></vt:vector></TitlesOfParts></Properties>',
     'docProps/custom.xml': f'<Properties xmlns="http://schemas.openxmlformats.org/officeDocument/2006/custom-properties" xmlns:vt="http://schemas.openxmlformats.org/officeDocument/2006/docPropsVTypes"><property fmtid="{{D5CDD505-2E9C-101B-9397-08002B2CF9AE}}" pid="2" name="{e}"><vt:lpwstr>{e}</vt:lpwstr></property></Properties>'}
PROPTYPES = {'docProps/core.xml': 'application/vnd.openxmlformats-package.core-properties+xml',
 'docProps/app.xml': 'application/vnd.openxmlformats-officedocument.extended-properties+xml',
 'docProps/custom.xml': 'application/vnd.openxmlformats-officedocument.custom-properties+xml'}
PROPRELS = [(f'{PKG}/relationships/metadata/core-properties', 'docProps/core.xml'), ('extended-properties', 'docProps/app.xml'), ('custom-properties', 'docProps/custom.xml')]

def chart(n):
    e = escape(n); q = "'" + n + "'"
    return (f'<c:chartSpace xmlns:c="http://schemas.openxmlformats.org/drawingml/2006/chart" xmlns:a="http://schemas.openxmlformats.org/drawingml/2006/main" xmlns:r="{R}"><c:chart><c:title><c:tx><c:rich><a:bodyPr/><a:p><a:r><a:t>Chart of {e} keepchart</a:t></a:r></a:p></c:rich></c:tx><c:overlay val="0"/></c:title><c:plotArea><c:layout/>'
     '<c:barChart><c:barDir val="col"/><c:grouping val="clustered"/><c:varyColors val="0"/><c:ser><c:idx val="0"/><c:order val="0"/><c:tx><c:strRef>'
     f'<c:f>{escape(q)}!$B$1</c:f><c:strCache><c:ptCount val="1"/><c:pt idx="0"><c:v>{e}</c:v></c:pt></c:strCache></c:strRef></c:tx>'
     f'<c:cat><c:strRef><c:f>{escape(q)}!$A$2:$A$3</c:f><c:strCache><c:ptCount val="2"/><c:pt idx="0"><c:v>{e}</c:v></c:pt><c:pt idx="1"><c:v>keepcat</c:v></c:pt></c:strCache></c:strRef></c:cat>'
     f'<c:val><c:numRef><c:f>{escape(q)}!$B$2:$B$3</c:f><c:numCache><c:formatCode>General</c:formatCode><c:ptCount val="2"/><c:pt idx="0"><c:v>4711</c:v></c:pt><c:pt idx="1"><c:v>5</c:v></c:pt></c:numCache></c:numRef></c:val></c:ser>'
     '<c:axId val="1"/><c:axId val="2"/></c:barChart>'
     '<c:catAx><c:axId val="1"/><c:scaling/><c:delete val="0"/><c:axPos val="b"/>'
     f'<c:title><c:tx><c:rich><a:bodyPr/><a:p><a:r><a:t>{e[:4]}</a:t></a:r><a:r><a:t>{e[4:]}</a:t></a:r></a:p></c:rich></c:tx></c:title><c:crossAx val="2"/></c:catAx><c:valAx><c:axId val="2"/><c:scaling/><c:delete val="0"/><c:axPos val="l"/><c:numFmt formatCode="&quot;{e}&quot; 0" sourceLinked="0"/><c:crossAx val="1"/></c:valAx></c:plotArea></c:chart><c:externalData r:id="rId1"/></c:chartSpace>')

def smart(n):
    e = escape(n)
    dm = f'<dgm:dataModel xmlns:dgm="http://schemas.openxmlformats.org/drawingml/2006/diagram" xmlns:a="http://schemas.openxmlformats.org/drawingml/2006/main"><dgm:ptLst><dgm:pt modelId="1"><dgm:prSet custT="1" phldrT="{e}"/><dgm:t><a:bodyPr/><a:p><a:r><a:t>{e}</a:t></a:r></a:p></dgm:t></dgm:pt><dgm:pt modelId="2"><dgm:t><a:bodyPr/><a:p><a:r><a:t>keepsmart</a:t></a:r></a:p></dgm:t></dgm:pt></dgm:ptLst><dgm:cxnLst/><dgm:bg/><dgm:whole/></dgm:dataModel>'
    dr = f'<dsp:drawing xmlns:dsp="http://schemas.microsoft.com/office/drawing/2008/diagram" xmlns:a="http://schemas.openxmlformats.org/drawingml/2006/main"><dsp:spTree><dsp:nvGrpSpPr><dsp:cNvPr id="0" name=""/><dsp:cNvGrpSpPr/></dsp:nvGrpSpPr><dsp:grpSpPr/><dsp:sp modelId="1"><dsp:nvSpPr><dsp:cNvPr id="0" name="{e}" descr="{e}"/><dsp:cNvSpPr/></dsp:nvSpPr><dsp:spPr/><dsp:txBody><a:bodyPr/><a:p><a:r><a:t>{e}</a:t></a:r></a:p></dsp:txBody></dsp:sp></dsp:spTree></dsp:drawing>'
    return dm, dr

def docx(n, cuts=3):
    e = escape(n); a = quoteattr(n)
    k = max(1, len(n) // 3)
    def p(x, pr=''): return f'<w:p w14:paraId="00A1B2C3" w:rsidR="00AB12CD"><w:pPr>{pr}</w:pPr>{x}</w:p>'
    def r(t, pr=''): return f'<w:r>{"<w:rPr>"+pr+"</w:rPr>" if pr else ""}<w:t xml:space="preserve">{escape(t)}</w:t></w:r>'
    x, y, z = n[:k], n[k:2*k], n[2*k:]
    W = str(len(n) * 117)
    first, last = n.split(' ', 1)
    fld = lambda i, t: f'<w:r><w:fldChar w:fldCharType="begin"/></w:r><w:r><w:instrText xml:space="preserve"> {escape(i)} </w:instrText></w:r><w:r><w:fldChar w:fldCharType="separate"/></w:r>{r(t)}<w:r><w:fldChar w:fldCharType="end"/></w:r>'
    txbx = f'<w:txbxContent>{p(r("box " + n + " keepbox"))}</w:txbxContent>'
    docpr = f'<wp:extent cx="9000" cy="9000"/><wp:docPr id="1" name={a} descr={a} title={a}/>'
    pic = lambda rid: f'<a:graphic><a:graphicData uri="http://schemas.openxmlformats.org/drawingml/2006/picture"><pic:pic><pic:nvPicPr><pic:cNvPr id="0" name={a} descr={a}/><pic:cNvPicPr/></pic:nvPicPr><pic:blipFill><a:blip r:embed="{rid}"/><a:stretch><a:fillRect/></a:stretch></pic:blipFill><pic:spPr><a:xfrm><a:off x="0" y="0"/><a:ext cx="9000" cy="9000"/></a:xfrm><a:prstGeom prst="rect"/></pic:spPr></pic:pic></a:graphicData></a:graphic>'
    inline = lambda g: f'<w:r><w:drawing><wp:inline>{docpr}{g}</wp:inline></w:drawing></w:r>'
    sdt = lambda c: f'<w:sdt><w:sdtPr><w:alias w:val={a}/><w:tag w:val={a}/><w:placeholder><w:docPart w:val={a}/></w:placeholder><w:dataBinding w:xpath="/data/{e.replace(" ","")}" w:storeItemID="{{11111111-1111-1111-1111-111111111111}}"/><w:dropDownList><w:listItem w:displayText={a} w:value={a}/></w:dropDownList></w:sdtPr><w:sdtContent>{c}</w:sdtContent></w:sdt>'
    body = [
     p(r('Plain ' + n + ' keepplain')),
     p(r('Runs ') + r(x, '<w:b/>') + '<w:proofErr w:type="spellStart"/>' + r(y, '<w:i/>') + '<w:bookmarkStart w:id="1" w:name=' + quoteattr(n.replace(' ', '_')) + '/>' + r(z) + '<w:bookmarkEnd w:id="1"/><w:proofErr w:type="spellEnd"/>' + r(' keepruns')),
     p(r('Soft ') + f'<w:r><w:t>{escape(x)}</w:t><w:softHyphen/><w:t>{escape(y + z)}</w:t></w:r>' + r(' keepsoft')),
     p(r('Nbsp ' + n.replace(' ', '\u00a0') + ' keepnbsp')),
     p(r('Tab ' + first) + '<w:r><w:tab/></w:r>' + r(last + ' keeptab')),
     p(r('Br ' + first) + '<w:r><w:br/></w:r>' + r(last + ' keepbr')),
     p(r('Lrpb ' + first + ' ') + '<w:r><w:lastRenderedPageBreak/><w:t>' + escape(last) + '</w:t></w:r>' + r(' keeplrpb')),
     p(r('Nbh ' + n + ' a') + '<w:r><w:noBreakHyphen/></w:r>' + r('b keepnbh')),
     p('<w:r><w:ruby><w:rubyPr/><w:rt>' + r(n) + '</w:rt><w:rubyBase>' + r(n) + '</w:rubyBase></w:ruby></w:r>' + r(' keepruby')),
     p('<w:r><w:ruby><w:rubyPr/><w:rt>' + r(n) + '</w:rt><w:rubyBase>' + r('base') + '</w:rubyBase></w:ruby></w:r>' + r(' keepruby2')),
     p(f'<w:hyperlink r:id="rId20" w:tooltip={a} w:anchor={quoteattr(n.replace(" ", "_"))}>' + r(n) + '</w:hyperlink>' + r(' keeplink')),
     p(fld(f'HYPERLINK "http://x.example/{urllib.parse.quote(n)}" \\o "{n}"', n) + r(' keepfield')),
     p(fld(f'INCLUDETEXT "C:\\\\{n}\\\\x.docx"', 'included') + r(' keepfield2')),
     p(f'<w:fldSimple w:instr=\' REF {e.replace(" ", "_")} \\h \'>' + r(n) + '</w:fldSimple>' + r(' keepsimple')),
     p(f'<w:r><w:fldChar w:fldCharType="begin"><w:ffData><w:name w:val={a}/><w:helpText w:type="text" w:val={a}/><w:statusText w:type="text" w:val={a}/><w:textInput><w:default w:val={a}/></w:textInput></w:ffData></w:fldChar></w:r><w:r><w:instrText> FORMTEXT </w:instrText></w:r><w:r><w:fldChar w:fldCharType="separate"/></w:r>' + r(n) + '<w:r><w:fldChar w:fldCharType="end"/></w:r>' + r(' keepform')),
     sdt(p(r('Control ' + n + ' keepsdt'))),
     p(sdt(r('inline ' + n)) + r(' keepsdt2')),
     p(f'<w:ins w:id="3" w:author={a} w:date="2020-01-01T00:00:00Z">' + r('inserted ' + n + ' keepins') + f'</w:ins><w:del w:id="4" w:author={a}><w:r><w:delText>{e}</w:delText></w:r></w:del>'),
     p(f'<w:smartTag w:uri="u" w:element="PersonName"><w:smartTagPr><w:attr w:name="x" w:val={a}/></w:smartTagPr>' + r(n + ' ') + '</w:smartTag><w:customXml w:element=' + quoteattr(n.replace(' ', '')) + '><w:customXmlPr><w:attr w:name="v" w:val=' + a + '/></w:customXmlPr>' + r(n) + '</w:customXml>' + r(' keeptag')),
     p(r('Note') + '<w:r><w:footnoteReference w:id="2"/></w:r><w:r><w:endnoteReference w:id="2"/></w:r><w:commentRangeStart w:id="0"/>' + r('c') + '<w:commentRangeEnd w:id="0"/><w:r><w:commentReference w:id="0"/></w:r>' + r(' keepnotes')),
     p('<w:r><mc:AlternateContent><mc:Choice Requires="wps"><w:drawing><wp:anchor distT="0" distB="0" distL="0" distR="0" simplePos="0" relativeHeight="1" behindDoc="0" locked="0" layoutInCell="1" allowOverlap="1"><wp:simplePos x="0" y="0"/><wp:positionH relativeFrom="column"><wp:posOffset>0</wp:posOffset></wp:positionH><wp:positionV relativeFrom="paragraph"><wp:posOffset>0</wp:posOffset></wp:positionV>' + f'<wp:extent cx="{W}00" cy="300000"/><wp:wrapSquare wrapText="bothSides"/><wp:docPr id="7" name={a} descr={a}/>' + f'<a:graphic><a:graphicData uri="http://schemas.microsoft.com/office/word/2010/wordprocessingShape"><wps:wsp><wps:cNvSpPr txBox="1"/><wps:spPr><a:xfrm><a:off x="0" y="0"/><a:ext cx="{W}00" cy="300000"/></a:xfrm><a:prstGeom prst="rect"><a:avLst/></a:prstGeom></wps:spPr><wps:txbx>' + txbx + '</wps:txbx><wps:bodyPr wrap="none"><a:spAutoFit/></wps:bodyPr></wps:wsp></a:graphicData></a:graphic></wp:anchor></w:drawing></mc:Choice><mc:Fallback><w:pict>' + f'<v:shape id="s1" alt={a} title={a} style="width:{len(n)}pt;height:20pt" o:spid="_x0000_s1026"><v:textbox style="mso-fit-shape-to-text:t">' + txbx + '</v:textbox></v:shape></w:pict></mc:Fallback></mc:AlternateContent></w:r>' + r(' keepalt')),
     p(f'<w:r><w:pict><v:shape id="wa" type="#_x0000_t136" style="width:{len(n)*9}pt;height:30pt" alt={a}><v:textpath style="font-family:Arial" string={a}/></v:shape></w:pict></w:r>' + r(' keepart')),
     p(inline(pic('rId21')) + r(' keeppic')),
     p(inline('<a:graphic><a:graphicData uri="http://schemas.openxmlformats.org/drawingml/2006/chart"><c:chart r:id="rId22"/></a:graphicData></a:graphic>') + r(' keepcharthere')),
     p(inline('<a:graphic><a:graphicData uri="http://schemas.openxmlformats.org/drawingml/2006/diagram"><dgm:relIds r:dm="rId23" r:lo="rId23" r:qs="rId23" r:cs="rId23"/></a:graphicData></a:graphic>') + r(' keepsmarthere')),
     p(f'<w:r><w:object><v:shape id="ob" style="width:9pt;height:9pt" alt={a}><v:imagedata r:id="rId21" o:title={a}/></v:shape><o:OLEObject Type="Embed" ProgID="Package" ShapeID="ob" DrawAspect="Icon" ObjectID="_1" r:id="rId24"/></w:object></w:r>' + r(' keepobj')),
     p(f'<m:oMathPara><m:oMath><m:r><m:t>{e}</m:t></m:r></m:oMath></m:oMathPara>' + r(' keepmath')),
     p('<w:r><w:sym w:font="Wingdings" w:char="F04A"/></w:r>' + r('hidden ' + n, '<w:vanish/>') + r(' keephidden')),
     f'<w:tbl><w:tblPr><w:tblW w:w="0" w:type="auto"/><w:tblCaption w:val={a}/><w:tblDescription w:val={a}/></w:tblPr><w:tblGrid><w:gridCol w:w="{W}"/><w:gridCol w:w="1000"/></w:tblGrid><w:tr><w:tc><w:tcPr><w:tcW w:w="{W}" w:type="dxa"/></w:tcPr>' + p(r(n)) + '</w:tc><w:tc><w:tcPr><w:tcW w:w="1000" w:type="dxa"/></w:tcPr>' + p(r('keepcell')) + '</w:tc></w:tr></w:tbl>',
     p(r('Tabs ') + r(n) + '<w:r><w:tab/></w:r>' + r('keeptabpos'), '<w:tabs><w:tab w:val="left" w:pos="3000"/></w:tabs>'),
     p(r('Fit ') + f'<w:r><w:rPr><w:fitText w:val="{W}" w:id="5"/><w:spacing w:val="{len(n)}"/><w:w w:val="{50+len(n)}"/></w:rPr><w:t>{e}</w:t></w:r>' + r(' keepfit')),
     p(r(n, '<w:caps/>') + r(' keepcaps')),
     p(r(n.upper()) + r(' keepupper')),
    ]
    sect = '<w:sectPr><w:headerReference w:type="default" r:id="rId10"/><w:headerReference w:type="first" r:id="rId11"/><w:headerReference w:type="even" r:id="rId12"/><w:footerReference w:type="default" r:id="rId13"/><w:footerReference w:type="first" r:id="rId14"/><w:footerReference w:type="even" r:id="rId15"/><w:pgSz w:w="11906" w:h="16838"/><w:pgMar w:top="1417" w:right="1417" w:bottom="1134" w:left="1417" w:header="708" w:footer="708" w:gutter="0"/><w:titlePg/></w:sectPr>'
    part = lambda root, inner: f'<?xml version="1.0" encoding="UTF-8"?><w:{root} {NS}>{inner}</w:{root}>'
    dm, dr = smart(n)
    M = {'word/document.xml': part('document', '<w:body>' + ''.join(body) + sect + '</w:body>')}
    T = {'word/document.xml': 'application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml'}
    wt = lambda x: f'application/vnd.openxmlformats-officedocument.wordprocessingml.{x}+xml'
    for i, s in enumerate(('default', 'first', 'even')):
        M[f'word/header{i}.xml'] = part('hdr', p(r(f'Head {s} ') + r(x) + r(y + z) + r(f' keephead{s}')))
        M[f'word/footer{i}.xml'] = part('ftr', p(r(f'Foot {s} {n} keepfoot{s}')))
        T[f'word/header{i}.xml'] = wt('header'); T[f'word/footer{i}.xml'] = wt('footer')
    sep = lambda t: f'<w:{t} w:type="separator" w:id="-1"><w:p><w:r><w:separator/></w:r></w:p></w:{t}>'
    M['word/footnotes.xml'] = part('footnotes', sep('footnote') + f'<w:footnote w:id="2">{p(r("Foot " + n + " keepfootnote"))}</w:footnote>')
    M['word/endnotes.xml'] = part('endnotes', sep('endnote') + f'<w:endnote w:id="2">{p(r("End " + n + " keependnote"))}</w:endnote>')
    M['word/comments.xml'] = part('comments', f'<w:comment w:id="0" w:author={a} w:initials="ZZ">{p(r(n))}</w:comment>')
    M['word/settings.xml'] = part('settings', f'<w:mailMerge><w:dataSource r:id="rId1"/></w:mailMerge><w:evenAndOddHeaders/><w:docVars><w:docVar w:name="v" w:val={a}/></w:docVars><w:rsids><w:rsid w:val="00AB12CD"/></w:rsids>')
    M['word/styles.xml'] = part('styles', f'<w:style w:type="paragraph" w:styleId="S1"><w:name w:val={a}/></w:style>')
    M['word/glossary/document.xml'] = part('glossaryDocument', f'<w:docParts><w:docPart><w:docPartPr><w:name w:val={a}/></w:docPartPr><w:docPartBody>{p(r(n))}</w:docPartBody></w:docPart></w:docParts>')
    M['word/people.xml'] = f'<w15:people xmlns:w15="http://schemas.microsoft.com/office/word/2012/wordml"><w15:person w15:author={a}/></w15:people>'
    for q, t in (('footnotes', wt('footnotes')), ('endnotes', wt('endnotes')), ('comments', wt('comments')), ('settings', wt('settings')), ('styles', wt('styles')), ('people', wt('people'))): T[f'word/{q}.xml'] = t
    T['word/glossary/document.xml'] = wt('document.glossary')
    M['customXml/item1.xml'] = f'<data><{e.replace(" ", "")}>{e}</{e.replace(" ", "")}></data>' if n.replace(' ', '').isalnum() else f'<data>{e}</data>'
    M['customXml/itemProps1.xml'] = '<ds:datastoreItem ds:itemID="{11111111-1111-1111-1111-111111111111}" xmlns:ds="http://schemas.openxmlformats.org/officeDocument/2006/customXml"/>'
    M['word/charts/chart1.xml'] = chart(n); T['word/charts/chart1.xml'] = 'application/vnd.openxmlformats-officedocument.drawingml.chart+xml'
    M['word/charts/_rels/chart1.xml.rels'] = rels(('package', '../embeddings/book.xlsx'))
    M['word/embeddings/book.xlsx'] = xlsx(n)
    M['word/embeddings/ole.bin'] = n.encode('utf-16le') + n.encode()
    M['word/diagrams/data1.xml'] = dm; T['word/diagrams/data1.xml'] = 'application/vnd.openxmlformats-officedocument.drawingml.diagramData+xml'
    M['word/diagrams/drawing1.xml'] = dr; T['word/diagrams/drawing1.xml'] = 'application/vnd.ms-office.drawingml.diagramDrawing+xml'
    M['word/media/' + n + '.png'] = PNG
    M.update(props(n)); T.update(PROPTYPES)
    rows = [('styles', 'styles.xml'), ('settings', 'settings.xml'), ('footnotes', 'footnotes.xml'), ('endnotes', 'endnotes.xml'), ('comments', 'comments.xml'), ('glossaryDocument', 'glossary/document.xml'), ('customXml', '../customXml/item1.xml'), ('http://schemas.microsoft.com/office/2011/relationships/people', 'people.xml'), ('styles', 'styles.xml')]
    rows += [('header', f'header{i}.xml') for i in range(3)] + [('footer', f'footer{i}.xml') for i in range(3)]
    while len(rows) < 19: rows.append(('styles', 'styles.xml'))
    rows += [('hyperlink', 'http://x.example/' + urllib.parse.quote(n)), ('image', f'media/{n}.png'), ('chart', 'charts/chart1.xml'), ('diagramData', 'diagrams/data1.xml'), ('oleObject', 'embeddings/ole.bin'), ('http://schemas.microsoft.com/office/2007/relationships/diagramDrawing', 'diagrams/drawing1.xml')]
    M['word/_rels/document.xml.rels'] = rels(*rows)
    M['_rels/.rels'] = rels(('officeDocument', 'word/document.xml'), *PROPRELS)
    return packed({'[Content_Types].xml': types(T), **M})

def xlsx(n):
    e = escape(n); a = quoteattr(n); q = "'" + n.replace("'", "''") + "'"; eq = escape(q)
    S = 'xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main" xmlns:r="' + R + '"'
    k = max(1, len(n) // 2); w = len(n) + 0.7109375
    st = lambda x: f'application/vnd.openxmlformats-officedocument.spreadsheetml.{x}+xml'
    M = {'xl/workbook.xml': f'<workbook {S}><fileSharing userName={a}/><sheets><sheet name={a} sheetId="1" r:id="rId1"/><sheet name="Kept" sheetId="2" state="hidden" r:id="rId2"/></sheets><externalReferences><externalReference r:id="rId5"/></externalReferences><definedNames><definedName name="{e.replace(" ","_")}" comment={a}>{eq}!$A$1</definedName><definedName name="_xlnm.Print_Area" localSheetId="0">{eq}!$A$1:$C$9</definedName></definedNames><pivotCaches><pivotCache cacheId="1" r:id="rId6"/></pivotCaches></workbook>'}
    M['xl/sharedStrings.xml'] = (f'<sst {S} count="4" uniqueCount="4"><si><t>{e}</t></si><si><r><rPr><b/></rPr><t>{escape(n[:k])}</t></r><r><t xml:space="preserve">{escape(n[k:])} keeprich</t></r><rPh sb="0" eb="2"><t>{e}</t></rPh><phoneticPr fontId="1"/></si>'
      f'<si><t xml:space="preserve">with {e} keepshared</t></si><si><t>keepsi</t></si></sst>')
    M['xl/worksheets/sheet1.xml'] = (f'<worksheet {S}><sheetPr codeName={quoteattr(n.replace(" ", ""))}/><dimension ref="A1:F9"/><cols><col min="1" max="1" width="{w}" bestFit="1" customWidth="1"/><col min="2" max="2" width="12" hidden="1"/></cols><sheetData>'
      '<row r="1"><c r="A1" t="s"><v>0</v></c><c r="B1" t="s"><v>1</v></c><c r="C1" t="s"><v>2</v></c><c r="D1" t="s"><v>3</v></c></row>'
      f'<row r="2" hidden="1"><c r="A2" t="inlineStr"><is><t>{e}</t></is></c><c r="B2" t="str"><f>{eq}!A1</f><v>{e}</v></c><c r="C2"><f>LEN(A1)</f><v>{len(n)}</v></c><c r="D2" t="str"><f>"{e}"&amp;" keepf"</f><v>{e} keepf</v></c></row>'
      f'<row r="3" ht="{len(n)}" customHeight="1"><c r="A3"><v>7</v></c><c r="B3" t="str"><f t="array" ref="B3:B4">IF({eq}!A1="{e}",1,2)</f><v>1</v></c></row>'
      '</sheetData>'
      f'<autoFilter ref="A1:D3"><filterColumn colId="0"><filters><filter val={a}/></filters></filterColumn></autoFilter><mergeCells count="1"><mergeCell ref="E1:F1"/></mergeCells>'
      f'<conditionalFormatting sqref="A1"><cfRule type="containsText" dxfId="0" priority="1" operator="containsText" text={a}><formula>NOT(ISERROR(SEARCH("{e}",A1)))</formula></cfRule></conditionalFormatting>'
      f'<dataValidations count="1"><dataValidation type="list" sqref="D1" promptTitle={a} prompt={a} errorTitle={a} error={a}><formula1>"{e},other"</formula1></dataValidation></dataValidations>'
      f'<hyperlinks><hyperlink ref="A1" location={quoteattr(q + "!A1")} display={a} tooltip={a}/><hyperlink ref="B1" r:id="rId1"/></hyperlinks>'
      f'<headerFooter><oddHeader>&amp;L{e} keepxhead&amp;C&amp;"Arial,Bold"{escape(n[:k])}&amp;"Arial,Regular"{escape(n[k:])}</oddHeader><oddFooter>&amp;R{e}</oddFooter><firstHeader>{e}</firstHeader></headerFooter><drawing r:id="rId4"/><legacyDrawing r:id="rId3"/><tableParts count="1"><tablePart r:id="rId5"/></tableParts></worksheet>')
    M['xl/worksheets/sheet2.xml'] = f'<worksheet {S}><sheetData><row r="1"><c r="A1" t="s"><v>0</v></c><c r="B1" t="s"><v>3</v></c></row></sheetData></worksheet>'
    M['xl/worksheets/_rels/sheet1.xml.rels'] = rels(('hyperlink', 'mailto:x@y.example?subject=' + urllib.parse.quote(n)), ('comments', '../comments1.xml'), ('vmlDrawing', '../drawings/vml1.vml'), ('drawing', '../drawings/drawing1.xml'), ('table', '../tables/table1.xml'), ('http://schemas.microsoft.com/office/2017/10/relationships/threadedComment', '../threadedComments/t1.xml'))
    M['xl/comments1.xml'] = f'<comments {S}><authors><author>{e}</author></authors><commentList><comment ref="A1" authorId="0"><text><r><t>{e}</t></r></text></comment></commentList></comments>'
    M['xl/threadedComments/t1.xml'] = f'<ThreadedComments xmlns="http://schemas.microsoft.com/office/spreadsheetml/2018/threadedcomments"><threadedComment ref="A1" personId="{{1}}" id="{{2}}"><text>{e}</text></threadedComment></ThreadedComments>'
    M['xl/persons/person.xml'] = f'<personList xmlns="http://schemas.microsoft.com/office/spreadsheetml/2018/threadedcomments"><person displayName={a} id="{{1}}"/></personList>'
    M['xl/drawings/vml1.vml'] = f'<xml xmlns:v="urn:schemas-microsoft-com:vml"><v:shape id="s" alt={a}><v:textbox><div>{e}</div></v:textbox></v:shape></xml>'
    M['xl/drawings/drawing1.xml'] = f'<xdr:wsDr xmlns:xdr="http://schemas.openxmlformats.org/drawingml/2006/spreadsheetDrawing" xmlns:a="http://schemas.openxmlformats.org/drawingml/2006/main" xmlns:r="{R}"><xdr:twoCellAnchor><xdr:from><xdr:col>1</xdr:col><xdr:colOff>0</xdr:colOff><xdr:row>1</xdr:row><xdr:rowOff>0</xdr:rowOff></xdr:from><xdr:to><xdr:col>3</xdr:col><xdr:colOff>{len(n)}00</xdr:colOff><xdr:row>4</xdr:row><xdr:rowOff>0</xdr:rowOff></xdr:to><xdr:sp macro="" textlink="{eq}!$A$1"><xdr:nvSpPr><xdr:cNvPr id="2" name={a} descr={a}/><xdr:cNvSpPr txBox="1"/></xdr:nvSpPr><xdr:spPr><a:xfrm><a:off x="1" y="1"/><a:ext cx="{len(n)}000" cy="9000"/></a:xfrm><a:prstGeom prst="rect"><a:avLst/></a:prstGeom></xdr:spPr><xdr:txBody><a:bodyPr wrap="none"><a:spAutoFit/></a:bodyPr><a:p><a:r><a:t>Shape {e} keepshape </a:t></a:r><a:fld id="{{A}}" type="TxLink"><a:t>{e}</a:t></a:fld></a:p></xdr:txBody></xdr:sp><xdr:clientData/></xdr:twoCellAnchor><xdr:twoCellAnchor><xdr:from><xdr:col>5</xdr:col><xdr:colOff>0</xdr:colOff><xdr:row>1</xdr:row><xdr:rowOff>0</xdr:rowOff></xdr:from><xdr:to><xdr:col>9</xdr:col><xdr:colOff>0</xdr:colOff><xdr:row>9</xdr:row><xdr:rowOff>0</xdr:rowOff></xdr:to><xdr:graphicFrame macro=""><xdr:nvGraphicFramePr><xdr:cNvPr id="3" name={a} title={a}/><xdr:cNvGraphicFramePr/></xdr:nvGraphicFramePr><xdr:xfrm><a:off x="0" y="0"/><a:ext cx="0" cy="0"/></xdr:xfrm><a:graphic><a:graphicData uri="http://schemas.openxmlformats.org/drawingml/2006/chart"><c:chart xmlns:c="http://schemas.openxmlformats.org/drawingml/2006/chart" r:id="rId1"/></a:graphicData></a:graphic></xdr:graphicFrame><xdr:clientData/></xdr:twoCellAnchor></xdr:wsDr>'
    M['xl/drawings/_rels/drawing1.xml.rels'] = rels(('chart', '../charts/chart1.xml'))
    M['xl/charts/chart1.xml'] = chart(n).replace('<c:externalData r:id="rId1"/>', '')
    M['xl/tables/table1.xml'] = f'<table {S} id="1" name="{e.replace(" ","_")}" displayName="{e.replace(" ","_")}" ref="A1:D3" comment={a}><autoFilter ref="A1:D3"/><tableColumns count="4"><tableColumn id="1" name={a}/><tableColumn id="2" name={quoteattr(n + " keeprich")}/><tableColumn id="3" name={quoteattr("with " + n + " keepshared")}><calculatedColumnFormula>"{e}"</calculatedColumnFormula></tableColumn><tableColumn id="4" name="keepsi"/></tableColumns></table>'
    M['xl/externalLinks/externalLink1.xml'] = f'<externalLink {S}><externalBook r:id="rId1"><sheetNames><sheetName val={a}/></sheetNames><definedNames><definedName name="x" refersTo={quoteattr("=" + q + "!$A$1")}/></definedNames><sheetDataSet><sheetData sheetId="0"><row r="1"><cell r="A1" t="str"><v>{e}</v></cell></row></sheetData></sheetDataSet></externalBook></externalLink>'
    M['xl/externalLinks/_rels/externalLink1.xml.rels'] = rels(('externalLinkPath', 'file:///C:/Users/' + urllib.parse.quote(n) + '/b.xlsx'))
    M['xl/pivotCache/pivotCacheDefinition1.xml'] = f'<pivotCacheDefinition {S} refreshedBy={a}><cacheSource type="worksheet"><worksheetSource ref="A1:D3" sheet={a}/></cacheSource><cacheFields count="1"><cacheField name={a}><sharedItems><s v={a}/></sharedItems></cacheField></cacheFields></pivotCacheDefinition>'
    M['xl/styles.xml'] = f'<styleSheet {S}><numFmts count="1"><numFmt numFmtId="164" formatCode={quoteattr(chr(34) + n + chr(34) + " 0")}/></numFmts><fonts count="1"><font><name val="Arial"/></font></fonts><fills count="1"><fill><patternFill/></fill></fills><borders count="1"><border/></borders><cellStyleXfs count="1"><xf/></cellStyleXfs><cellXfs count="2"><xf/><xf numFmtId="164" applyNumberFormat="1"/></cellXfs><cellStyles count="1"><cellStyle name={a} xfId="0"/></cellStyles><dxfs count="1"><dxf/></dxfs></styleSheet>'
    T = {'xl/workbook.xml': st('sheet.main'), 'xl/sharedStrings.xml': st('sharedStrings'), 'xl/worksheets/sheet1.xml': st('worksheet'), 'xl/worksheets/sheet2.xml': st('worksheet'), 'xl/comments1.xml': st('comments'), 'xl/tables/table1.xml': st('table'), 'xl/externalLinks/externalLink1.xml': st('externalLink'), 'xl/pivotCache/pivotCacheDefinition1.xml': st('pivotCacheDefinition'), 'xl/styles.xml': st('styles'), 'xl/drawings/drawing1.xml': 'application/vnd.openxmlformats-officedocument.drawing+xml', 'xl/charts/chart1.xml': 'application/vnd.openxmlformats-officedocument.drawingml.chart+xml', 'xl/threadedComments/t1.xml': 'application/vnd.ms-excel.threadedcomments+xml', 'xl/persons/person.xml': 'application/vnd.ms-excel.person+xml'}
    M['xl/_rels/workbook.xml.rels'] = rels(('worksheet', 'worksheets/sheet1.xml'), ('worksheet', 'worksheets/sheet2.xml'), ('sharedStrings', 'sharedStrings.xml'), ('styles', 'styles.xml'), ('externalLink', 'externalLinks/externalLink1.xml'), ('pivotCacheDefinition', 'pivotCache/pivotCacheDefinition1.xml'), ('http://schemas.microsoft.com/office/2017/10/relationships/person', 'persons/person.xml'))
    M['_rels/.rels'] = rels(('officeDocument', 'xl/workbook.xml'), *PROPRELS)
    M.update(props(n)); T.update(PROPTYPES)
    return packed({'[Content_Types].xml': types(T), **M})

def pptx(n):
    e = escape(n); a = quoteattr(n); k = max(1, len(n) // 2)
    P = f'xmlns:p="http://schemas.openxmlformats.org/presentationml/2006/main" xmlns:a="http://schemas.openxmlformats.org/drawingml/2006/main" xmlns:r="{R}"'
    pt = lambda x: f'application/vnd.openxmlformats-officedocument.presentationml.{x}+xml'
    sp = lambda t, i=2, ph='': f'<p:sp><p:nvSpPr><p:cNvPr id="{i}" name={a} descr={a} title={a}><a:hlinkClick r:id="rId9" tooltip={a}/></p:cNvPr><p:cNvSpPr/><p:nvPr>{ph}</p:nvPr></p:nvSpPr><p:spPr><a:xfrm><a:off x="0" y="0"/><a:ext cx="{len(n)}000" cy="90000"/></a:xfrm><a:prstGeom prst="rect"><a:avLst/></a:prstGeom></p:spPr><p:txBody><a:bodyPr wrap="none"><a:spAutoFit/></a:bodyPr><a:lstStyle/>{t}</p:txBody></p:sp>'
    tx = lambda t: f'<a:p><a:r><a:t>{escape(t)}</a:t></a:r></a:p>'
    tree = lambda inner: f'<p:cSld name={a}><p:spTree><p:nvGrpSpPr><p:cNvPr id="1" name=""/><p:cNvGrpSpPr/><p:nvPr/></p:nvGrpSpPr><p:grpSpPr/>{inner}</p:spTree></p:cSld>'
    runs = f'<a:p><a:r><a:rPr b="1"/><a:t>{escape(n[:k])}</a:t></a:r><a:r><a:rPr i="1"/><a:t>{escape(n[k:])} keepruns</a:t></a:r><a:br/><a:fld id="{{A}}" type="slidenum"><a:t>{e}</a:t></a:fld></a:p>'
    tbl = f'<p:graphicFrame><p:nvGraphicFramePr><p:cNvPr id="5" name={a} descr={a}/><p:cNvGraphicFramePr/><p:nvPr/></p:nvGraphicFramePr><p:xfrm><a:off x="0" y="0"/><a:ext cx="1800" cy="{len(n)}00"/></p:xfrm><a:graphic><a:graphicData uri="http://schemas.openxmlformats.org/drawingml/2006/table"><a:tbl><a:tblPr/><a:tblGrid><a:gridCol w="1800"/></a:tblGrid><a:tr h="{len(n)}840"><a:tc><a:txBody><a:bodyPr/>{tx("cell " + n + " keepcell")}</a:txBody><a:tcPr/></a:tc></a:tr></a:tbl></a:graphicData></a:graphic></p:graphicFrame>'
    gf = lambda uri, inner, i: f'<p:graphicFrame><p:nvGraphicFramePr><p:cNvPr id="{i}" name={a}/><p:cNvGraphicFramePr/><p:nvPr/></p:nvGraphicFramePr><p:xfrm><a:off x="0" y="0"/><a:ext cx="900" cy="99"/></p:xfrm><a:graphic><a:graphicData uri="http://schemas.openxmlformats.org/drawingml/2006/{uri}">{inner}</a:graphicData></a:graphic></p:graphicFrame>'
    timing = f'<p:timing><p:tnLst><p:par><p:cTn id="1"><p:childTnLst><p:set><p:cBhvr><p:cTn id="2"/><p:tgtEl><p:spTgt spid="2"/></p:tgtEl><p:attrNameLst><p:attrName>{e}</p:attrName></p:attrNameLst></p:cBhvr><p:to><p:strVal val={a}/></p:to></p:set></p:childTnLst></p:cTn></p:par></p:tnLst></p:timing>'
    dm, dr = smart(n)
    M = {'ppt/presentation.xml': f'<p:presentation {P}><p:sldMasterIdLst><p:sldMasterId id="2147483648" r:id="rId2"/></p:sldMasterIdLst><p:notesMasterIdLst><p:notesMasterId r:id="rId4"/></p:notesMasterIdLst><p:sldIdLst><p:sldId id="256" r:id="rId1"/></p:sldIdLst><p:sldSz cx="9144000" cy="6858000"/><p:notesSz cx="6858000" cy="9144000"/><p:custShowLst><p:custShow name={a} id="0"><p:sldLst><p:sld r:id="rId1"/></p:sldLst></p:custShow></p:custShowLst><p:modifyVerifier/><p:extLst><p:ext uri="{{521415D9-36F7-43E2-AB2F-B90AF26B5E84}}"><p14:sectionLst xmlns:p14="http://schemas.microsoft.com/office/powerpoint/2010/main"><p14:section name={a} id="{{1}}"><p14:sldIdLst><p14:sldId id="256"/></p14:sldIdLst></p14:section></p14:sectionLst></p:ext></p:extLst></p:presentation>',
     'ppt/slides/slide1.xml': f'<p:sld {P}>' + tree(sp(tx('Title ' + n + ' keeptitle'), 2, '<p:ph type="title"/>') + sp(runs, 3) + tbl + gf('chart', '<c:chart xmlns:c="http://schemas.openxmlformats.org/drawingml/2006/chart" r:id="rId3"/>', 6) + gf('diagram', '<dgm:relIds xmlns:dgm="http://schemas.openxmlformats.org/drawingml/2006/diagram" r:dm="rId4" r:lo="rId4" r:qs="rId4" r:cs="rId4"/>', 7) + f'<p:pic><p:nvPicPr><p:cNvPr id="8" name={a} descr={a}/><p:cNvPicPr/><p:nvPr/></p:nvPicPr><p:blipFill><a:blip r:embed="rId5"/><a:stretch><a:fillRect/></a:stretch></p:blipFill><p:spPr/></p:pic>') + timing + '</p:sld>',
     'ppt/slideLayouts/slideLayout1.xml': f'<p:sldLayout {P} matchingName={a}>' + tree(sp(tx('Layout ' + n + ' keeplayout'))) + '</p:sldLayout>',
     'ppt/slideMasters/slideMaster1.xml': f'<p:sldMaster {P}>' + tree(sp(tx('Master ' + n + ' keepmaster'))) + '<p:clrMap bg1="lt1" tx1="dk1" bg2="lt2" tx2="dk2" accent1="accent1" accent2="accent2" accent3="accent3" accent4="accent4" accent5="accent5" accent6="accent6" hlink="hlink" folHlink="folHlink"/><p:sldLayoutIdLst><p:sldLayoutId id="2147483649" r:id="rId1"/></p:sldLayoutIdLst></p:sldMaster>',
     'ppt/notesSlides/notesSlide1.xml': f'<p:notes {P}>' + tree(sp(tx('Notes ' + n + ' keepnotes'), 2, '<p:ph type="body" idx="1"/>')) + '</p:notes>',
     'ppt/notesMasters/notesMaster1.xml': f'<p:notesMaster {P}>' + tree(sp(tx('NMaster ' + n))) + '<p:clrMap bg1="lt1" tx1="dk1" bg2="lt2" tx2="dk2" accent1="accent1" accent2="accent2" accent3="accent3" accent4="accent4" accent5="accent5" accent6="accent6" hlink="hlink" folHlink="folHlink"/></p:notesMaster>',
     'ppt/theme/theme1.xml': f'<a:theme xmlns:a="http://schemas.openxmlformats.org/drawingml/2006/main" name={a}><a:themeElements/></a:theme>',
     'ppt/commentAuthors.xml': f'<p:cmAuthorLst {P}><p:cmAuthor id="0" name={a} initials="Z" lastIdx="1" clrIdx="0"/></p:cmAuthorLst>',
     'ppt/comments/comment1.xml': f'<p:cmLst {P}><p:cm authorId="0" idx="1"><p:pos x="1" y="1"/><p:text>{e}</p:text></p:cm></p:cmLst>',
     'ppt/tags/tag1.xml': f'<p:tagLst {P}><p:tag name="X" val={a}/></p:tagLst>',
     'ppt/charts/chart1.xml': chart(n), 'ppt/charts/_rels/chart1.xml.rels': rels(('package', '../embeddings/book.xlsx')), 'ppt/embeddings/book.xlsx': xlsx(n),
     'ppt/diagrams/data1.xml': dm, 'ppt/diagrams/drawing1.xml': dr, 'ppt/media/image1.png': PNG}
    M['ppt/_rels/presentation.xml.rels'] = rels(('slide', 'slides/slide1.xml'), ('slideMaster', 'slideMasters/slideMaster1.xml'), ('theme', 'theme/theme1.xml'), ('notesMaster', 'notesMasters/notesMaster1.xml'), ('commentAuthors', 'commentAuthors.xml'))
    M['ppt/slides/_rels/slide1.xml.rels'] = rels(('slideLayout', '../slideLayouts/slideLayout1.xml'), ('notesSlide', '../notesSlides/notesSlide1.xml'), ('chart', '../charts/chart1.xml'), ('diagramData', '../diagrams/data1.xml'), ('image', '../media/image1.png'), ('comments', '../comments/comment1.xml'), ('tags', '../tags/tag1.xml'), ('http://schemas.microsoft.com/office/2007/relationships/diagramDrawing', '../diagrams/drawing1.xml'), ('hyperlink', 'http://x.example/' + urllib.parse.quote(n)))
    M['ppt/slideLayouts/_rels/slideLayout1.xml.rels'] = rels(('slideMaster', '../slideMasters/slideMaster1.xml'))
    M['ppt/slideMasters/_rels/slideMaster1.xml.rels'] = rels(('slideLayout', '../slideLayouts/slideLayout1.xml'), ('theme', '../theme/theme1.xml'))
    M['ppt/notesSlides/_rels/notesSlide1.xml.rels'] = rels(('notesMaster', '../notesMasters/notesMaster1.xml'), ('slide', '../slides/slide1.xml'))
    M['ppt/notesMasters/_rels/notesMaster1.xml.rels'] = rels(('theme', '../theme/theme1.xml'))
    T = {'ppt/presentation.xml': pt('presentation.main'), 'ppt/slides/slide1.xml': pt('slide'), 'ppt/slideLayouts/slideLayout1.xml': pt('slideLayout'), 'ppt/slideMasters/slideMaster1.xml': pt('slideMaster'), 'ppt/notesSlides/notesSlide1.xml': pt('notesSlide'), 'ppt/notesMasters/notesMaster1.xml': pt('notesMaster'), 'ppt/theme/theme1.xml': 'application/vnd.openxmlformats-officedocument.theme+xml', 'ppt/commentAuthors.xml': pt('commentAuthors'), 'ppt/comments/comment1.xml': pt('comments'), 'ppt/tags/tag1.xml': pt('tags'), 'ppt/charts/chart1.xml': 'application/vnd.openxmlformats-officedocument.drawingml.chart+xml', 'ppt/diagrams/data1.xml': 'application/vnd.openxmlformats-officedocument.drawingml.diagramData+xml', 'ppt/diagrams/drawing1.xml': 'application/vnd.ms-office.drawingml.diagramDrawing+xml'}
    M['_rels/.rels'] = rels(('officeDocument', 'ppt/presentation.xml'), *PROPRELS)
    M.update(props(n)); T.update(PROPTYPES)
    return packed({'[Content_Types].xml': types(T), **M})

ONS = ' '.join(f'xmlns:{p}="{u}"' for p, u in {'office': 'urn:oasis:names:tc:opendocument:xmlns:office:1.0', 'text': 'urn:oasis:names:tc:opendocument:xmlns:text:1.0', 'table': 'urn:oasis:names:tc:opendocument:xmlns:table:1.0', 'style': 'urn:oasis:names:tc:opendocument:xmlns:style:1.0', 'fo': 'urn:oasis:names:tc:opendocument:xmlns:xsl-fo-compatible:1.0', 'svg': 'urn:oasis:names:tc:opendocument:xmlns:svg-compatible:1.0', 'draw': 'urn:oasis:names:tc:opendocument:xmlns:drawing:1.0', 'xlink': 'http://www.w3.org/1999/xlink', 'dc': 'http://purl.org/dc/elements/1.1/', 'meta': 'urn:oasis:names:tc:opendocument:xmlns:meta:1.0', 'presentation': 'urn:oasis:names:tc:opendocument:xmlns:presentation:1.0', 'script': 'urn:oasis:names:tc:opendocument:xmlns:script:1.0', 'form': 'urn:oasis:names:tc:opendocument:xmlns:form:1.0', 'chart': 'urn:oasis:names:tc:opendocument:xmlns:chart:1.0', 'number': 'urn:oasis:names:tc:opendocument:xmlns:datastyle:1.0', 'of': 'urn:oasis:names:tc:opendocument:xmlns:of:1.2', 'anim': 'urn:oasis:names:tc:opendocument:xmlns:animation:1.0', 'smil': 'urn:oasis:names:tc:opendocument:xmlns:smil-compatible:1.0', 'config': 'urn:oasis:names:tc:opendocument:xmlns:config:1.0', 'calcext': 'urn:org:documentfoundation:names:experimental:calc:xmlns:calcext:1.0', 'loext': 'urn:org:documentfoundation:names:experimental:office:xmlns:loext:1.0'}.items())

def sname(n): return ''.join(c if c.isascii() and c.isalnum() else f'_{ord(c):x}_' for c in n)

def ochart(n):
    e = escape(n); a = quoteattr(n)
    return f'<?xml version="1.0" encoding="UTF-8"?><office:document-content {ONS} office:version="1.3"><office:automatic-styles/><office:body><office:chart><chart:chart chart:class="chart:bar"><chart:title><text:p>Chart {e} keepochart</text:p></chart:title><chart:plot-area table:cell-range-address={quoteattr("$" + chr(39) + n + chr(39) + ".$A$1:.$B$3")}><chart:axis chart:dimension="x"><chart:title><text:p>{e}</text:p></chart:title><chart:categories table:cell-range-address="local-table.$A$2:.$A$3"/></chart:axis><chart:series chart:values-cell-range-address="local-table.$B$2:.$B$3" chart:label-cell-address="local-table.$B$1"/></chart:plot-area><table:table table:name="local-table"><table:table-header-rows><table:table-row><table:table-cell/><table:table-cell office:value-type="string"><text:p>{e}</text:p></table:table-cell></table:table-row></table:table-header-rows><table:table-rows><table:table-row><table:table-cell office:value-type="string"><text:p>{e}</text:p></table:table-cell><table:table-cell office:value-type="float" office:value="4"><text:p>4</text:p></table:table-cell></table:table-row></table:table-rows></table:table></chart:chart></office:chart></office:body></office:document-content>'

def odf(kind, n, styles, body, extra=None):
    e = escape(n); a = quoteattr(n)
    mt = {'text': 'text', 'spreadsheet': 'spreadsheet', 'presentation': 'presentation', 'drawing': 'graphics'}[kind]
    mime = f'application/vnd.oasis.opendocument.{mt}'
    M = {'mimetype': mime, 'content.xml': f'<?xml version="1.0" encoding="UTF-8"?><office:document-content {ONS} office:version="1.3"><office:scripts><office:event-listeners><script:event-listener script:event-name="dom:load" xlink:href="vnd.sun.star.script:{sname(n)}"/></office:event-listeners></office:scripts><office:automatic-styles>{styles}</office:automatic-styles><office:body><office:{kind}>{body}</office:{kind}></office:body></office:document-content>',
     'styles.xml': f'<?xml version="1.0" encoding="UTF-8"?><office:document-styles {ONS} office:version="1.3"><office:styles><style:style style:name="{sname(n)}" style:display-name={a} style:family="paragraph"/></office:styles><office:automatic-styles><style:page-layout style:name="pm1"><style:page-layout-properties fo:page-width="21cm" fo:page-height="29.7cm"/></style:page-layout></office:automatic-styles><office:master-styles><style:master-page style:name="Standard" style:display-name={a} style:page-layout-name="pm1"><style:header><text:p>Head {e} keephead</text:p></style:header><style:header-left><text:p>Left {e} keepleft</text:p></style:header-left><style:footer><text:p>Foot {e} keepfoot</text:p></style:footer><style:footer-first><text:p>First {e} keepfirst</text:p></style:footer-first></style:master-page></office:master-styles></office:document-styles>',
     'meta.xml': f'<office:document-meta {ONS} office:version="1.3"><office:meta><dc:title>{e}</dc:title><dc:creator>{e}</dc:creator><meta:user-defined meta:name={a}>{e}</meta:user-defined><meta:document-statistic meta:character-count="{len(n)}"/></office:meta></office:document-meta>',
     'settings.xml': f'<office:document-settings {ONS} office:version="1.3"><office:settings><config:config-item-set config:name="ooo:view-settings"><config:config-item config:name="X" config:type="string">{e}</config:config-item></config:config-item-set></office:settings></office:document-settings>',
     'Pictures/' + n + '.png': PNG, 'Object 1/content.xml': ochart(n), 'Thumbnails/thumbnail.png': PNG}
    M.update(extra or {})
    M['META-INF/manifest.xml'] = '<manifest:manifest xmlns:manifest="urn:oasis:names:tc:opendocument:xmlns:manifest:1.0" manifest:version="1.3"><manifest:file-entry manifest:full-path="/" manifest:media-type="' + mime + '"/><manifest:file-entry manifest:full-path="Object 1/" manifest:media-type="application/vnd.oasis.opendocument.chart"/>' + ''.join(f'<manifest:file-entry manifest:full-path={quoteattr(m)} manifest:media-type="{"image/png" if m.endswith("png") else "text/xml"}"/>' for m in M if m != 'mimetype') + '</manifest:manifest>'
    return packed(M, 'mimetype')

def frame(n, w=None):
    e = escape(n); a = quoteattr(n); w = w or f'{len(n)/4}cm'
    return f'<draw:frame draw:name={a} draw:style-name="fr" text:anchor-type="as-char" svg:width="{w}" svg:height="1cm"><draw:image xlink:href={quoteattr("Pictures/" + urllib.parse.quote(n) + ".png")} xlink:type="simple"/><svg:title>{e}</svg:title><svg:desc>{e} keepdesc</svg:desc></draw:frame>'
def obj(n):
    a = quoteattr(n)
    return f'<draw:frame draw:name={a} svg:width="5cm" svg:height="5cm"><draw:object xlink:href="./Object 1" xlink:type="simple"/></draw:frame>'

def odt(n):
    e = escape(n); a = quoteattr(n); k = max(1, len(n) // 3); first, last = n.split(' ', 1)
    x, y, z = map(escape, (n[:k], n[k:2*k], n[2*k:]))
    b = (f'<text:tracked-changes><text:changed-region text:id="c1"><text:deletion><office:change-info><dc:creator>{e}</dc:creator><dc:date>2020-01-01</dc:date></office:change-info><text:p>{e}</text:p></text:deletion></text:changed-region></text:tracked-changes>'
     f'<text:variable-decls><text:variable-decl office:value-type="string" text:name={a}/></text:variable-decls><text:user-field-decls><text:user-field-decl office:value-type="string" office:string-value={a} text:name="uf"/></text:user-field-decls>'
     f'<text:p text:style-name="{sname(n)}">Plain {e} keepplain</text:p>'
     f'<text:p>Runs <text:span text:style-name="T1">{x}</text:span><text:bookmark text:name={a}/><text:span text:style-name="T2">{y}</text:span>{z} keepruns</text:p>'
     f'<text:p>S {escape(first)}<text:s/>{escape(last)} keeps</text:p><text:p>Soft {x}\u00ad{y}{z} keepsoft</text:p><text:p>Nb {e.replace(" ", chr(160))} keepnb</text:p><text:p>T {escape(first)}<text:tab/>{escape(last)} keeptab</text:p><text:p>L {escape(first)}<text:line-break/>{escape(last)} keepbr</text:p><text:p>P {escape(first)} <text:soft-page-break/>{escape(last)} keepspb</text:p>'
     f'<text:p>Ch <text:change text:change-id="c1"/>keepch</text:p><text:p>UF <text:user-field-get text:name="uf">{e}</text:user-field-get> keepuf <text:variable-set text:name={a} office:value-type="string" text:formula={quoteattr("ooow:" + n)} office:string-value={a}>{e}</text:variable-set> keepvs <text:placeholder text:placeholder-type="text" text:description={a}>&lt;{e}&gt;</text:placeholder> keepph <text:author-name>{e}</text:author-name> <text:conditional-text text:condition="ooow:1" text:string-value-if-true={a} text:string-value-if-false={a}>{e}</text:conditional-text> <text:hidden-text text:condition="1" text:string-value={a}>{e}</text:hidden-text> <text:text-input text:description={a}>{e}</text:text-input> <text:database-display text:table-name={a} text:database-name={a} text:column-name={a}>{e}</text:database-display> keepfields</text:p>'
     f'<text:p>Ann <office:annotation office:name={a}><dc:creator>{e}</dc:creator><text:p>{e}</text:p></office:annotation>keepann</text:p>'
     f'<text:p>Note<text:note text:note-class="footnote" text:id="f1"><text:note-citation text:label={a}> {e} </text:note-citation><text:note-body><text:p>Foot {e} keepfn</text:p></text:note-body></text:note> keepnote</text:p>'
     f'<text:p><text:a xlink:href="http://x.example/{urllib.parse.quote(n)}" office:title={a} office:name={a}>{e}</text:a> keeplink</text:p>'
     f'<text:p><text:ruby><text:ruby-base>{e}</text:ruby-base><text:ruby-text>{e}</text:ruby-text></text:ruby> keepruby</text:p>'
     f'<text:p>{frame(n, "3cm")} keepframe {obj(n)} keepobj</text:p>'
     f'<text:p><draw:frame draw:name={a} svg:width="3cm" text:anchor-type="paragraph"><draw:text-box fo:min-height="{len(n)}mm"><text:p>Box {e} keepbox</text:p></draw:text-box></draw:frame><draw:custom-shape draw:name={a} svg:width="3cm" svg:height="1cm"><svg:title>{e}</svg:title><text:p>Shape {e} keepshape</text:p></draw:custom-shape> keepanch</text:p>'
     f'<text:section text:name={a} text:condition={quoteattr("ooow:" + n)}><text:p>Sec {e} keepsec</text:p></text:section>'
     f'<table:table table:name={a} ><table:table-column/><table:table-column/><table:table-row><table:table-cell office:value-type="string"><text:p>{e}</text:p></table:table-cell><table:table-cell office:value-type="float" office:value="3" table:formula={quoteattr("ooow:" + n)}><text:p>3</text:p></table:table-cell></table:table-row></table:table>'
     f'<text:p>{e.upper()} keepupper</text:p>'
     f'<text:table-of-content text:name={a}><text:table-of-content-source text:outline-level="1"><text:index-title-template>{e}</text:index-title-template></text:table-of-content-source><text:index-body><text:p>{e} keeptoc</text:p></text:index-body></text:table-of-content>')
    st = f'<style:style style:name="T1" style:family="text"><style:text-properties fo:font-weight="bold" fo:color="#000000"/></style:style><style:style style:name="T2" style:family="text"/><style:style style:name="fr" style:family="graphic"/><style:style style:name="{sname(n)}x" style:family="paragraph" style:parent-style-name="{sname(n)}"><style:paragraph-properties><style:tab-stops><style:tab-stop style:position="4cm"/></style:tab-stops></style:paragraph-properties></style:style>'
    return odf('text', n, st, b)

def ods(n):
    e = escape(n); a = quoteattr(n); q = "$'" + n + "'"; d = '"' + n + '"'
    b = (f'<table:content-validations><table:content-validation table:name="v1" table:condition={quoteattr("of:cell-content-is-in-list(" + d + ")")}><table:help-message table:title={a}><text:p>{e}</text:p></table:help-message><table:error-message table:title={a}><text:p>{e}</text:p></table:error-message></table:content-validation></table:content-validations>'
     f'<table:table table:name={a} table:style-name="ta"><office:forms/><table:shapes>{obj(n)}</table:shapes><table:table-column table:style-name="co1"/><table:table-column/>'
     f'<table:table-row table:style-name="ro1"><table:table-cell office:value-type="string" table:content-validation-name="v1"><office:annotation><dc:creator>{e}</dc:creator><text:p>{e}</text:p></office:annotation><text:p>{e}</text:p></table:table-cell><table:table-cell office:value-type="string" office:string-value={a} table:formula={quoteattr("of:=[" + q + ".A1]")}><text:p>{e}</text:p></table:table-cell><table:table-cell office:value-type="float" office:value="{len(n)}" table:formula="of:=LEN([.A1])"><text:p>{len(n)}</text:p></table:table-cell><table:table-cell office:value-type="string"><text:p>keepcell</text:p></table:table-cell></table:table-row>'
     f'<table:table-row table:visibility="collapse"><table:table-cell office:value-type="string"><text:p>with <text:span>{escape(n[:3])}</text:span>{escape(n[3:])} keephiddenrow</text:p></table:table-cell></table:table-row></table:table>'
     f'<table:table table:name="Kept"><table:table-row><table:table-cell office:value-type="string"><text:p>keeptwo</text:p></table:table-cell></table:table-row></table:table>'
     f'<table:named-expressions><table:named-range table:name="{sname(n)}" table:base-cell-address={quoteattr(q + ".$A$1")} table:cell-range-address={quoteattr(q + ".$A$1")}/><table:named-expression table:name="ex" table:expression={quoteattr(d)}/></table:named-expressions>'
     f'<table:database-ranges><table:database-range table:name={a} table:target-range-address={quoteattr(chr(39) + n + chr(39) + ".A1:" + chr(39) + n + chr(39) + ".C3")}><table:filter><table:filter-condition table:field-number="0" table:value={a} table:operator="="/></table:filter></table:database-range></table:database-ranges>'
     f'<table:data-pilot-tables><table:data-pilot-table table:name={a} table:target-range-address={quoteattr(chr(39) + n + chr(39) + ".E1")}><table:source-cell-range table:cell-range-address={quoteattr(chr(39) + n + chr(39) + ".A1:.C3")}/><table:data-pilot-field table:source-field-name={a}><table:data-pilot-level><table:data-pilot-members><table:data-pilot-member table:name={a}/></table:data-pilot-members></table:data-pilot-level></table:data-pilot-field></table:data-pilot-table></table:data-pilot-tables>')
    st = f'<style:style style:name="co1" style:family="table-column"><style:table-column-properties style:column-width="{len(n)/4}cm" style:use-optimal-column-width="true"/></style:style><style:style style:name="ro1" style:family="table-row"><style:table-row-properties style:row-height="{len(n)}mm" style:use-optimal-row-height="true"/></style:style><style:style style:name="ta" style:family="table" style:master-page-name="Standard"/><number:text-style style:name="N1"><number:text>{e}</number:text><number:text-content/></number:text-style>'
    return odf('spreadsheet', n, st, b)

def slides(n, kind):
    e = escape(n); a = quoteattr(n)
    notes = f'<presentation:notes><draw:frame svg:width="5cm" svg:height="5cm"><draw:text-box><text:p>Notes {e} keepnotes</text:p></draw:text-box></draw:frame></presentation:notes>' if kind == 'presentation' else ''
    anim = f'<anim:par><anim:set smil:to={a} smil:attributeName="visibility"/></anim:par>' if kind == 'presentation' else ''
    decl = f'<presentation:header-decl presentation:name="h1">{e}</presentation:header-decl><presentation:footer-decl presentation:name="f1">{e} keepdecl</presentation:footer-decl><presentation:date-time-decl presentation:name="d1" presentation:source="fixed">{e}</presentation:date-time-decl>' if kind == 'presentation' else ''
    b = decl + f'<draw:page draw:name={a} draw:master-page-name="Standard">' + f'<draw:frame draw:name={a} draw:style-name="gw" svg:width="{len(n)/4}cm" svg:height="{len(n)}mm"><draw:text-box><text:p>Title {escape(n[:4])}<text:span>{escape(n[4:])}</text:span> keeptitle</text:p></draw:text-box><svg:desc>{e}</svg:desc></draw:frame>' + frame(n, '3cm').replace('text:anchor-type="as-char" ', '') + obj(n) + f'<draw:custom-shape draw:style-name="gw" svg:width="{len(n)/4}cm" svg:height="1cm"><svg:title>{e}</svg:title><text:p>Shape {e} keepshape</text:p></draw:custom-shape>' + anim + notes + '</draw:page>'
    return odf(kind, n, '<style:style style:name="gw" style:family="graphic"><style:graphic-properties draw:auto-grow-width="true"/></style:style>', b)

def rtf(n, cuts=3):
    esc = lambda t: ''.join(c if ord(c) < 128 and c not in '\\{}' else f"\\u{ord(c) if ord(c) < 32768 else ord(c) - 65536}?" if ord(c) >= 128 else '\\' + c for c in t)
    e = esc(n); k = max(1, len(n) // 3); first, last = n.split(' ', 1)
    hx = ''.join("\\'%02x" % c for c in n.encode('cp1250', 'replace'))
    return ('{\\rtf1\\ansi\\ansicpg1250\\deff0{\\fonttbl{\\f0 Arial;}}{\\stylesheet{\\s1 ' + e + ';}}{\\info{\\title ' + e + '}{\\author ' + e + '}{\\operator ' + e + '}}{\\*\\generator ' + e + ';}{\\*\\bkmkstart ' + e + '}{\\*\\revtbl{' + e + ';}}'
     '{\\header Head ' + e + ' keephead\\par}{\\headerf First ' + e + ' keepfirst\\par}{\\footerl Foot ' + e + ' keepfoot\\par}'
     '\\pard\\tx3000 Plain ' + e + ' keepplain\\par Runs {\\b ' + esc(n[:k]) + '}{\\i ' + esc(n[k:]) + '} keepruns\\par Hex ' + hx + ' keephex\\par Soft ' + esc(n[:k]) + '\\-' + esc(n[k:]) + ' keepsoft\\par Nb ' + esc(first) + '\\~' + esc(last) + ' keepnb\\par Tab ' + esc(first) + '\\tab ' + esc(last) + ' keeptab\\par Line ' + esc(first) + '\\line ' + esc(last) + ' keepline\\par Note{\\footnote Foot ' + e + ' keepfn}{\\*\\annotation ' + e + '} keepnote\\par'
     ' {\\field{\\*\\fldinst HYPERLINK "http://x.example/' + urllib.parse.quote(n) + '" \\\\o "' + e + '"}{\\fldrslt ' + e + '}} keepfield\\par {\\v hidden ' + e + '} keephidden\\par {\\shp{\\*\\shpinst{\\sp{\\sn wzDescription}{\\sv ' + e + '}}{\\shptxt Box ' + e + ' keepbox\\par}}} keepshp\\par'
     ' \\trowd\\cellx' + str(len(n) * 120) + '\\cellx9000\\intbl ' + e + '\\cell keepcell\\cell\\row\\pard \\expnd' + str(len(n)) + ' ' + e + '\\expnd0  keepexp\\par}').encode()

def epub(n):
    e = escape(n); a = quoteattr(n)
    M = {'mimetype': 'application/epub+zip', 'META-INF/container.xml': '<container version="1.0" xmlns="urn:oasis:names:tc:opendocument:xmlns:container"><rootfiles><rootfile full-path="OEBPS/b.opf" media-type="application/oebps-package+xml"/></rootfiles></container>',
     'OEBPS/b.opf': f'<package xmlns="http://www.idpf.org/2007/opf" version="3.0" unique-identifier="u"><metadata xmlns:dc="http://purl.org/dc/elements/1.1/"><dc:title>Book of {e}</dc:title><dc:creator>{e}</dc:creator><dc:language>en</dc:language><dc:identifier id="u">x</dc:identifier><meta property="dcterms:modified">2020-01-01T00:00:00Z</meta></metadata><manifest><item id="c1" href="c1.xhtml" media-type="application/xhtml+xml"/><item id="nav" href="nav.xhtml" properties="nav" media-type="application/xhtml+xml"/><item id="css" href="s.css" media-type="text/css"/><item id="ncx" href="toc.ncx" media-type="application/x-dtbncx+xml"/></manifest><spine toc="ncx"><itemref idref="c1"/></spine></package>',
     'OEBPS/c1.xhtml': f'<html xmlns="http://www.w3.org/1999/xhtml" xmlns:epub="http://www.idpf.org/2007/ops"><head><title>{e}</title><link rel="stylesheet" href="s.css"/></head><body><h1>Chapter {e} keepchap</h1><p title={a} id="x">Split <b>{escape(n[:3])}</b>{escape(n[3:])} keepsplit</p><p><a href="http://x.example/{urllib.parse.quote(n)}">{e}</a><img src="data:image/png;base64,{base64.b64encode(PNG).decode()}" alt={a}/> keepimg</p></body></html>',
     'OEBPS/nav.xhtml': f'<html xmlns="http://www.w3.org/1999/xhtml" xmlns:epub="http://www.idpf.org/2007/ops"><head><title>Nav</title></head><body><nav epub:type="toc"><ol><li><a href="c1.xhtml">Toc {e} keeptoc</a></li></ol></nav></body></html>',
     'OEBPS/toc.ncx': f'<ncx xmlns="http://www.daisy.org/z3986/2005/ncx/" version="2005-1"><head/><docTitle><text>Ncx {e}</text></docTitle><navMap><navPoint id="n1" playOrder="1"><navLabel><text>Point {e} keepncx</text></navLabel><content src="c1.xhtml"/></navPoint></navMap></ncx>',
     'OEBPS/s.css': f'/* {n} */ p::before{{content:"{n}"}} a{{background:url("http://x.example/{urllib.parse.quote(n)}.png")}}'}
    return packed(M, 'mimetype')

def page(n):
    e = escape(n); a = quoteattr(n); u = urllib.parse.quote(n); f, l = n.split(' ', 1)
    g = n.lower().replace(' ', '-'); pu = g if g.isascii() else 'xn--' + g.encode('punycode').decode()
    num = ''.join(f'&#{ord(c)};' for c in n); hx = ''.join(f'&#x{ord(c):x};' for c in n)
    jl = ''.join(f'\\u{ord(c):04x}' for c in n)
    return (f'<!doctype html><html><head><meta charset="utf-8"><title>Page of {e} keeptitle</title><meta name="author" content={a}><meta property="og:title" content={a}><script type="application/ld+json">{{"name":"{jl}"}}</script><style>p::after{{content:"{n}"}} .{f}{{background:url(http://x.example/{u})}}</style><link rel="canonical" href="http://x.example/{u}"></head><body class={a} data-name={a} id={a}><!-- {e} --><!--[if IE]><p>{e}</p><![endif]-->'
     f'<p title={a} aria-label={a}>Plain {e} keepplain</p><p>Split <b>{escape(n[:3])}</b><i>{escape(n[3:5])}</i><wbr>{escape(n[5:])} keepsplit</p><p>Ent {num} keepent {hx} keephex</p><p>Shy {escape(n[:3])}&shy;{escape(n[3:])} keepshy</p><p>Nb {escape(f)}&nbsp;{escape(l)} keepnb</p><p>Br {escape(f)}<br>{escape(l)} keepbr</p>'
     f'<p><a href="http://x.example/{u}?q={u}#{u}" title={a} ping="http://y.example/{u}">link</a> <a href="http://{pu}.example/">puny</a> <a href="mailto:{escape(f + chr(46) + l.replace(chr(32), chr(46))).lower()}@x.example?subject={u}">mail</a> keeplinks</p><img src="a.png" srcset="http://x.example/{u}.png 2x" alt="Alt {e} keepalt"><input value={a} placeholder={a}><textarea>{e} keeparea</textarea><select><option value={a} label={a}>{e}</option></select><button>{e} keepbutton</button>'
     f'<template><p>{e}</p></template><noscript><p>{e}</p></noscript><iframe srcdoc={quoteattr("<p>" + n + "</p>")}></iframe><object data="x" title={a}>{e} fallback</object><svg width="90" height="20"><title>{e}</title><desc>{e}</desc><text x="1" y="9" textLength="{len(n)*7}">Svg {e} keepsvg</text><text x="70" y="9">keepafter</text></svg><math><mtext>{e} keepmath</mtext></math>'
     f'<table><colgroup><col width="{len(n)*7}"></colgroup><tr><td width="{len(n)*7}" style="width:{len(n)*7}px" abbr={a}>{e}</td><td>keepcell</td></tr></table><ruby>{e}<rt>{e}</rt></ruby><p style="position:absolute;left:70px">keepabs</p><details><summary>{e} keepsum</summary></details><p hidden>{e}</p><p dir="rtl">{e} keeprtl</p><video poster="http://x.example/{u}"><track label={a}></video>'
     f'<p>{e.upper()} keepupper</p><p lang="xx-{f}">keeplang</p><pre>{e}\nkeeppre</pre></body></html>').encode()

def svg(n):
    e = escape(n); a = quoteattr(n); u = urllib.parse.quote(n)
    pos = ' '.join(str(5 * i) for i in range(len(n)))
    return (f'<svg xmlns="http://www.w3.org/2000/svg" xmlns:xlink="http://www.w3.org/1999/xlink" xmlns:i="http://www.inkscape.org/namespaces/inkscape" width="400" height="99" i:label={a}><title>Title {e} keeptitle</title><desc>{e} keepdesc</desc><metadata>{e}</metadata><style>text{{font-family:"{n}"}}</style><g id={a} class={a} aria-label={a} data-x={a}><text x="1" y="9" textLength="{5*len(n)}">Plain {e} keepplain</text><text y="20"><tspan x="{pos}">{e}</tspan><tspan x="{5*len(n)}">keeptspan</tspan></text><text y="30"><tspan>{escape(n[:3])}</tspan><tspan font-weight="bold">{escape(n[3:])}</tspan> keepsplit</text><text y="40"><tspan x="1" dy="9">{escape(n[:4])}</tspan><tspan x="1" dy="9">{escape(n[4:])} keeplines</tspan></text><a xlink:href="http://x.example/{u}" xlink:title={a}><text y="50">{e} keeplink</text></a><text y="60" rotate="{pos}" dx="{pos}">{e}</text><foreignObject width="9" height="9"><p xmlns="http://www.w3.org/1999/xhtml">{e} keepforeign</p></foreignObject></g></svg>').encode()

def xml(n):
    e = escape(n); a = quoteattr(n); k = 3
    return f'<?xml version="1.0"?><?pi {n}?><!-- {n.replace("--","")} --><r><v n={a}>Val {e} keepval</v><w>{escape(n[:k])}<b>{escape(n[k:])}</b> keepsplit</w><c><![CDATA[{n} keepcdata]]></c><x href="http://x.example/{urllib.parse.quote(n)}"/><w>{"".join(f"&#{ord(c)};" for c in n)} keepent</w></r>'.encode()

def csv(n):
    q = '"' + n.replace('"', '""') + '"'; f, l = n.split(' ', 1)
    return ('\ufeffname;note;n\r\n' + q + ';keepone;1\r\n' + (q if any(c in n for c in ';",\n') else n) + ';"keep;two";2\r\n' + f'"with, {n.replace(chr(34), chr(34)*2)}, keepthree";x;3\r\n"=HYPERLINK(""http://x.example"";""{n}"")";keepfour;4\r\n"{f}\n{l}";keepfive;5\r\n').encode()
def tsv(n): return f'name\tnote\n{n}\tkeepone\nkeeptwo\t{n}\n'.encode()
def txt(n): return f'Plain {n} keepplain.\n\n{n}\n\u00bb{n}\u00ab keepquote {n.upper()} keepupper\n'.encode()
def md(n): return f'# About {n} keephead\n\n**{n}** [x](http://x.example/{urllib.parse.quote(n)}) keeplink | {n} |\n'.encode()

def plain(n):
    import unicodedata
    return ''.join(c for c in unicodedata.normalize('NFKD', n.replace('ł','l').replace('Ł','L')) if c.isascii() and c.isalnum()).lower()

def word(n, c='utf-8', enc='b'):
    if enc == 'b': return f'=?{c}?B?{base64.b64encode(n.encode(c)).decode()}?='
    return f'=?{c}?Q?' + ''.join(ch if ch.isascii() and ch.isalnum() else ''.join(f'={b:02X}' for b in ch.encode(c)) if ch != ' ' else '_' for ch in n) + '?='
def mail(n, inner=True):
    f, l = n.split(' ', 1); u = urllib.parse.quote(n); asc = plain(n)
    qp = quopri.encodestring((f'Plain {n} keepqp and a long line that goes on so that it breaks somewhere before its end {n} keepqp2.\n').encode()).decode()
    h = (f'From: {word(n)} <{asc}@x.example>\r\nTo: "{word(f, enc="q")} {word(l)}" <a@b.example>,\r\n {word(n, enc="q")} <c@d.example>\r\nSubject: Keepsubject {word(f)} {word(l)}\r\n folded {n} keepfold\r\nMessage-ID: <{asc}.1@x.example>\r\nReferences: <{asc}.0@x.example>\r\nX-Sender: {word(n)}\r\nReply-To: {word(n)} <r@x.example>\r\nCc: {n} <e@f.example>\r\nDate: Thu, 1 Oct 2020 10:00:00 +0200\r\nMIME-Version: 1.0\r\nContent-Type: multipart/mixed; boundary="{asc}B"\r\n\r\npreamble {n}\r\n--{asc}B\r\nContent-Type: multipart/alternative; boundary="alt"\r\n\r\n--alt\r\nContent-Type: text/plain; charset=utf-8\r\nContent-Transfer-Encoding: quoted-printable\r\n\r\n' + qp.replace('\n', '\r\n') +
     f'\r\n--alt\r\nContent-Type: text/html; charset=utf-8\r\nContent-Transfer-Encoding: base64\r\n\r\n' + base64.encodebytes(f'<p title="{n}">Html <b>{n[:4]}</b>{n[4:]} keephtml</p><!-- {n} -->'.encode()).decode().replace('\n', '\r\n') + '--alt--\r\n' +
     f'--{asc}B\r\nContent-Type: text/plain; charset=utf-8; format=flowed\r\n\r\nFlowed {f} \r\n{l} keepflow\r\n\r\n> quoted {n}\r\n' +
     f'--{asc}B\r\nContent-Type: text/plain; name*0*=utf-8\'\'{urllib.parse.quote(f)}; name*1*=%20{urllib.parse.quote(l)}.txt\r\nContent-Disposition: attachment; filename*=utf-8\'\'{u}.txt\r\nContent-Description: {word(n)}\r\nContent-ID: <{asc}@x>\r\n\r\nattached {n} keepatt\r\n' +
     f'--{asc}B\r\nContent-Type: application/octet-stream; name="{word(n)}.bin"\r\nContent-Transfer-Encoding: base64\r\n\r\n' + base64.encodebytes(n.encode()).decode() +
     f'\r\n--{asc}B\r\nContent-Type: text/calendar; charset=utf-8; method=REQUEST; name="{n}.ics"\r\n\r\nBEGIN:VCALENDAR\r\nBEGIN:VEVENT\r\nSUMMARY:Meet {n} keepcal\r\nORGANIZER;CN="{n}":mailto:{asc}@x.example\r\nDESCRIPTION:long {n[:3]}\r\n {n[3:]} keepdesc\r\nEND:VEVENT\r\nEND:VCALENDAR\r\n')
    if inner: h += f'\r\n--{asc}B\r\nContent-Type: message/rfc822\r\n\r\n' + mail(n, False).decode() + '\r\n'
    return (h + f'\r\n--{asc}B--\r\nepilogue {n}\r\n').encode()
def mbox(n): m = mail(n); f = plain(n); return (f'From {f}@x.example Thu Oct  1 10:00:00 2020\n'.encode() + m.replace(b'\r\n', b'\n') + b'\n') * 2
def emlx(n): m = mail(n).replace(b'\r\n', b'\n'); return str(len(m)).encode() + b'\n' + m + f'<?xml version="1.0"?><plist version="1.0"><dict><key>subject</key><string>{escape(n)}</string></dict></plist>\n'.encode()

ALL = {'docx': docx, 'xlsx': xlsx, 'pptx': pptx, 'odt': odt, 'ods': ods, 'odp': lambda n: slides(n, 'presentation'), 'odg': lambda n: slides(n, 'drawing'), 'rtf': rtf, 'epub': epub, 'html': page, 'svg': svg, 'xml': xml, 'csv': csv, 'tsv': tsv, 'txt': txt, 'md': md, 'eml': mail, 'mbox': mbox, 'emlx': emlx}


# --- looking at the copies

def fold(t):
    t = ''.join(c for c in t if c not in '\u00ad\u200b\u200c\u200d\u2060\ufeff')
    t = unicodedata.normalize('NFKD', t)
    return ''.join(c for c in t if not unicodedata.combining(c)).casefold()
def views(b):
    yield 'raw', b.decode('utf-8', 'replace')
    t = b.decode('utf-8', 'replace')
    for e in ('utf-16le', 'utf-16be'):
        yield e, b.decode(e, 'replace'); yield e + '+1', b[1:].decode(e, 'replace')
    yield 'unescape', html.unescape(t)
    yield 'percent', urllib.parse.unquote(t)
    yield 'qp', quopri.decodestring(b).decode('utf-8', 'replace')
    yield 'notags', html.unescape(re.sub(r'<[^>]*>', '', t))
    yield 'rtf', re.sub(r"\\'([0-9a-f]{2})", lambda m: bytes([int(m[1], 16)]).decode('cp1250', 'replace'), re.sub(r'\\u(-?\d+) ?\??', lambda m: chr(int(m[1]) % 65536), re.sub(r'\\(?!u-?\d)[a-z]+-?\d* ?|[{}]', '', t)))
    yield 'letters', re.sub(r'[^\w]', '', t)
    for m in re.split(r'\r?\n\r?\n', t):
        try: yield 'b64', base64.b64decode(re.sub(r'\s', '', m), validate=True).decode('utf-8', 'replace')
        except ValueError: pass
    for m in re.findall(r'[A-Za-z0-9+/\r\n]{8,}={0,2}', t):
        m = re.sub(r'\s', '', m)
        for off in range(1):
            try: yield 'b64', base64.b64decode(m + '=' * (-len(m) % 4)).decode('utf-8', 'replace')
            except Exception: pass
def search(b, words, where, hits):
    for how, t in views(b):
        ft = fold(t)
        for w in words:
            if w in ft: hits.add((where, how, w, ft[max(0, ft.find(w)-40):ft.find(w)+40]))
    if b[:2] == b'PK':
        z = zipfile.ZipFile(io.BytesIO(b))
        for n in z.namelist():
            search(n.encode(), words, where + '!name:' , hits)
            search(z.read(n), words, where + '!' + n, hits)
def kept(b, acc):
    for how, t in views(b):
        acc |= set(re.findall(r'keep[a-z0-9]+', t.lower())) if how in ('raw', 'unescape', 'qp', 'notags', 'b64') else set()
    if b[:2] == b'PK':
        z = zipfile.ZipFile(io.BytesIO(b))
        for n in z.namelist():
            if not n.endswith(('.xlsx',)): kept(z.read(n), acc)
    return acc

# Words that stood where nothing stays: in what describes the whole document,
# in pictures of other kinds inside a page, in what is hidden, in what only ran
# together with another word there.
GONE = {'html': ('keepafter', 'keepsvg', 'keepsvgkeepafter', 'keeptitle'),
        'svg': ('keepdesc', 'keepforeign', 'keeptitle')}

def check(orig, red, name):
    words = [fold(name), fold(name).replace(' ', ''), fold(name).split()[-1]]
    bad = 0
    for f in sorted(os.listdir(orig)):
        hits = set()
        b = open(f'{red}/{f}', 'rb').read()
        search(b, words, f, hits)
        words_of = kept(open(f'{orig}/{f}', 'rb').read(), set())
        lost = {w for w in words_of - kept(b, set()) if w.count('keep') == 1
                and not any(w != o and w.startswith(o) for o in words_of)}
        lost -= set(GONE.get(f.rsplit('.', 1)[1], ()))
        for h in sorted(hits)[:5]: print(f, 'still has it:', *h)
        if lost: print(f, 'lost', *sorted(lost))
        bad += bool(hits or lost)
    print(len(os.listdir(orig)), 'documents,', bad, 'of them bad')
    return bad == 0

def names(n):
    rnd, seen = random.Random(7), set()
    word = lambda k: ''.join(rnd.choice('aeiouy\u0119\u0105\u00f3' if i % 2 else 'bdfgklmnprstwz\u017c\u0142\u015b\u0107') for i in range(k)).capitalize()
    while len(seen) < n:
        a, b = word(rnd.randint(4, 12)), word(rnd.randint(5, 16))
        name = f'{a} {b}'
        if name.isascii(): continue    # it has no punycode of its own
        if plain(name)[:5] in {plain(x)[:5] for x in seen}: continue
        seen.add(name)
        print(name)

if __name__ == '__main__':
    what, *rest = sys.argv[1:]
    if what == 'make':
        if len(rest) > 2: PNG = open(rest[2], 'rb').read()
        for ext, make in ALL.items():
            open(f'{rest[0]}/s.{ext}', 'wb').write(make(rest[1]))
    elif what == 'check':
        sys.exit(0 if check(*rest) else 1)
    elif what == 'names':
        names(int(rest[0]))
    elif what == 'wide':
        for ext, make in ALL.items():
            os.mkdir(f'{rest[0]}/{ext}')
            for i, n in enumerate(open(rest[1], encoding='utf-8').read().splitlines()):
                open(f'{rest[0]}/{ext}/{i:03}.{ext}', 'wb').write(make(n))
