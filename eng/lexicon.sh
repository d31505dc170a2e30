#!/usr/bin/env bash
# Makes src/Discovery/Text/related-words.br, the table of related words, anew from WordNet: after a change of the stemmer or of
# eng/Lexicon. Debian's package wordnet-base is unpacked in a temporary folder, not installed. Takes some three minutes.
#   eng/lexicon.sh
set -euo pipefail
root=$(cd "$(dirname "${BASH_SOURCE[0]}")/.." && pwd)
(($# == 0)) || { printf 'eng/lexicon.sh takes no arguments\n' >&2; exit 2; }
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
(cd "$folder" && apt-get download -qq wordnet-base 2>/dev/null && dpkg -x ./*.deb .) || { printf "Debian's package wordnet-base could not be had; try apt-get update\n" >&2; exit 1; }
dotnet run -c Release --project "$root/eng/Lexicon" -- "$folder/usr/share/wordnet" "$root/src/Discovery/Text/related-words.br"
