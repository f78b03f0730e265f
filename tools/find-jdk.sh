#!/bin/sh
# Prints the home of a JDK that can build and run Tapio (21 or newer): $JAVA_HOME, else the one of
# the `java` on the PATH, else the newest in the usual places. None: one line on stderr, exit 1.
set -u

oldest=21

# The feature version of the JDK whose home is $1, or 0. Read from a file: starting a JVM to ask it
# would cost more than the whole script.
version_of() {
    found=
    if [ -x "$1/bin/javac" ] && [ -r "$1/release" ]; then
        found=$(sed -n 's/^JAVA_VERSION="\([0-9][0-9]*\).*/\1/p' "$1/release")
    fi
    echo "${found:-0}"
}

# The home of the `java` on the PATH. A link says where it is; a shim must be asked.
home_on_path() {
    java=$(command -v java) || return 0
    link=$(readlink -f "$java" 2>/dev/null) || link=$java
    home=${link%/bin/java}
    if [ -r "$home/release" ]; then
        echo "$home"
    else
        "$java" -XshowSettings:properties -version 2>&1 | sed -n 's/^ *java\.home = //p'
    fi
}

for home in "${JAVA_HOME:-}" "$(home_on_path)"; do
    if [ -n "$home" ] && [ "$(version_of "$home")" -ge "$oldest" ]; then
        echo "$home"
        exit 0
    fi
done

best=
best_version=$((oldest - 1))
for home in /usr/lib/jvm/* /usr/java/* /opt/java/* /opt/jdk* "${HOME:-/nowhere}"/.sdkman/candidates/java/* \
    /Library/Java/JavaVirtualMachines/*/Contents/Home; do
    version=$(version_of "$home")
    if [ "$version" -gt "$best_version" ]; then
        best=$home
        best_version=$version
    fi
done
if [ -n "$best" ]; then
    echo "$best"
    exit 0
fi

echo "Tapio needs a JDK $oldest or newer: install one (OpenJDK or Temurin, best 25), or set JAVA_HOME to its folder." >&2
exit 1
