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
        objects+=(${objects:+-object} "build/coverage/tests/unit/$found")
    done
    llvm-profdata merge -o "$profile" build/test/*.profraw
    objects+=(-instr-profile "$profile" '-ignore-filename-regex=(^|/)(tests|usr)/')
    llvm-cov report "${objects[@]}" -show-branch-summary 2>/dev/null |
        covered_of "$@" | tee build/test/coverage.txt
    llvm-cov show "${objects[@]}" -show-branches=count >build/test/branches.txt 2>/dev/null
    say "build/test/branches.txt has each branch."
}

# Of llvm-cov's table the files of these folders, and each folder's sum. A path in it is as the compiler was given it.
covered_of() {  # FOLDER...
    awk -v folders="$*" '
        BEGIN { count = split(folders, folder); printf "%-48s %8s %9s %7s %8s\n", "", "lines", "branches", "missed", "taken" }
        $NF ~ /%$/ {
            for (i = 1; i <= count; ++i)
                if (at = index($1, folder[i] "/")) {
                    printf "%-48s %8s %9d %7d %8s\n", substr($1, at), $(NF - 3), $(NF - 2), $(NF - 1), $NF
                    branches[i] += $(NF - 2)
                    missed[i] += $(NF - 1)
                }
        }
        END {
            for (i = 1; i <= count; ++i)
                printf "%-57s %9d %7d %7.1f%%\n", folder[i], branches[i], missed[i], 100 - 100 * missed[i] / branches[i]
        }'
}
