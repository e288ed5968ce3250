#!/usr/bin/env python3
# names.py -- PDFs that differ only in one name: what test_width.c redacts.
#
# usage: names.py FOLDER COUNT
# Writes FOLDER/<layout>-<number>.pdf, and FOLDER/<number>.txt with the name.
# A layout sets the same words in one way: kerned, justified by spaces or by
# letters, centred, aligned right, in columns, in a table, turned, wrapped, with
# a base font, a whole or a subset TrueType font, a Type 3 font.
import os, struct, sys, zlib

FIRST = ('Al Bo Cy Ed Ida Jan Kim Leo Mia Noa Olga Paul Quinn Rosa Sven Tess Uma '
    'Vera Willem Xenia Yusuf Zofia Ann Bartholomew Christopher Dominika Emmanuelle '
    'Friedrich Gwendolyn Hieronymus Ignatius Jacqueline Konstantin Leopoldine '
    'Maximiliane Nikodemus Ottokar Przemyslaw Quentin Rosalind').split()
LAST = 'Li Oz Moore Willimwit Fairweather-Marchenoir'.split()
WHOLE = '/usr/share/fonts/truetype/dejavu/DejaVuSerif.ttf'

def names(count):
    return [(f + ' ' + l) for l in LAST for f in FIRST][:count]

# Helvetica's widths (Adobe's core 14 metrics) of ASCII.
HELVETICA = [278, 278, 355, 556, 556, 889, 667, 191, 333, 333, 389, 584, 278, 333,
    278, 278] + [556] * 10 + [278, 278, 584, 584, 584, 556, 1015, 667, 667, 722, 722,
    667, 611, 778, 722, 278, 500, 667, 556, 833, 722, 778, 667, 778, 722, 667, 611, 722,
    667, 944, 667, 667, 611, 278, 278, 278, 469, 556, 333, 556, 556, 500, 556, 556, 278,
    556, 556, 222, 222, 500, 222, 833, 556, 556, 556, 556, 333, 500, 278, 556, 500, 722,
    500, 500, 500, 334, 260, 334, 584]

class Base:
    """Helvetica, that every reader has."""
    objects = {5: b'<</Type/Font/Subtype/Type1/BaseFont/Helvetica>>'}
    def width(self, s, size):
        return sum(HELVETICA[ord(c) - 32] for c in s) * size / 1000
    def code(self, s):
        return b'(' + s.replace('\\', '\\\\').replace('(', '\\(').replace(')',
            '\\)').encode('latin-1') + b')'
    def finish(self, used):
        return self.objects

