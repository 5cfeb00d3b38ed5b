#!/usr/bin/env bash
# Measures Ranger's engine and ours on the same policies and requests, in one process.
# usage: bench/ranger/run.sh   (after a build: it takes Weft's classes from target/)
set -euo pipefail
here=$(cd -- "$(dirname -- "$0")" && pwd)
root=$(dirname -- "$(dirname -- "$here")")
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
mvn -q -B -f "$here/pom.xml" dependency:build-classpath -Dmdep.outputFile="$work/ranger"
classes=$root/policy/target/classes:$root/model/target/classes:$root/spi/target/classes
javac -proc:none -d "$work" -cp "$classes:$(cat "$work/ranger")" "$here/RangerBench.java"
# Without a level Ranger would write its thoughts into nowhere, forty times slower: nobody runs it so.
echo 'log4j.rootLogger=ERROR' > "$work/log4j.properties"
java -Xmx2g -cp "$work:$classes:$(cat "$work/ranger")" RangerBench
