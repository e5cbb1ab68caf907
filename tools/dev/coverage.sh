# What the unit tests of some folders execute of them: `./dev coverage drivers/ccid drivers/iso7816`. Branches that only an
# exception takes are not counted.

coverage() {  # FOLDER...
    local folder programs=() found filters=()
    (($#)) || die "coverage of which folders?"
    cmake --preset coverage --log-level=WARNING >/dev/null
    for folder in "$@"; do
        mapfile -t found < <(ninja -C build/coverage -t targets all |
            sed -n "s/^\(unit_${folder//[^a-zA-Z0-9]/_}[a-z0-9_]*\): .*/\1/p" | sort -u)
        ((${#found[@]})) || die "$folder has no unit tests"
        programs+=("${found[@]}")
        filters+=(--filter "$PWD/$folder/")
    done
    build coverage "${programs[@]}"
    find build/coverage -name '*.gcda' -delete
    for found in "${programs[@]}"; do
        "build/coverage/tests/unit/$found" >/dev/null || die "$found fails"
    done
    mkdir -p build/test
    gcovr --root . --object-directory build/coverage "${filters[@]}" -j "$cores" --exclude-throw-branches \
        --exclude-unreachable-branches --branches --txt build/test/branches.txt --print-summary build/coverage
    say "build/test/branches.txt has it file by file."
}
