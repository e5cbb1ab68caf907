# What the unit tests of some folders execute of them: `./dev coverage drivers/ccid drivers/iso7816`. Clang counts the
# branches that stand in the source. GCC would leave coroutines out, whose bodies it takes for made by itself, and count
# branches that only an exception takes.

coverage() {  # FOLDER...
    local folder programs=() found objects=() profile=build/test/coverage.profdata
    (($#)) || die "coverage of which folders?"
    cmake --preset coverage --log-level=WARNING >/dev/null
    for folder in "$@"; do
        mapfile -t found < <(ninja -C build/coverage -t targets all |
            sed -n "s/^\(unit_${folder//[^a-zA-Z0-9]/_}[a-z0-9_]*\): .*/\1/p" | sort -u)
        ((${#found[@]})) || die "$folder has no unit tests"
        programs+=("${found[@]}")
    done
    build coverage "${programs[@]}"
    mkdir -p build/test
    rm -f build/test/*.profraw
    for found in "${programs[@]}"; do
        LLVM_PROFILE_FILE="build/test/$found.profraw" "build/coverage/tests/unit/$found" >/dev/null || die "$found fails"
        objects+=(-object "build/coverage/tests/unit/$found")
    done
    llvm-profdata merge -o "$profile" build/test/*.profraw
    llvm-cov report "${objects[@]}" -instr-profile "$profile" -show-branch-summary "$@" | tee build/test/coverage.txt
    llvm-cov show "${objects[@]}" -instr-profile "$profile" -show-branches=count "$@" >build/test/branches.txt
    say "build/test/branches.txt has each branch."
}
