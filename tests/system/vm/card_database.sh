#!/bin/bash
# card_database.sh FOLDER: keys and certificates for QEMU's emulated card, as NSS keeps them.
set -euo pipefail

folder=$1
[[ ! -e $folder/complete ]] || exit 0
rm -rf "$folder"
mkdir -p "$folder"
certutil -N -d "sql:$folder" --empty-password

certificate() {  # NAME ARGUMENT...
    head -c 64 /dev/urandom >"$folder/noise"
    certutil -S -d "sql:$folder" -z "$folder/noise" -n "$1" -s "CN=$1" -v 120 -g 2048 "${@:2}" >/dev/null 2>&1
}

certificate authority -x -t CTu,CTu,CTu -m 1 -2 <<<$'y\n0\nn\n'
certificate id-cert -c authority -t ,, -m 2 --keyUsage digitalSignature,nonRepudiation
certificate signing-cert -c authority -t ,, -m 3 --keyUsage digitalSignature,nonRepudiation
certificate encryption-cert -c authority -t ,, -m 4 --keyUsage keyEncipherment
rm "$folder/noise"
touch "$folder/complete"
