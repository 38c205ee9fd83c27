#!/bin/bash
# Keeps Alloy's write-ahead log of lines for Loki within a size, which Alloy itself cannot: of what is more than that, the oldest goes.
# usage: wal-limit.sh FOLDER BYTES SECONDS COMMAND…  looks every so many seconds, and runs the command in its own place.
set -u
folder=$1 limit=$2 pause=$3
shift 3

# The last file that Loki has all of, by Alloy's note: two bytes of a version, then eight of a number. None before there is a note.
delivered() {
    local number
    number=$(od -An -tu8 --endian=big -j2 -N8 "$folder/remote/segment_marker" 2>/dev/null | tr -d ' ')
    echo "${number:--1}"
}

look() {
    local files=() size=0 bytes lost=0 last file
    for file in "$folder"/[0-9]*; do
        [[ -f $file ]] || continue
        files+=("$file")
        size=$((size + $(stat -c %s "$file")))
    done
    last=$(delivered)
    # The newest is being written.
    while ((size > limit && ${#files[@]} > 1)); do
        file=${files[0]}
        files=("${files[@]:1}")
        bytes=$(stat -c %s "$file")
        rm -f "$file"
        size=$((size - bytes))
        # What Loki has is no loss.
        ((10#${file##*/} > last)) && lost=$((lost + bytes))
    done
    # Alloy reads this line like any other container's, and counts what it says.
    ((lost == 0)) || echo "level=error msg=\"oldest logs for Loki dropped\" bytes=$lost limit=$limit"
}

while sleep "$pause"; do look; done &
exec "$@"
