# deps TIER: installs the packages of packages.txt that are missing, and never removes one.

packages_of() {  # TIER
    sed '/^#/d; /^$/d' tools/dev/packages.txt | awk -v last="[$1]" '
        /^\[/ { if (reached) exit; reached = $0 == last; next }
        { print }'
}

missing_packages() {  # TIER
    local installed
    # shellcheck disable=SC2046
    installed=$(dpkg-query -W -f '${db:Status-Abbrev} ${Package}\n' $(packages_of "$1") 2>/dev/null |
        awk '$1 == "ii" { print $2 }')
    comm -23 <(packages_of "$1" | sort) <(sort -u <<<"$installed")
}

as_root() {
    if ((EUID == 0)); then
        "$@"
    elif command -v sudo >/dev/null; then
        sudo "$@"
    else
        die "this must be run as root: $*"
    fi
}

explain_refusal() {
    local older
    older=$(dpkg-query -W -f '${db:Status-Abbrev} ${Package}\n' 'libboost1.74-dev' 'libboost-dev' 2>/dev/null |
        awk '$1 == "ii" { print $2 }' | tr '\n' ' ')
    if [[ $older ]]; then
        say "scrm is built with Boost 1.81. Its headers (libboost1.81-dev) and those of 1.74 ($older) own the same files,"
        say "so Debian cannot have both, and this script removes nothing. If nothing of yours needs the older ones:"
        say "    apt-get remove $older&& ./dev deps"
    fi
    die "apt could not install what is missing; its own words are above"
}

deps() {  # TIER
    local missing
    [[ $1 == @(build|test|all) ]] || die "deps takes build, test or all"
    command -v apt-get >/dev/null || die "./dev deps knows Debian 12; install by hand what tools/dev/packages.txt names"
    missing=$(missing_packages "$1")
    [[ $missing ]] || return 0
    say "Installing: $(tr '\n' ' ' <<<"$missing")"
    local apt=(env DEBIAN_FRONTEND=noninteractive apt-get -qq -o Dpkg::Use-Pty=0 -o DPkg::Lock::Timeout=600)
    as_root "${apt[@]}" update
    # shellcheck disable=SC2086
    as_root "${apt[@]}" install -y --no-install-recommends --no-remove $missing </dev/null || explain_refusal
}
