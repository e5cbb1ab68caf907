# Completion of scrmctl for fish.
function __scrmctl_readers
    scrmctl list --json 2>/dev/null | tr '{' '\n' | sed -n 's/.*"reader": *"\([^"]*\)".*/\1/p'
end

complete -c scrmctl -f
complete -c scrmctl -n __fish_use_subcommand -a list -d 'List readers and cards'
complete -c scrmctl -n __fish_use_subcommand -a scan -d 'Watch readers and cards come and go'
complete -c scrmctl -n __fish_use_subcommand -a apdu -d 'Send commands to a card'
complete -c scrmctl -n __fish_use_subcommand -a atr -d 'Decode an ATR'
complete -c scrmctl -n __fish_use_subcommand -l version -d 'Show the version'
complete -c scrmctl -s h -l help -d 'Show what it takes'
complete -c scrmctl -n '__fish_seen_subcommand_from list scan apdu atr' -l json -d 'Write JSON'
complete -c scrmctl -n '__fish_seen_subcommand_from scan' -l once -d 'Show what there is now, and end'
complete -c scrmctl -n '__fish_seen_subcommand_from apdu' -l follow -d 'Fetch what 61xx announces, repeat after 6Cxx'
complete -c scrmctl -n '__fish_seen_subcommand_from apdu' -s r -l reader -x -a '(__scrmctl_readers)' -d 'The reader'
complete -c scrmctl -n '__fish_seen_subcommand_from apdu' -s p -l protocol -x -a 'any T0 T1 raw' -d 'The protocol'
complete -c scrmctl -n '__fish_seen_subcommand_from apdu' -s f -l file -r -F -d 'Take commands from this file'
