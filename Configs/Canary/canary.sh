#!/bin/sh
# Writes a line for Loki and a span for Tempo once a minute, so that it can be seen whether both can be read back.
# Written by phlo-observability. Changes made here are lost with the next update.
#
# CANARY_TRACES   where spans are posted, by OTLP over HTTP
# CANARY_CURL     a file of curl's options: whom to trust, and as whom to call
# CANARY_PAUSE    seconds between two turns
set -u
export LC_ALL=C
trap 'exit 0' TERM INT

while :; do
    now=$(date +%s)
    # A random UUID of the kernel's: all of it for the trace, the end of it for the span.
    IFS=- read -r a b c d e </proc/sys/kernel/random/uuid
    echo "level=info msg=\"phlo canary\" trace_id=$a$b$c$d$e"
    if [ -n "${CANARY_TRACES:-}" ]; then
        curl -sS -f -m 10 -o /dev/null -K "$CANARY_CURL" -H 'Content-Type: application/json' --data-binary @- "$CANARY_TRACES" <<JSON || echo "level=warn msg=\"the span of this minute was not taken\""
{"resourceSpans": [{
  "resource": {"attributes": [{"key": "service.name", "value": {"stringValue": "canary"}}]},
  "scopeSpans": [{"scope": {"name": "phlo-observability"}, "spans": [{
    "traceId": "$a$b$c$d$e", "spanId": "$d$e", "name": "canary", "kind": 1,
    "startTimeUnixNano": "${now}000000000", "endTimeUnixNano": "${now}001000000"}]}]}]}
JSON
    fi
    # A shell that waits for a command hears no signal; one that waits for a job does.
    sleep "${CANARY_PAUSE:-60}" &
    wait $!
done
