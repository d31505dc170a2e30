#!/usr/bin/env python3
"""Merges Cobertura reports: a line is covered if one of them covers it. Prints a table per project of src."""
import collections, os, sys
import xml.etree.ElementTree as ElementTree

FLOOR = 90.0
hits = collections.defaultdict(dict)  # file -> line -> covered
root = os.getcwd() + '/'
for report in sys.argv[1:]:
    for _, part in ElementTree.iterparse(report):
        if part.tag != 'class':
            continue
        name = part.get('filename', '')
        name = name[len(root):] if name.startswith(root) else name
        # Generated code (of the compiler, of EF Core) is nobody's to test.
        if name.startswith('src/') and '/obj/' not in name and '/Generated/' not in name and '.Designer.cs' not in name:
            for line in part.iter('line'):
                number = int(line.get('number'))
                hits[name][number] = hits[name].get(number, False) or int(line.get('hits')) > 0
        part.clear()
if not hits:
    sys.exit('no report names a file of src')

projects = collections.defaultdict(lambda: [0, 0])
for name, lines in hits.items():
    for row in (projects[name.split('/')[1]], projects['all']):
        row[0] += len(lines)
        row[1] += sum(lines.values())
print(f'{"project":<24}{"lines":>8}{"covered":>9}{"%":>8}')
for project, (lines, covered) in sorted(projects.items(), key=lambda row: (row[0] == 'all', row[0])):
    percent = 100 * covered / lines
    print(f'{project:<24}{lines:>8}{covered:>9}{percent:>8.1f}{"" if percent >= FLOOR else f"  below {FLOOR:.0f}"}')
missing = sorted(((len(lines) - sum(lines.values()), name) for name, lines in hits.items()), reverse=True)
print('\nmost lines not covered:')
for count, name in missing[:20]:
    print(f'{count:>6}  {name}')
