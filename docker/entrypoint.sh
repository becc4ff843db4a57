#!/bin/sh
# Starts Sluice in the container. What it reads from the environment:
#   JAVA_OPTS                 options for the JVM, separated by blanks; they win over those set here
#   SLUICE_JMX_PORT           switches remote JMX on, at this port
#   SLUICE_JMX_HOST           the name or address at which JMX clients reach it; 127.0.0.1 by default
#   SLUICE_JMX_PASSWORD_FILE  } who may log in and what they may do; where both are missing, JMX
#   SLUICE_JMX_ACCESS_FILE    } opens without a log-in, and then on the container's loopback only
set -euf

die() {
  printf 'entrypoint.sh: %s\n' "$*" >&2
  exit 1
}

# Meant to be split: these are several options.
# shellcheck disable=SC2086
set -- ${JAVA_OPTS:-} -jar "$(dirname -- "$0")/quarkus-run.jar" "$@"

if [ -n "${SLUICE_JMX_PORT:-}" ]; then
  host=${SLUICE_JMX_HOST:-127.0.0.1}
  passwords=${SLUICE_JMX_PASSWORD_FILE:-}
  access=${SLUICE_JMX_ACCESS_FILE:-}
  case $SLUICE_JMX_PORT in
    *[!0-9]*) die "SLUICE_JMX_PORT has to be a port number, not $SLUICE_JMX_PORT" ;;
  esac

  if [ -n "$passwords" ] && [ -n "$access" ]; then
    [ -r "$passwords" ] || die "cannot read SLUICE_JMX_PASSWORD_FILE $passwords as user $(id -u)"
    [ -r "$access" ] || die "cannot read SLUICE_JMX_ACCESS_FILE $access as user $(id -u)"
    set -- -Dcom.sun.management.jmxremote.authenticate=true \
      "-Dcom.sun.management.jmxremote.password.file=$passwords" \
      "-Dcom.sun.management.jmxremote.access.file=$access" "$@"
  elif [ -n "$passwords$access" ]; then
    die "SLUICE_JMX_PASSWORD_FILE and SLUICE_JMX_ACCESS_FILE are needed both, and one is missing"
  else
    case $host in
      127.0.0.1 | ::1 | localhost) ;;
      *) die "JMX for $host needs SLUICE_JMX_PASSWORD_FILE and SLUICE_JMX_ACCESS_FILE" ;;
    esac
    set -- -Dcom.sun.management.jmxremote.authenticate=false \
      "-Dcom.sun.management.jmxremote.host=$host" "$@"
  fi

  # One port for both the registry and the connections, so that one port has to be let through.
  set -- "-Dcom.sun.management.jmxremote.port=$SLUICE_JMX_PORT" \
    "-Dcom.sun.management.jmxremote.rmi.port=$SLUICE_JMX_PORT" \
    "-Djava.rmi.server.hostname=$host" \
    -Dcom.sun.management.jmxremote.ssl=false "$@"
fi

# These are for this script; Sluice would take them for settings of its own.
unset SLUICE_JMX_PORT SLUICE_JMX_HOST SLUICE_JMX_PASSWORD_FILE SLUICE_JMX_ACCESS_FILE

exec java "$@"
