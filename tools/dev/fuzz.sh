# fuzz [SECONDS] [NAME...]: every fuzzer (or those named) from its corpus for so long, seeded, as many at once as
# there are cores.

fuzz() {
    local seconds=${1:-60} names
    [[ $seconds =~ ^[0-9]+$ ]] || die "fuzz: '$seconds' is no number of seconds"
    build fuzz || return
    names=("${@:2}")
    if ((${#names[@]} == 0)); then
        mapfile -t names < <(basename -s _fuzz build/fuzz/tests/fuzz/*_fuzz)
    fi
    export -f fuzz_one
    printf '%s\0' "${names[@]}" | xargs -0 -I{} -P "$cores" bash -c 'fuzz_one {} '"$seconds"
}

# What a run finds goes to build/fuzz/found/NAME; new inputs worth keeping are in build/fuzz/corpus/NAME.
fuzz_one() {  # NAME SECONDS
    local name=$1 seconds=$2 corpus=build/fuzz/corpus/$1 found=build/fuzz/found/$1 log=build/fuzz/$1.log
    mkdir -p "$corpus" "$found"
    if "build/fuzz/tests/fuzz/${name}_fuzz" -seed=1 -max_total_time="$seconds" -timeout=10 -rss_limit_mb=1024 \
        -artifact_prefix="$found/" "$corpus" "tests/fuzz/corpus/$name" >"$log" 2>&1; then
        echo "$name: nothing found; $(tail -n1 "$log")"
    else
        tail -n 40 "$log"
        echo "$name: FOUND: see $log; the input is in $found"
        return 1
    fi
}