class TrueType:
    """A font of the machine, whole or with the glyphs that are used."""
    def __init__(self, path, subset):
        self.data, self.subset = open(path, 'rb').read(), subset
        d = self.data
        n = struct.unpack('>H', d[4:6])[0]
        self.tables = {}
        for i in range(n):
            tag, _, at, ln = struct.unpack('>4sLLL', d[12 + 16 * i:28 + 16 * i])
            self.tables[tag] = d[at:at + ln]
        self.em = struct.unpack('>H', self.tables[b'head'][18:20])[0]
        hm = struct.unpack('>H', self.tables[b'hhea'][34:36])[0]
        x = self.tables[b'hmtx']
        self.adv = [struct.unpack('>H', x[4 * i:4 * i + 2])[0] for i in range(hm)]
        self.map = self.cmap()
        self.used = set()
    def cmap(self):
        t = self.tables[b'cmap']
        for i in range(struct.unpack('>H', t[2:4])[0]):
            p, e, at = struct.unpack('>HHL', t[4 + 8 * i:12 + 8 * i])
            if (p, e) == (3, 1):
                n = struct.unpack('>H', t[at + 6:at + 8])[0] // 2
                h = lambda o, k: struct.unpack('>H', t[at + o + 2 * k:at + o + 2 * k + 2])[0]
                m = {}
                for k in range(n):
                    end, start = h(14, k), h(16 + 2 * n, k)
                    delta, ro = h(16 + 4 * n, k), h(16 + 6 * n, k)
                    for c in range(start, min(end, 0xfffe) + 1):
                        g = c + delta if ro == 0 else h(16 + 6 * n, k + ro // 2 + c - start)
                        m[c] = g & 0xffff
                return m
    def gid(self, c):
        g = self.map.get(ord(c), 0)
        self.used.add((g, c))
        return g
    def advance(self, g):
        return self.adv[g] if g < len(self.adv) else self.adv[-1]
    def width(self, s, size):
        return sum(self.advance(self.map.get(ord(c), 0)) for c in s) * size / self.em
    def code(self, s):
        return b'<' + b''.join(b'%04x' % self.gid(c) for c in s) + b'>'
    def program(self):
        if not self.subset:
            return self.data
        loca = self.tables[b'loca']
        long = struct.unpack('>H', self.tables[b'head'][50:52])[0]
        n = len(loca) // (4 if long else 2) - 1
        off = list(struct.unpack('>%d%s' % (n + 1, 'L' if long else 'H'), loca))
        if not long:
            off = [2 * o for o in off]
        keep, glyf = {0} | {g for g, _ in self.used}, self.tables[b'glyf']
        todo = list(keep)
        while todo:
            g = todo.pop()
            b = glyf[off[g]:off[g + 1]]
            if len(b) > 10 and struct.unpack('>h', b[:2])[0] < 0:
                at = 10
                while True:
                    flags, part = struct.unpack('>HH', b[at:at + 4])
                    if part not in keep:
                        keep.add(part)
                        todo.append(part)
                    at += 4 + (4 if flags & 1 else 2) + (2 if flags & 8 else
                        4 if flags & 64 else 8 if flags & 128 else 0)
                    if not flags & 32:
                        break
        out, new = b'', []
        for g in range(n):
            new.append(len(out))
            if g in keep:
                out += glyf[off[g]:off[g + 1]]
                out += b'\0' * (-len(out) % 4)
        new.append(len(out))
        tables = {t: self.tables[t] for t in (b'head', b'hhea', b'hmtx', b'maxp',
            b'cvt ', b'fpgm', b'prep') if t in self.tables}
        tables[b'head'] = tables[b'head'][:50] + b'\0\1' + tables[b'head'][52:]
        tables[b'glyf'], tables[b'loca'] = out, struct.pack('>%dL' % (n + 1), *new)
        head = struct.pack('>4sHHHH', b'\0\1\0\0', len(tables), 128, 3, 16)
        at, body = 12 + 16 * len(tables), b''
        for t in sorted(tables):
            head += struct.pack('>4sLLL', t, 0, at + len(body), len(tables[t]))
            body += tables[t] + b'\0' * (-len(tables[t]) % 4)
        return head + body
    def finish(self, _):
        prog = zlib.compress(self.program())
        used = sorted(self.used)
        w = b' '.join(b'%d[%d]' % (g, round(self.advance(g) * 1000 / self.em))
            for g, _ in used)
        uni = (b'/CIDInit /ProcSet findresource begin 12 dict begin begincmap '
            b'/CMapName /X def /CMapType 2 def 1 begincodespacerange <0000> <ffff> '
            b'endcodespacerange ' + b''.join(b'1 beginbfchar <%04x> <%04x> endbfchar '
            % (g, ord(c)) for g, c in used) + b'endcmap end end')
        return {5: b'<</Type/Font/Subtype/Type0/BaseFont/ABCDEF+Serif/Encoding'
            b'/Identity-H/DescendantFonts[6 0 R]/ToUnicode 9 0 R>>',
            6: b'<</Type/Font/Subtype/CIDFontType2/BaseFont/ABCDEF+Serif/CIDSystemInfo'
            b'<</Registry(Adobe)/Ordering(Identity)/Supplement 0>>/FontDescriptor 7 0 R'
            b'/W[' + w + b']/CIDToGIDMap/Identity>>',
            7: b'<</Type/FontDescriptor/FontName/ABCDEF+Serif/Flags 4/FontBBox[-800 -350'
            b' 1700 1000]/ItalicAngle 0/Ascent 900/Descent -240/CapHeight 700/StemV 80'
            b'/FontFile2 8 0 R>>',
            8: b'<</Length1 %d/Filter/FlateDecode/Length %d>>stream\n' % (len(
            self.program()), len(prog)) + prog + b'\nendstream',
            9: b'<</Length %d>>stream\n' % len(uni) + uni + b'\nendstream'}

class Drawn(Base):
    """A Type 3 font of boxes, one for each letter, as wide as Helvetica's."""
    def finish(self, used):
        codes = range(32, 127)
        o = {5: b'<</Type/Font/Subtype/Type3/FontBBox[0 0 1000 1000]/FontMatrix[.001 0 0'
            b' .001 0 0]/FirstChar 32/LastChar 126/Widths[' + b' '.join(b'%d' %
            HELVETICA[c - 32] for c in codes) + b']/Encoding<</Differences[32' +
            b''.join(b'/c%d' % c for c in codes) + b']>>/ToUnicode 9 0 R/CharProcs<<' +
            b''.join(b'/c%d %d 0 R' % (c, 100 + c) for c in codes) + b'>>>>'}
        for c in codes:
            s = b'%d 0 d0 ' % HELVETICA[c - 32] + (b'' if c == 32 else
                b'50 0 %d %d re f' % (HELVETICA[c - 32] - 100, 400 + c))
            o[100 + c] = b'<</Length %d>>stream\n' % len(s) + s + b'\nendstream'
        uni = (b'begincmap 1 begincodespacerange <00> <ff> endcodespacerange 1 '
            b'beginbfrange <20> <7e> <0020> endbfrange endcmap')
        o[9] = b'<</Length %d>>stream\n' % len(uni) + uni + b'\nendstream'
        return o

KERN = {('W', 'i'): 40, ('A', 'l'): -10, ('L', 'i'): 15, ('T', 'e'): 110, ('Y', 'u'): 70,
    ('V', 'e'): 70, ('W', 'e'): 40, ('F', 'a'): 30, ('r', ','): 50, ('o', 'w'): 10,
    (' ', 'W'): 18, ('P', 'a'): 20, ('r', 'e'): 5}

class Sheet:
    def __init__(self, font, size=11):
        self.f, self.size, self.ops = font, size, []
    def put(self, x, y, s, op='Tj', extra=b''):
        self.ops.append(b'BT /F %g Tf %s1 0 0 1 %.4f %.4f Tm ' % (self.size, extra, x, y) +
            self.f.code(s) + b' Tj ET')
    def kerned(self, x, y, s):
        parts, at = b'', 0
        for i in range(1, len(s)):
            k = KERN.get((s[i - 1], s[i]))
            if k:
                parts += self.f.code(s[at:i]) + b' %d ' % k
                at = i
        self.ops.append(b'BT /F %g Tf 1 0 0 1 %.4f %.4f Tm [' % (self.size, x, y) + parts +
            self.f.code(s[at:]) + b']TJ ET')
    def spread(self, x, y, s, width, how):
        gap = width - self.f.width(s, self.size)
        if how == 'letters':
            gap = min(gap, .08 * self.size * len(s))
            self.put(x, y, s, extra=b'%.5f Tc ' % (gap / max(1, len(s))))
            self.ops.append(b'BT 0 Tc ET')
        elif how == 'narrow':
            width = min(width, self.f.width(s, self.size) * 1.1)
            z = 100 * width / self.f.width(s, self.size)
            self.put(x, y, s, extra=b'%.4f Tz ' % z)
            self.ops.append(b'BT 100 Tz ET')
        else:                       # a gap of its own at each space
            words = s.split(' ')
            each = gap / max(1, len(words) - 1)
            row = b''.join(self.f.code(w + ' ') + b' %.3f ' % (-each * 1000 / self.size)
                for w in words[:-1]) + self.f.code(words[-1])
            self.ops.append(b'BT /F %g Tf 1 0 0 1 %.4f %.4f Tm [' % (self.size, x, y) + row +
                b']TJ ET')
    def wrap(self, s, width):
        lines, line = [], ''
        for w in s.split(' '):
            t = (line + ' ' + w).strip()
            if line and self.f.width(t, self.size) > width:
                lines.append(line)
                line = w
            else:
                line = t
        return lines + [line]
    def paragraph(self, x, y, s, width, how, lead=14):
        lines = self.wrap(s, width)
        for i, l in enumerate(lines):
            last = i == len(lines) - 1
            if how == 'left' or (last and how not in ('right', 'centre')):
                self.put(x, y, l)
            elif how == 'kerned':
                self.kerned(x, y, l)
            elif how == 'right':
                self.put(x + width - self.f.width(l, self.size), y, l)
            elif how == 'centre':
                self.put(x + (width - self.f.width(l, self.size)) / 2, y, l)
            else:
                self.spread(x, y, l, width, how)
            y -= lead
        return y

AFTER = ('The report of the commission was given to the council in the spring and was '
    'read by nobody who had a part in it.')
TEXT = ('In the evening of that day %s was seen at the harbour with two men, who left '
    'on the ferry to the north and did not come back for a year.')
WRAP = TEXT + ' The police of the town asked all who had been there, and wrote down what they said.'

def line(s, how):
    s.put(72, 760, 'A heading over all of it')
    s.paragraph(72, 730, AFTER, 450, 'left')
    text = TEXT[:58]
    def one(n):
        l = ('Then %s came with the others.' % n)
        w = s.f.width(l, s.size)
        if how == 'left': s.put(72, 650, l)
        if how == 'kerned': s.kerned(72, 650, l)
        if how == 'right': s.put(522 - w, 650, l)
        if how == 'centre': s.put(297 - w / 2, 650, l)
        if how in ('spaces', 'narrow'): s.spread(72, 650, l, 450, how)
        if how == 'letters': s.spread(72, 650, l, w + 20, how)
    return one

def build(layout, name):
    font, how = layout.split('-', 1)
    f = {'base': Base, 'drawn': Drawn}.get(font, lambda: TrueType(WHOLE, font == 'subset'))()
    s, extra = Sheet(f), b''
    if how.startswith('line'):
        line(s, how[4:])(name)
        s.paragraph(72, 600, AFTER, 450, 'left')
    elif how.startswith('wrap'):
        y = s.paragraph(72, 760, AFTER, 450, how[4:])
        y = s.paragraph(72, y - 10, WRAP % name, 450, how[4:])
        y = s.paragraph(72, y - 10, AFTER, 450, how[4:])
    elif how == 'columns':
        s.paragraph(60, 760, WRAP % name, 220, 'left')
        s.paragraph(320, 760, AFTER + ' ' + AFTER, 220, 'left')
    elif how == 'beside':           # no other rows in either column, but below
        s.paragraph(60, 760, WRAP % name, 220, 'left')
        s.paragraph(320, 760, TEXT % name, 220, 'left')
        s.paragraph(60, 580, AFTER, 450, 'left')
    elif how == 'letter':
        s.put(522 - f.width('Gdansk, 3 May 2026', 11), 780, 'Gdansk, 3 May 2026')
        s.put(72, 750, 'Dear colleagues,')
        y = 730
        for i, t in enumerate((WRAP % name, AFTER, TEXT % name, AFTER + ' ' + AFTER, WRAP % name)):
            y = s.paragraph(72, y - 10, t, 450, 'spaces')
        s.put(72, y - 20, 'With regards,')
        s.put(72, y - 34, name)
        s.put(290, 40, '1')
    elif how == 'list':
        s.put(72, 760, 'What was said on that day')
        y = 740
        for i, t in enumerate((AFTER, WRAP % name, TEXT % name, AFTER)):
            s.put(72, y, '%d.' % (i + 1))
            y = s.paragraph(90, y, t, 432, 'left')
        s.paragraph(72, y - 10, AFTER, 450, 'left')
    elif how == 'twocols':
        y = s.paragraph(60, 760, AFTER, 220, 'spaces')
        y = s.paragraph(60, y - 8, WRAP % name, 220, 'spaces')
        y = s.paragraph(60, y - 8, AFTER, 220, 'spaces')
        z = s.paragraph(320, 760, TEXT % name, 220, 'spaces')
        z = s.paragraph(320, z - 8, AFTER, 220, 'spaces')
        z = s.paragraph(320, z - 8, TEXT % name, 220, 'spaces')
    elif how == 'indent':
        y = 760
        for t in (AFTER, WRAP % name, AFTER, TEXT % name, WRAP % name):
            ls = s.wrap('      ' + t, 450)
            for i, l in enumerate(ls):
                s.put(72 + (22 if i == 0 else 0), y, l.strip())
                y -= 14
    elif how == 'stack':            # each moves those below it
        y = 760
        for text in (WRAP, TEXT, WRAP, TEXT):
            y = s.paragraph(72, y - 10, text % name, 450, 'left')
    elif how == 'table':
        rows = [('Witness', 'Seen on', 'Paid'), ('A. Nowak', '3 May', '120.00'), (name,
            '4 May', '80.50'), ('B. Kern', '5 May', '1200.00'), ('C. Roe', '6 May', '7.00')]
        for i, r in enumerate(rows):
            y = 760 - 20 * i
            s.put(72, y, r[0])
            s.put(340, y, r[1])
            s.put(500 - f.width(r[2], s.size), y, r[2])
            s.ops.append(b'.5 w 70 %g m 502 %g l S' % (y - 5, y - 5))
    elif how == 'chained':          # one BT, the next line by Td from the last
        s.ops.append(b'BT /F 11 Tf 72 700 Td ' + f.code('Then ') + b' Tj ' + f.code(name) +
            b' Tj ' + f.code(' came with the others.') + b' Tj 0 -14 Td ' +
            f.code('They left soon after that.') + b' Tj 0 -14 Td ' +
            f.code('Nobody knows where they went.') + b' Tj ET')
    elif how == 'words':            # each word at a place of its own, shuffled
        x, ws = 72, []
        for w in ('Then %s came with the others.' % name).split(' '):
            ws.append((x, w))
            x += f.width(w + ' ', s.size)
        for x, w in sorted(ws, key=lambda p: p[1][-1:] + p[1]):
            s.put(x, 700, w)
        s.put(72, 680, 'They left soon after that.')
    elif how == 'underlined':
        x = 72 + f.width('Then ', s.size)
        w = f.width(name, s.size)
        s.put(72, 700, 'Then %s came with the others.' % name)
        s.ops.append(b'.7 w %.3f 698.5 m %.3f 698.5 l S 1 1 0 rg 0 g' % (x, x + w))
        s.put(72, 680, 'They left soon after that.')
    elif how == 'lit':              # a yellow field behind the name
        x = 72 + f.width('Then ', s.size)
        s.ops.append(b'1 1 0 rg %.3f 697 %.3f 13 re f 0 g' % (x, f.width(name, s.size)))
        s.put(72, 700, 'Then %s came with the others.' % name)
        s.put(72, 680, 'They left soon after that.')
    elif how == 'turned':
        line(s, 'left')(name)
        extra = b'/Rotate 90'
    elif how == 'up':
        s.ops.append(b'BT /F 11 Tf 0 1 -1 0 300 100 Tm ' + f.code('Then %s came with the others.'
            % name) + b' Tj ET BT /F 11 Tf 0 1 -1 0 320 100 Tm ' + f.code('They left.') + b' Tj ET')
    elif how == 'link':
        line(s, 'left')(name)
        x = 72 + f.width('Then ', s.size)
        extra = (b'/Annots[<</Type/Annot/Subtype/Link/Rect[%.3f 647 %.3f 661]/Border[0 0 1]'
            b'/A<</S/URI/URI(http://x.example/%s)>>>>]' % (x, x + f.width(name, s.size),
            name.replace(' ', '.').encode()))
    content = b'\n'.join(s.ops)
    o = {1: b'<</Type/Catalog/Pages 2 0 R>>', 2: b'<</Type/Pages/Kids[3 0 R]/Count 1>>',
        3: b'<</Type/Page/Parent 2 0 R/MediaBox[0 0 595 842]/Contents 4 0 R/Resources<</Font'
        b'<</F 5 0 R>>>>' + extra + b'>>',
        4: b'<</Length %d>>stream\n' % len(content) + content + b'\nendstream'}
    o.update(f.finish(None))
    out, at = b'%PDF-1.5\n', {}
    for n in sorted(o):
        at[n] = len(out)
        out += b'%d 0 obj\n' % n + o[n] + b'\nendobj\n'
    xref = len(out)
    out += b'xref\n0 %d\n0000000000 65535 f \n' % (max(o) + 1)
    for n in range(1, max(o) + 1):
        out += b'%010d 00000 %s \n' % (at.get(n, 0), b'n' if n in at else b'f')
    return out + b'trailer<</Root 1 0 R/Size %d>>\nstartxref\n%d\n%%%%EOF\n' % (max(o) + 1, xref)

LAYOUTS = ['base-line' + h for h in ('left', 'kerned', 'right', 'centre', 'spaces', 'letters',
    'narrow')] + ['base-wrap' + h for h in ('left', 'kerned', 'right', 'centre', 'spaces',
    'letters')] + ['base-columns', 'base-beside', 'base-stack', 'base-letter', 'base-list',
    'base-twocols', 'base-indent', 'base-table', 'base-chained', 'base-words',
    'base-underlined', 'base-lit', 'base-turned', 'base-up', 'base-link', 'subset-lineleft',
    'subset-wrapspaces', 'subset-table', 'whole-linekerned', 'drawn-lineleft',
    'drawn-wrapspaces']

if __name__ == '__main__':
    to, count = sys.argv[1], int(sys.argv[2])
    only = sys.argv[3:] or LAYOUTS
    for i, n in enumerate(names(200)[::max(1, 200 // count)][:count]):
        open('%s/%03d.txt' % (to, i), 'w').write(n)
        for l in only:
            open('%s/%s-%03d.pdf' % (to, l, i), 'wb').write(build(l, n))
