"""WeasyPrint loaded with this program's fonts, and without a search for libraries that are at hand.

It tries the names that its libraries have on other systems first, and for each of them ctypes runs ldconfig, the
compiler and the linker: that takes longer than loading all the rest.
"""

from __future__ import annotations

import ctypes.util
import importlib
from types import ModuleType

from generator.ground.needed import has_pango, without_pango
from generator.rendering.machine import require_memory
from generator.typesetting.fonts import configure_fontconfig


def load() -> ModuleType:
    """WeasyPrint.

    Raises:
        MachineError: a library that it needs is missing, or this process may not have the memory that it needs.
    """
    require_memory()
    if not has_pango():
        raise without_pango()
    configure_fontconfig()  # read when it is imported
    search = ctypes.util.find_library
    ctypes.util.find_library = lambda name: None
    try:
        return importlib.import_module("weasyprint")
    except OSError:  # a library goes by a name that only the search finds
        pass
    finally:
        ctypes.util.find_library = search
    return importlib.import_module("weasyprint")
