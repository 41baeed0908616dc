# What ./run and ./test need on a Debian machine with Rust and Node, and how to get what is missing. Sourced, not run.
# Each function says what it does in one line, does nothing when there is nothing to do, and can be called again.

say() { printf '\033[1m%s\033[0m\n' "kezhang: $*" >&2; }
stop() { printf 'kezhang: %s\n' "$*" >&2; exit 2; }

as_root() {
  if [ "$(id -u)" = 0 ]; then "$@"; elif command -v sudo >/dev/null; then sudo "$@"; else return 1; fi
}

# need_packages NAME... : Debian packages, by name.
need_packages() {
  local missing=()
  local name
  for name in "$@"; do
    dpkg-query -W -f='${Status}' "$name" 2>/dev/null | grep -q 'ok installed' || missing+=("$name")
  done
  [ ${#missing[@]} -gt 0 ] || return 0
  command -v apt-get >/dev/null || { say "please install: ${missing[*]}"; return 1; }
  say "installing ${missing[*]}"
  as_root apt-get update -qq || true
  as_root env DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends "${missing[@]}" >/dev/null \
    || { say "could not install ${missing[*]}"; return 1; }
}

need_build_tools() {
  command -v cargo >/dev/null || stop "Rust is missing. Install it from https://rustup.rs and run this again."
  command -v npm >/dev/null || stop "Node.js with npm is missing (Debian: apt install nodejs npm). Install it and run this again."
  command -v cc >/dev/null || need_packages gcc libc6-dev || stop "a C compiler is needed for SQLite: apt install gcc"
}

# Documents look for 方正小标宋 and 仿宋_GB2312 first; these free faces of the same styles stand in for them, and every
# document that uses them says so. Without any, the book still works; documents print with a notice, or not at all.
need_fonts() {
  need_packages fonts-lxgw-wenkai fonts-noto-cjk || say "going on without these fonts; PDF will look different and say so"
  local folder=/usr/local/share/fonts/kezhang
  [ "$(id -u)" = 0 ] || folder=$HOME/.local/share/fonts/kezhang
  [ -e "$folder/FandolFang-Regular.otf" ] && return 0
  say "fetching the Fandol fonts (仿宋、楷体、黑体、宋体) from Debian's texlive-lang-chinese"
  local work
  work=$(mktemp -d)
  if (cd "$work" && chmod 755 . && apt-get download -qq texlive-lang-chinese >/dev/null 2>&1 && dpkg -x ./*.deb .); then
    mkdir -p "$folder"
    cp "$work"/usr/share/texlive/texmf-dist/fonts/opentype/public/fandol/*.otf "$folder/"
  else
    say "could not fetch the Fandol fonts; PDF will look different and say so"
  fi
  rm -rf "$work"
}

# need_npm FOLDER : its locked packages.
need_npm() {
  local stamp="$1/node_modules/.package-lock.json"
  [ -e "$stamp" ] && [ ! "$1/package-lock.json" -nt "$stamp" ] && return 0
  say "fetching the npm packages of $1"
  (cd "$1" && npm ci --silent --no-audit --no-fund && touch node_modules/.package-lock.json)
}

# The style sheet and scripts that the pages load.
need_pages() {
  need_npm crates/web
  local vendor=crates/web/static/vendor
  [ -e $vendor/NOTICE.txt ] && [ ! crates/web/package-lock.json -nt $vendor/NOTICE.txt ] && [ ! crates/web/vendor.mjs -nt $vendor/NOTICE.txt ] && return 0
  (cd crates/web && npm run --silent vendor)
}

# cargo-deny is a tool of ours, not a dependency: it is built once, outside the workspace's target folders.
need_deny() {
  [ -x target/tools/bin/cargo-deny ] && return 0
  command -v cargo-deny >/dev/null && { mkdir -p target/tools/bin && ln -sf "$(command -v cargo-deny)" target/tools/bin/; return 0; }
  say "building cargo-deny (two minutes, once)"
  cargo install --quiet --locked --root target/tools --target-dir target/tools/build cargo-deny --version '^0.20'
  rm -rf target/tools/build
}
