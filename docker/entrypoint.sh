#!/bin/sh
# Starts Sluice in the container, or runs one of its commands. What it reads from the environment:
#   JAVA_OPTS     options for the JVM of the service, separated by blanks
#   SLUICE_CACHE  "off" starts without the cache of classes that the image has
# Sluice itself reads its settings: SLUICE_JMX_REMOTE_ENABLED=true lets JMX clients log in, see README.md.
set -euf

die() {
  printf 'entrypoint.sh: %s\n' "$*" >&2
  exit 1
}

# The connector of the JDK, which these switched on, knows no roles: its clients would be local clients.
for old in SLUICE_JMX_PORT SLUICE_JMX_HOST SLUICE_JMX_PASSWORD_FILE SLUICE_JMX_ACCESS_FILE; do
  eval "value=\${$old:-}"
  [ -z "$value" ] || die "$old is not read any more; use SLUICE_JMX_REMOTE_ENABLED=true, SLUICE_JMX_REMOTE_HOST," \
    "SLUICE_JMX_REMOTE_PORT and SLUICE_JMX_REMOTE_TLS; the users are those of sluice.security"
done

exec "$(dirname -- "$0")/bin/sluice" "$@"
