# Completion of scrmctl for bash.
_scrmctl_readers() {
    local IFS=$'\n' reader
    for reader in $(scrmctl list --json 2>/dev/null | tr '{' '\n' | sed -n 's/.*"reader": *"\([^"]*\)".*/\1/p'); do
        if [[ $reader == "$1"* ]]; then
            printf '%q\n' "$reader"
        fi
    done
}

_scrmctl() {
    local current previous command word
    current=${COMP_WORDS[COMP_CWORD]}
    previous=${COMP_WORDS[COMP_CWORD - 1]}
    for word in "${COMP_WORDS[@]:1:COMP_CWORD-1}"; do
        if [[ $word != -* ]]; then
            command=$word
            break
        fi
    done
    case $previous in
        -r | --reader) mapfile -t COMPREPLY < <(_scrmctl_readers "${current//\\/}") && return ;;
        -p | --protocol) mapfile -t COMPREPLY < <(compgen -W 'any T0 T1 raw' -- "$current") && return ;;
        -f | --file) compopt -o filenames && mapfile -t COMPREPLY < <(compgen -f -- "$current") && return ;;
    esac
    local words
    case ${command-} in
        '') words='list scan apdu atr --help --version' ;;
        list | atr) words='--json --help' ;;
        scan) words='--json --once --help' ;;
        apdu) words='--json --follow --reader --protocol --file --help' ;;
        *) words='' ;;
    esac
    mapfile -t COMPREPLY < <(compgen -W "$words" -- "$current")
}
complete -F _scrmctl scrmctl
