#!/bin/sh
# Starts PostgreSQL, and makes its cluster first where the data folder is empty. Understands what the official
# image understands of POSTGRES_USER, POSTGRES_DB, POSTGRES_PASSWORD, each with _FILE, POSTGRES_INITDB_ARGS,
# POSTGRES_HOST_AUTH_METHOD and PGDATA, and runs /docker-entrypoint-initdb.d once.
set -eu

# setting NAME DEFAULT: the value of NAME, or the content of the file that NAME_FILE names.
setting() {
    eval "value=\${$1:-} file=\${$1_FILE:-}"
    # shellcheck disable=SC2154
    if [ -n "$value" ] && [ -n "$file" ]; then
        echo "postgres: both $1 and $1_FILE are set; set one of them" >&2
        return 1
    elif [ -n "$file" ]; then
        cat "$file"
    else
        printf '%s' "${value:-$2}"
    fi
}

case ${1:-postgres} in
    -*) set -- postgres "$@" ;;
    postgres) ;;
    *) exec "$@" ;;
esac

# The first process of a container gets no signal that it does not ask for.
trap 'exit 143' TERM
trap 'exit 130' INT

if [ ! -s "$PGDATA/PG_VERSION" ]; then
    user=$(setting POSTGRES_USER postgres)
    database=$(setting POSTGRES_DB "$user")
    password=$(setting POSTGRES_PASSWORD '')
    method=${POSTGRES_HOST_AUTH_METHOD:-scram-sha-256}
    if [ -z "$password" ] && [ "$method" != trust ]; then
        echo "postgres: the data folder $PGDATA is empty and no password is given; set POSTGRES_PASSWORD_FILE or POSTGRES_PASSWORD" >&2
        exit 1
    fi

    # Made beside its final place and moved in at the end: a kill on the way leaves nothing half-made behind.
    fresh=$PGDATA/.initialising
    if [ -d "$fresh" ]; then
        echo "postgres: an earlier start was interrupted before its data folder was complete; beginning anew" >&2
        find "$PGDATA" -mindepth 1 -maxdepth 1 ! -name .initialising -exec rm -rf {} +
        rm -rf "$fresh"
    fi
    mkdir -p "$PGDATA"
    mkdir -m 700 "$fresh"
    secret=$(mktemp)
    printf '%s\n' "$password" >"$secret"
    [ -n "$password" ] || rm -f "$secret"
    # shellcheck disable=SC2086
    initdb -D "$fresh" --username="$user" --auth-local=trust --auth-host="$method" --encoding=UTF8 --no-sync \
        ${password:+--pwfile="$secret"} ${POSTGRES_INITDB_ARGS:-} >/dev/null
    rm -f "$secret"
    printf '\nhost all all all %s\n' "$method" >>"$fresh/pg_hba.conf"

    # One statement needs no server: single-user mode makes the database in a third of the time.
    if [ "$database" != postgres ]; then
        printf 'CREATE DATABASE "%s"\n' "$(printf '%s' "$database" | sed 's/"/""/g')" |
            postgres --single -D "$fresh" -F -c exit_on_error=true postgres >/dev/null
    fi
    if ls /docker-entrypoint-initdb.d/* >/dev/null 2>&1; then
        sockets=$(mktemp -d)
        pg_ctl -D "$fresh" -w -s -o "-c listen_addresses='' -c unix_socket_directories='$sockets' -c fsync=off" start
        for script in /docker-entrypoint-initdb.d/*; do
            case $script in
                *.sql) psql -h "$sockets" -U "$user" --no-psqlrc -v ON_ERROR_STOP=1 -q -d "$database" -f "$script" ;;
                *.sh) PGHOST=$sockets PGUSER=$user PGDATABASE=$database sh -eu "$script" ;;
            esac
        done
        pg_ctl -D "$fresh" -w -s -m fast stop
        rmdir "$sockets"
    fi

    find "$fresh" -mindepth 1 -maxdepth 1 ! -name PG_VERSION -exec mv {} "$PGDATA/" \;
    chmod 700 "$PGDATA"
    sync
    mv "$fresh/PG_VERSION" "$PGDATA/PG_VERSION"
    rmdir "$fresh"
fi

shift
exec postgres -c "listen_addresses=*" "$@"
