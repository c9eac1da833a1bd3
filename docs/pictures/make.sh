#!/usr/bin/env bash
# Draws the pictures of the views anew, from the screen of the program itself.
set -euo pipefail
cd "$(dirname "$0")/../.."
GRADUS_BLESS=1 cargo test --test gradus pictures
