"""The command line of the bundle: `./run bundle [wuxiao|libreoffice|rootfs]…`."""

from __future__ import annotations

import argparse
import fcntl
import sys

from bundle.archives import libreoffice, wuxiao
from bundle.places import CACHE, ROOT, BundleError, say
from bundle.root_folder import rootfs

KINDS = {"wuxiao": wuxiao, "libreoffice": libreoffice, "rootfs": rootfs}


def main() -> None:
    """Make what is asked for, and name it with its size."""
    parser = argparse.ArgumentParser(prog="./run bundle", description=__doc__)
    parser.add_argument("kinds", nargs="*", default=["wuxiao"], metavar="|".join(KINDS))
    kinds = parser.parse_args().kinds
    if unknown := [kind for kind in kinds if kind not in KINDS]:
        parser.error(f"unknown: {', '.join(unknown)}")
    CACHE.mkdir(parents=True, exist_ok=True)
    with (CACHE / "lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)  # one at a time
        for kind in kinds:
            try:
                made = KINDS[kind]()
            except BundleError as wrong:
                sys.exit(
                    f"{wrong}\n没有做成，排除后再次运行即可继续。 / Not made; run the same command again to go on."
                )
            say(f"做好了：{made.relative_to(ROOT)}", f"{made.stat().st_size / 1e6:.0f} MB")


main()
