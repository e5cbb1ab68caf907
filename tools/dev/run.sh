# run [--once]: scrmd on a private socket with a virtual reader and an emulated card, and what one can do with them.

show() {  # WHAT COMMAND...
    local word line=
    for word in "${@:2}"; do
        [[ $word == *' '* ]] && line+=" '$word'" || line+=" $word"
    done
    say "" "$1" "  \$$line"
    "${@:2}"
}

start_daemon() {  # FOLDER
    if [[ -S $1/socket ]] && scrmctl list >/dev/null 2>&1; then
        die "another ./dev run is under way here; end that one first"
    fi
    rm -f "$1/socket"
    cat >"$1/scrmd.toml" <<END
[virtual]
control = "$1/control"

[[virtual.reader]]
name = "Desk"
END
    scrmd -f --socket "$1/socket" --settings "$1/scrmd.toml" --log-level info >"$1/log" 2>&1 &
    daemon=$!
    until [[ -S $1/socket ]]; do
        kill -0 "$daemon" 2>/dev/null || die "scrmd did not start: $(cat "$1/log")"
        sleep 0.05
    done
}

# SIGTERM is how a service manager ends it; it answers with exit code 0.
stop_daemon() {
    kill "$daemon" 2>/dev/null || true
    wait "$daemon"
}

demonstrate() {
    local select='00 A4 04 00 06 F0 53 43 52 4D 01 00'
    show "The readers there are:" scrmctl list &&
        show "What the card said of itself when it was powered:" scrmctl scan --once &&
        show "Select the card's demo application by its name, then read its file 'hello' (28 letters in ASCII):" \
            scrmctl apdu "$select" '00 B0 81 00 00' &&
        show "Have the card echo four bytes:" scrmctl apdu '80 EC 00 00 04 CA FE F0 0D 00' &&
        show "The file 'secret' is for those alone who show the PIN (1234) first:" \
            scrmctl apdu "$select" '00 20 00 01 04 31 32 33 34' '00 B0 83 00 00'
}

how_to_use() {  # FOLDER
    cat <<END

Point any program at it:

  export PCSCLITE_CSOCK_NAME=$1/socket
  export LD_LIBRARY_PATH=$PWD/build/dev/libpcsc-client   # our client library; without it, the system's own
  pcsc_scan        opensc-tool -l        python3 -c 'import smartcard.System as s; print(s.readers())'

Take the card out and put it in again, as drivers/virtual/README.md tells:

  python3 tools/dev/virtual.py $1/control remove Desk
  python3 tools/dev/virtual.py $1/control insert Desk

scrmd's log: $1/log
END
}

run() {  # [--once]
    [[ ${1:-} == @(|--once) ]] || die "run takes --once or nothing"
    deps test && build dev scrmd scrmctl pcsclite || return
    local folder=$PWD/build/run worked=0
    # A socket's path has 107 bytes at most.
    ((${#folder} < 90)) || folder=$(mktemp -d)
    mkdir -p "$folder"
    PATH=$PWD/build/dev/daemon:$PWD/build/dev/tools:$PATH
    export PCSCLITE_CSOCK_NAME=$folder/socket
    start_daemon "$folder"
    trap 'stop_daemon || true' EXIT
    say "scrmd runs, process $daemon."
    demonstrate || worked=$?
    if [[ ${1:-} != --once ]]; then
        how_to_use "$folder"
        say "" "Ctrl-C ends it."
        trap : INT
        wait "$daemon" || true
    fi
    trap - EXIT
    stop_daemon || worked=$?
    return "$worked"
}
