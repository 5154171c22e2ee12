#!/bin/bash
# Makes the databases of this directory again: make.sh DIRECTORY. Needs rpm 4.18 (rpmbuild), gpg, python3, db5.3_load
# and NDB_WRITE, a program `NDB_WRITE FILE HEADER...` that puts each header file into FILE with rpmpkgPut() and
# deletes package N with rpmpkgDel() for an argument -N; compile rpm's lib/backend/ndb/rpmpkg.c into it.
set -euo pipefail
out=$(realpath "$1")
W=$(mktemp -d)
cd "$W"
cat > hello.spec <<'S'
Name: hello
Epoch: 2
Version: 1.0
Release: 3.fc40
Summary: A greeting
License: MIT
BuildArch: noarch
Requires: libfoo >= 4
Requires: /opt/many/dir1/file-number-1
Requires: absent
Recommends: empty-meta
Provides: greeting = 1
%description
A greeting.
%install
mkdir -p %{buildroot}/usr/bin %{buildroot}/usr/share/hello %{buildroot}/var/log %{buildroot}/etc
echo hello > %{buildroot}/usr/bin/hello
ln -s hello %{buildroot}/usr/bin/hi
echo text > "%{buildroot}/usr/share/hello/a b.txt"
printf 'x' > %{buildroot}/usr/share/hello/$(printf 'caf\303\251').txt
touch %{buildroot}/var/log/hello.log
echo conf > %{buildroot}/etc/hello.conf
%files
/usr/bin/hello
/usr/bin/hi
/usr/share/hello
%config(noreplace) /etc/hello.conf
%ghost /var/log/hello.log
S
cat > libfoo.spec <<'S'
Name: libfoo
Version: 4.2
Release: 1
Summary: A library
License: MIT
%description
A library.
%install
mkdir -p %{buildroot}/usr/lib/foo-%{_target_cpu} %{buildroot}/usr/share/foo
echo %{_target_cpu} > %{buildroot}/usr/lib/foo-%{_target_cpu}/libfoo.so
echo shared > %{buildroot}/usr/share/foo/data
%files
/usr/lib/foo-%{_target_cpu}
/usr/share/foo
S
cat > many.spec <<'S'
Name: many
Version: 7
Release: 1
Summary: Many files
License: MIT
Requires: greeting
%description
Many files.
%install
for d in 1 2 3 4 5 6; do mkdir -p %{buildroot}/opt/many/dir$d; for f in $(seq 12); do echo $d $f > %{buildroot}/opt/many/dir$d/file-number-$f; done; done
%files
/opt/many
S
cat > empty.spec <<'S'
Name: empty-meta
Version: 1
Release: 1
Summary: No files
License: MIT
%description
No files.
%files
S
build() { rpmbuild -bb --quiet --define "_topdir $W/top" --define "_buildhost example" --define "_build_id_links none" --define "debug_package %{nil}" --define "__os_install_post %{nil}" "$@"; }
build hello.spec; build many.spec; build empty.spec
build --target x86_64 libfoo.spec; build --target i686 libfoo.spec
export GNUPGHOME=$W/gpg; mkdir -m 700 $GNUPGHOME
gpg --batch --quiet --passphrase '' --quick-gen-key 'Test <test@example.com>' rsa2048 sign never
gpg --armor --export > key.asc
mkdir db
rpm() { command rpm --dbpath "$W/db" --define '_db_backend sqlite' "$@"; }
rpm --initdb
rpm --import key.asc
rpm -i --justdb --nodeps --ignorearch --ignoreos --nosignature $(find top -name '*.rpm' | sort)
rpm -qa --qf '[%{=NAME}\t%{=EVR}\t%{=ARCH}\t%{FILEFLAGS:fflags}\t%{FILENAMES}\n]' | LC_ALL=C sort > "$out/files.txt"
python3 - "$W" <<'P'
import os, shutil, sqlite3, struct, subprocess, sys
os.chdir(sys.argv[1])
connection = sqlite3.connect('db/rpmdb.sqlite', isolation_level=None)
rows = connection.execute('select hnum, blob from Packages order by hnum').fetchall()
names = []
for number, blob in rows:
    names.append(f'header-{number}')
    with open(names[-1], 'wb') as file: file.write(blob)
again = names[:2] + [names[0], '-3'] + names[2:]
subprocess.check_call([os.environ['NDB_WRITE'], 'Packages.db'] + again)
pairs = [(0, struct.pack('<I', rows[-1][0]))] + rows
data = ''.join(f' {struct.pack("<I", number).hex()}\n {blob.hex()}\n' for number, blob in pairs)
for name, order in (('Packages', 1234), ('Packages.big-endian', 4321)):
    head = f'VERSION=3\nformat=bytevalue\ntype=hash\ndb_lorder={order}\ndb_pagesize=4096\nHEADER=END\n'
    subprocess.run(['db5.3_load', name], input=head + data + 'DATA=END\n', text=True, check=True)
connection.execute('vacuum')
connection.close()
shutil.copy('db/rpmdb.sqlite', 'logged')
logged = sqlite3.connect('logged', isolation_level=None)
logged.execute('pragma journal_mode = wal')
logged.execute('pragma wal_autocheckpoint = 0')
(hello,) = (number for number, blob in rows if b'hello.conf' in blob)
(many,) = (blob for _, blob in rows if b'file-number-2' in blob)
logged.execute('delete from Packages where hnum = ?', (hello,))
logged.execute('insert into Packages values (100, ?)', (many.replace(b'many', b'more'),))
shutil.copy('logged', 'logged.sqlite')
shutil.copy('logged-wal', 'logged.sqlite-wal')
P
for file in db/rpmdb.sqlite logged.sqlite logged.sqlite-wal Packages.db Packages Packages.big-endian; do
  gzip -9nc "$file" > "$out/$(basename "$file").gz"
done
rm -r "$W"
