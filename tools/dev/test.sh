# test [--all | PATTERN]: a list of steps, each with a log in build/test/. A step that fails stops only what needs it.
# Steps run where bash ignores `set -e`: a function that is one joins its commands with && or ||.

passed=0 failed=0 skipped=0 table=()

# A step that ran ctest counts as its tests, any other as one.
count() {  # REPORT EXIT_CODE
    local tests failures others
    if [[ -s $1 ]]; then
        read -r tests failures others < <(sed -n '/<testsuite /,/>/p' "$1" | tr '\n\t' '  ' | sed -E \
            's/.*tests="([0-9]+)".*failures="([0-9]+)".*disabled="([0-9]+)".*skipped="([0-9]+)".*/\1 \2 \3+\4/')
        others=$((others))
        passed=$((passed + tests - failures - others)) failed=$((failed + failures)) skipped=$((skipped + others))
    elif (($2 == 0)); then
        passed=$((passed + 1))
    else
        failed=$((failed + 1))
    fi
}

step() {  # NAME COMMAND...
    local name=$1 start=$SECONDS code=0 verdict=ok
    local log=build/test/${name// /-}.log
    report=build/test/${name// /-}.xml
    rm -f "$report"
    "${@:2}" >"$log" 2>&1 </dev/null || code=$?
    count "$report" "$code"
    if ((code != 0)); then
        verdict=FAILED
        grep -E '^(FAIL|ERROR|[A-Za-z]*Error): |: FAILED:$|\*\*\*' "$log" | cut -c -300 | tail -n 40 || true
        tail -n 30 "$log"
    fi
    table+=("$(printf '%-24s %-7s %4d s   %s' "$name" "$verdict" "$((SECONDS - start))" "$log")")
    say "${table[-1]}"
    return "$code"
}

# Most tests wait more than they compute.
ctests() {  # BUILD ARGUMENT...
    steady ctest --test-dir "build/$1" --parallel "$((2 * cores))" --no-tests=error --output-on-failure \
        --output-junit "$PWD/$report" "${@:2}"
}

build_and_test() {  # PRESET CTEST_ARGUMENT...
    step "build $1" build "$1" && step "test $1" ctests "$@"
}

peers() {
    tools/dev/peers build/peers || { as_root apt-get update && tools/dev/peers build/peers; }
}

summary() {
    say '' "${table[@]}" ''
    ((skipped == 0)) || say "$skipped skipped"
    say "$passed passed, $failed failed"
    ((failed == 0))
}

# Each build is made for what only it can show, so that all of them fit into half an hour on two cores: dev for turns of the
# loop that take too long, the address sanitizer for everything, release for what is installed, for what is shown by doing
# it often, and for the virtual machine, the thread sanitizer for the parts with threads, clang for being another compiler.
everything() {
    step "build dev" build dev integration_programs && step "test dev" ctests dev -L '^integration$' || true
    # Without descriptors UBSan cannot look at memory and takes every object for a broken one; the waits of
    # winscard_states are too short for a library that is ten times slower; pcsc-spy loads a library of its own before it;
    # hosted_ ones have drivers that crash and damage their heaps.
    UBSAN_OPTIONS=print_stacktrace=1 build_and_test asan-ubsan -LE '^(all|soak|bench|system)$' \
        -E 'integration: (descriptors|hosted_[a-z]+|spy|winscard_states)' || true
    step "build release" build release all integration_programs bench_programs system_programs &&
        step "test release" ctests release -L '^(house|all|system)$' || true
    step "build tsan" build tsan unit_libpcsc_client{,_process,_connection,_context,_api} unit_drivers_usb unit_drivers_ifd_host{,_slots} &&
        step "test tsan" ctests tsan \
            -R '^(libpcsc-client(/(process|connection|context|api))?|drivers/usb|drivers/ifd-host(/slots)?)/[^/]*$' || true
    step "build clang" build clang "${programs[@]}" || true
    step fuzz fuzz 20 || true
}

tests() {
    local tier=test
    [[ ${1:-} != --all ]] || tier=all
    [[ ${1:-} != -* || $tier == all ]] || die "test takes --all or a pattern"
    mkdir -p build/test
    deps "$tier"
    if [[ ${1:-} && $tier == test ]]; then
        build
        steady ctest --test-dir build/dev --parallel "$cores" --no-tests=error --output-on-failure -R "$1"
        return
    fi
    step peers peers || true
    step format format --check || true
    step run ./dev run --once || true
    if [[ $tier == all ]]; then
        everything
    else
        build_and_test dev -LE '^(all|soak|bench|system)$' || true
    fi
    summary
}
