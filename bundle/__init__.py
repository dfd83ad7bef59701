"""What is handed over: an archive that installs on a Debian 12 without network, and a root file system made of it.

Made by `./run bundle`. Debian packages come by this machine's own apt, which checks their signatures, and Python
packages by pip, which checks the hashes of requirements.lock; both stay in a cache, so a second run takes nothing anew.
"""
