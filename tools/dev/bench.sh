# bench [seam | faults [NAME...] | system [--document] | OPTION...]: the release build's benchmarks; tests/bench/README.md tells what they are.

bench() {  # [seam | faults [NAME...] | system [--document] | OPTION...]
    if [[ ${1:-} == seam ]]; then
        build release slot_seam_bench
        ctest --test-dir build/release -L '^bench$' --no-tests=error --verbose
        return
    fi
    if [[ ${1:-} == faults ]]; then
        build release scrmd scrm-ifd-host pcsclite fake_ifd bench_programs
        python3 tests/bench/faults/faults.py "${@:2}"
        return
    fi
    if [[ ${1:-} == system ]]; then
        [[ ${2:---document} == --document ]] || die "bench system takes --document or nothing"
        deps all
        build release system_programs
        SCRM_SOAK=full python3 tests/system/run.py figures || return
        [[ ${2:-} != --document ]] || tests/system/figures_page.py build/system/figures/state/figures.json
        return
    fi
    # What is asked wrongly is told before anything is built for it; and so is --help.
    python3 tests/bench/side_by_side/bench.py --check "$@" || return
    [[ ${1:-} != @(-h|--help) ]] || return 0
    peers
    build release scrmd pcsclite bench_programs
    python3 tests/bench/side_by_side/bench.py "$@"
}
