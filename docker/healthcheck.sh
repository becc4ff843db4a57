#!/bin/bash
# Ends with 0 while Sluice answers its liveness check with 200. The base image has no curl and no
# wget, but it has bash, which can open a connection by itself.
set -euo pipefail

exec 3<>"/dev/tcp/127.0.0.1/${QUARKUS_HTTP_PORT:-8080}"
printf 'GET /q/health/live HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n' >&3
read -r -t 3 _ status _ <&3 || exit 1
[[ $status == 200 ]]
