#!/bin/sh
# abi_facts_complete.sh FACTS INCLUDE...: every macro and function that the headers in each INCLUDE folder declare is
# named in the FACTS folder. With abi_facts_test.c, which finds each fact in the headers, the two sets are the same.
set -eu
facts=$1
shift
cc=${CC:-cc}
headers='winscard.h reader.h ifdhandler.h debuglog.h'

# Include guards, what only preprocesses (tested by debuglog_test.cpp), and names ending in _, which are private.
known='__[a-z]*_h__|_ifd_handler_h_|PCSC_API|PCSCLITE_VERSION_NUMBER|SCARD_PCI_(T0|T1|RAW)|Log(Rv4|Xxd|[0-9])|DebugLog[ABC]|[A-Z_]*_'

names() { # DIR: macros that are there only with the headers, then functions
    for header in $headers; do echo "#include <$header>"; done >"$work/all.c"
    echo '#include <inttypes.h>' >"$work/none.c"
    for unit in none all; do
        $cc -dM -E -I"$1" "$work/$unit.c" | sed -E 's/^#define ([A-Za-z_0-9]*).*/\1/' | sort >"$work/$unit"
    done
    comm -13 "$work/none" "$work/all" | grep -Evx "$known"
    $cc -E -P -I"$1" "$work/all.c" | grep -Eo '\b(SCard|IFDH|log_|rv2|pcsc_|DebugLog)[A-Za-z_0-9]*' | sort -u
}

work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
missing=0
for folder; do
    for name in $(names "$folder"); do
        grep -qw "$name" "$facts"/*.inc || { echo "$folder: $name is not among the facts" && missing=1; }
    done
done
exit $missing
