#!/usr/bin/env python3
"""ftm_check.py FOLDER -- is what `open` wrote of a release what it says?

Checked by the published facts on FollowTheMoney (followthemoney/schema/*.yaml):
schemas and what they extend, properties and their types, what entities refer
to; then against the folder and manifest.json.  Prints how many of each schema.
"""
import hashlib
import json
import os
import re
import sys

THING = {'name': 'string', 'summary': 'text', 'proof': 'Document'}
DOCUMENT = {'contentHash': 'checksum', 'fileSize': 'number', 'fileName': 'string',
            'mimeType': 'mimetype', 'parent': 'Folder'}
SCHEMAS = {     # extends, properties: a type, or the schema that it must refer to
    'Thing': ((), THING),
    'Document': (('Thing',), DOCUMENT),
    'Folder': (('Document',), {}),
    'Pages': (('Document',), {}), 'PlainText': (('Document',), {}),
    'HyperText': (('Document',), {}), 'Image': (('Document',), {}),
    'Audio': (('Document',), {}), 'Video': (('Document',), {}),
    'Workbook': (('Folder',), {}),
    'Email': (('Folder', 'PlainText', 'HyperText'), {}),
    'LegalEntity': (('Thing',), {}),
    'Person': (('LegalEntity',), {}), 'Organization': (('LegalEntity',), {}),
    'Address': (('Thing',), {'full': 'string'}),
    'UserAccount': (('Thing',), {'username': 'string'}),
    'BankAccount': (('Thing',), {}), 'CryptoWallet': (('Thing',), {}),
    'Vehicle': (('Thing',), {}),
    'Mention': ((), {'document': 'Document', 'resolved': 'LegalEntity', 'name': 'name',
                     'detectedSchema': 'string'}),
}
ABSTRACT = {'Thing', 'LegalEntity'}
REQUIRED = {'UserAccount': ['username'], 'Mention': ['resolved', 'name'],
            'Address': ['full'], 'Thing': ['name']}
TYPES = {'string': r'[^\x00-\x1f]+', 'text': r'[^\x00]+', 'name': r'[^\x00-\x1f]+',
         'checksum': r'[0-9a-f]{40}', 'number': r'[0-9]+',
         'mimetype': r'[a-z]+/[a-z0-9.+-]+'}
LABEL = re.compile(r'\[[A-Z0-9_]+-[1-9][0-9]*\]$')


def above(schema):
    """The schema and all that it extends."""
    found = {schema}
    for up in SCHEMAS[schema][0]:
        found |= above(up)
    return found


def properties(schema):
    found = {}
    for s in above(schema):
        found.update(SCHEMAS[s][1])
    return found


def check_entities(entities):
    by_id = {}
    for e in entities:
        assert set(e) == {'id', 'schema', 'properties'}, e
        assert re.fullmatch(r'[0-9a-f]{40}', e['id']), e['id']
        assert e['id'] not in by_id, 'twice: ' + e['id']
        assert e['schema'] in SCHEMAS and e['schema'] not in ABSTRACT, e['schema']
        by_id[e['id']] = e
    for e in entities:
        known = properties(e['schema'])
        for s in above(e['schema']):
            for p in REQUIRED.get(s, ()):
                assert e['properties'].get(p), '%s without %s' % (e['schema'], p)
        for name, values in e['properties'].items():
            assert name in known, '%s has no %s' % (e['schema'], name)
            assert isinstance(values, list) and values, name
            for v in values:
                assert isinstance(v, str), v
                if known[name] in SCHEMAS:
                    assert known[name] in above(by_id[v]['schema']), \
                        '%s refers to a %s' % (name, by_id[v]['schema'])
                else:
                    assert re.fullmatch(TYPES[known[name]], v), (name, v)
    return by_id


def main():
    folder = sys.argv[1]
    manifest = json.load(open(os.path.join(folder, 'manifest.json')))
    lines = open(os.path.join(folder, 'entities.ftm.json')).read()
    assert lines.endswith('\n')
    entities = [json.loads(line) for line in lines.splitlines()]
    check_entities(entities)
    files = {e['properties']['fileName'][0]: e for e in entities
             if 'Document' in above(e['schema']) and e['schema'] != 'Folder'}
    there = set(os.listdir(folder)) - {'manifest.json', 'entities.ftm.json'}
    assert set(files) == there == {f['file'] for f in manifest['files']}, there
    for f in manifest['files']:
        with open(os.path.join(folder, f['file']), 'rb') as one:
            content = one.read()
        e = files[f['file']]['properties']
        assert hashlib.sha256(content).hexdigest() == f['sha256'], f['file']
        assert hashlib.sha1(content).hexdigest() == e['contentHash'][0], f['file']
        assert len(content) == f['size'] == int(e['fileSize'][0]), f['file']
    for e in entities:
        if 'Document' not in above(e['schema']):
            assert LABEL.match(e['properties']['name'][0]), e
    assert manifest['version'] == 2 and manifest['tool'].startswith('tipline ')
    assert manifest['libraries'], 'no library is named'
    assert manifest['approvals']['people'] >= manifest['approvals']['needed'] >= 1
    assert set(manifest) == {'version', 'tool', 'submission', 'withheld', 'approvals',
                             'files', 'libraries'}, set(manifest)
    counts = {}
    for e in entities:
        counts[e['schema']] = counts.get(e['schema'], 0) + 1
    print('%d files, %s' % (len(files), ', '.join('%d %s' % (n, s) for s, n in sorted(counts.items()))))


main()
