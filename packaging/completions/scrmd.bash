# Completion of scrmd for bash.
_scrmd() {
    local current=${COMP_WORDS[COMP_CWORD]} previous=${COMP_WORDS[COMP_CWORD - 1]}
    case $previous in
        --socket | --settings | -c | --config) compopt -o filenames && mapfile -t COMPREPLY < <(compgen -f -- "$current") && return ;;
        --log-level)
            mapfile -t COMPREPLY < <(compgen -W 'trace debug info warning error off' -- "$current") && return ;;
    esac
    mapfile -t COMPREPLY < <(compgen -W '--foreground --socket --settings --log-level --debug --info --error --critical
        --apdu --config --reader-name-no-interface --reader-name-no-serial
        --auto-exit --hotplug --version --help' -- "$current")
}
complete -F _scrmd scrmd
